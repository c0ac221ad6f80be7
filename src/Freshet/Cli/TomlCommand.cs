using System.CommandLine;
using System.Text;
using Freshet.Toml;

namespace Freshet.Cli;

/// <summary>
/// <c>freshet toml</c>: reads TOML and writes the tagged JSON of <c>toml-lang/toml-test</c>, whose decoder this is.
/// </summary>
internal static class TomlCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new CommandWithExamples(
            "toml",
            "Read TOML from standard input and write it as toml-test's tagged JSON; exit code 1 and the errors where it is none",
            "freshet toml < freshet.toml"
        );
        command.SetAction(_ =>
        {
            using var json = new MemoryStream();
            var code = Run(terminal.Input, json, terminal.Error);
            terminal.Output.Write(Encoding.UTF8.GetString(json.ToArray()));
            return code;
        });
        return command;
    }

    /// <summary>Returns the exit code: 0, or 1 where the input is not valid TOML; then nothing is written but the errors.</summary>
    public static int Run(Stream input, Stream output, TextWriter errors)
    {
        var diagnostics = new List<Diagnostic>();
        var document = TomlReader.Read(
            ReadAtMost(input, TomlReader.MaxBytes + 1),
            "standard input",
            diagnostics
        );
        if (diagnostics.Count == 0)
        {
            TaggedJson.Write(document, output);
            return 0;
        }
        foreach (var diagnostic in diagnostics)
        {
            errors.WriteLine(diagnostic.Render());
        }
        return 1;
    }

    /// <summary>One byte more than the limit is enough for the reader to refuse the rest.</summary>
    private static ReadOnlySpan<byte> ReadAtMost(Stream input, int limit)
    {
        var bytes = new byte[64 * 1024];
        var length = 0;
        while (length < limit)
        {
            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(bytes.Length * 2, limit));
            }
            var read = input.Read(bytes.AsSpan(length));
            if (read == 0)
            {
                break;
            }
            length += read;
        }
        return bytes.AsSpan(0, length);
    }
}
