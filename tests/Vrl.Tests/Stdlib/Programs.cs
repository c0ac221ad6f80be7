using Freshet.Vrl;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Shouldly;

namespace Vrl.Tests.Stdlib;

/// <summary>Runs functions as they are met: in programs.</summary>
internal static class Programs
{
    /// <summary>The program's value as JSON, or the message that it fails with.</summary>
    public static string Run(string source, string @event = "{}") => Run(Compile(source), @event);

    /// <inheritdoc cref="Run(string, string)"/>
    public static string Run(VrlProgram program, string @event = "{}")
    {
        var root = Json.Read(@event);
        var metadata = Value.From(new VrlObject());
        var result = program.Run(ref root, ref metadata);
        return result.IsSuccess ? VrlJson.Write(result.Value) : result.Failure.Message!;
    }

    /// <summary>What is known of the program's value before it runs.</summary>
    public static Kind TypeOf(string source) => Compile(source).Type.Kind;

    /// <summary>The codes of what is wrong with the program.</summary>
    public static IEnumerable<int> Errors(string source) =>
        VrlCompiler.Compile(source).Errors.Select(error => error.Code);

    private static VrlProgram Compile(string source)
    {
        var compiled = VrlCompiler.Compile(source);
        compiled.Errors.Select(error => $"E{error.Code} {error.Message}").ShouldBeEmpty();
        return compiled.Program!;
    }
}
