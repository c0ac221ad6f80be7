using System.Text;
using Freshet.Vrl;
using Freshet.Vrl.Values;

namespace Freshet.Benchmarks.Vrl;

/// <summary>Programs and events made ready to measure; what is wrong with one stops the run.</summary>
internal static class Subjects
{
    public static VrlProgram Compile(string source)
    {
        var result = VrlCompiler.Compile(source);
        return result.Program
            ?? throw new InvalidOperationException(
                string.Join('\n', result.Errors.Select(error => $"E{error.Code} {error.Message}"))
            );
    }

    public static Value Parse(string json) =>
        VrlJson.TryParse(Encoding.UTF8.GetBytes(json), out var value, out var error)
            ? value
            : throw new InvalidOperationException(error);
}
