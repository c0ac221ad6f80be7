using Freshet.Vrl;
using Freshet.Vrl.Values;

namespace Freshet.Cli.Vrl;

/// <summary>Runs one program over events, one a line. What fails is told, and the next event goes on.</summary>
/// <param name="terminal">Takes results and errors.</param>
/// <param name="source">The program.</param>
/// <param name="options">How it is compiled.</param>
/// <param name="printsEvent">Whether the event is printed as the program left it, in place of the program's result.</param>
internal sealed class ProgramRunner(
    Terminal terminal,
    string source,
    CompileOptions options,
    bool printsEvent
)
{
    private const int LongestLine = 64 << 20;

    private bool hasFailed;

    /// <summary>Runs it on the events of a file; the result is the exit code.</summary>
    public int RunFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Run(file, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"error: the file {path} cannot be read: {fault.Message}");
            return 1;
        }
    }

    /// <summary>Runs it on the events that come; the result is the exit code.</summary>
    public int Run(Stream input, string name)
    {
        if (Compile() is not { } program)
        {
            return 1;
        }
        var number = 0;
        var lines = new LineReader(input, LongestLine, terminal.Output.Flush);
        while (lines.TryRead(out var line))
        {
            number++;
            if (lines.IsTooLong)
            {
                Tell(number, $"the line is longer than {LongestLine >> 20} MiB");
            }
            else if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }
            else if (VrlJson.TryParse(line.Span, out var @event, out var error))
            {
                Run(program, @event);
            }
            else
            {
                Tell(number, error);
            }
        }
        return hasFailed ? 1 : 0;

        void Tell(int number, string error)
        {
            hasFailed = true;
            terminal.Error.WriteLine($"error: {name}:{number}: {error}");
        }
    }

    /// <summary>Runs it on an empty event, where there is no input.</summary>
    public int RunOnce()
    {
        if (Compile() is not { } program)
        {
            return 1;
        }
        Run(program, Value.From(new VrlObject()));
        return hasFailed ? 1 : 0;
    }

    private VrlProgram? Compile()
    {
        var compiled = VrlCompiler.Compile(source, options);
        Drawing.Write(compiled, terminal);
        return compiled.Program;
    }

    private void Run(VrlProgram program, Value @event)
    {
        var metadata = Value.From(new VrlObject());
        var run = program.Run(ref @event, ref metadata, new ConsoleHost(terminal));
        if (run.Failure is { } failure)
        {
            hasFailed = true;
            Drawing.Write(source, failure, terminal);
        }
        else
        {
            terminal.Output.WriteLine(VrlJson.Write(printsEvent ? @event : run.Value));
        }
    }
}
