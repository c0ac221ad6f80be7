using System.Text;
using Freshet.Vrl;
using Freshet.Vrl.Values;

namespace Freshet.Cli.Vrl;

/// <summary>
/// Runs programs as they are typed, or come from a pipe. A program ends with its line, unless it is plain that more must come; then an empty line ends it.
/// Variables and the event stay from one to the next.
/// </summary>
internal sealed class Repl(Terminal terminal, CompileOptions options)
{
    private const int UnexpectedEnd = 204;
    private const int Unused = 900;
    private const int LongestProgram = 1 << 20;

    private const string Help = """
        Type a program; its result is shown. "." is the event, empty at first; it and your variables stay.
        A program goes on in the next line while a bracket is open; an empty line ends it all the same.

          help              this
          functions         what functions there are
          functions NAME    all about one
          variables         your variables
          exit              the end

        """;

    private readonly VrlSession session = new(options);
    private bool hasFailed;

    /// <summary>Runs until the input ends, or <c>exit</c>; the result is the exit code.</summary>
    public int Run()
    {
        if (terminal.IsInteractive)
        {
            terminal.Output.WriteLine("Vector Remap Language; \"help\" tells what to type.");
        }
        var program = new StringBuilder();
        using var input = new StreamReader(terminal.Input, Encoding.UTF8, leaveOpen: true);
        while (true)
        {
            Prompt(program.Length > 0);
            if (input.ReadLine() is not { } line)
            {
                Evaluate(program.ToString(), isWhole: true);
                // Somebody who types has seen what failed; a script is told so.
                return hasFailed && !terminal.IsInteractive ? 1 : 0;
            }
            if (program.Length == 0 && line.Trim() is ("exit" or "quit"))
            {
                return hasFailed && !terminal.IsInteractive ? 1 : 0;
            }
            if (program.Length == 0 && TryCommand(line.Trim()))
            {
                continue;
            }
            program.Append(line).Append('\n');
            if (
                program.Length > LongestProgram
                || Evaluate(program.ToString(), isWhole: string.IsNullOrWhiteSpace(line))
            )
            {
                program.Clear();
            }
        }
    }

    private void Prompt(bool goesOn)
    {
        if (terminal.IsInteractive)
        {
            terminal.Output.Write(goesOn ? "> " : "$ ");
            terminal.Output.Flush();
        }
    }

    private bool TryCommand(string line)
    {
        switch (line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case []:
                return true;
            case ["help"]:
                terminal.Output.Write(Help);
                return true;
            case ["help" or "functions", var name]:
                FunctionReference.Write(name, terminal.Output, terminal.Error);
                return true;
            case ["functions"]:
                FunctionReference.Write(null, terminal.Output, terminal.Error);
                return true;
            case ["variables"]:
                foreach (
                    var (name, value) in session.Variables.OrderBy(
                        pair => pair.Key,
                        StringComparer.Ordinal
                    )
                )
                {
                    terminal.Output.WriteLine($"{name} = {VrlJson.Write(value)}");
                }
                return true;
            default:
                return false;
        }
    }

    /// <summary>Runs the program; false where more of it must come.</summary>
    private bool Evaluate(string source, bool isWhole)
    {
        if (string.IsNullOrWhiteSpace(source))
        {
            return true;
        }
        var compiled = session.Compile(source);
        if (!isWhole && compiled.Errors.Any(error => error.Code == UnexpectedEnd))
        {
            return false;
        }
        // What a line leaves unused may be for the next.
        Drawing.Write(compiled, terminal, diagnostic => diagnostic.Code != Unused);
        if (compiled.Program is not { } program)
        {
            hasFailed = true;
            return true;
        }
        var run = session.Run(program, new ConsoleHost(terminal));
        if (run.Failure is { } failure)
        {
            hasFailed = true;
            Drawing.Write(source, failure, terminal);
        }
        else
        {
            terminal.Output.WriteLine(VrlJson.Write(run.Value));
        }
        return true;
    }
}
