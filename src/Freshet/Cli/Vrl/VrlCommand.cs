using System.CommandLine;

namespace Freshet.Cli.Vrl;

/// <summary><c>freshet vrl</c>: runs programs of the Vector Remap Language.</summary>
internal static class VrlCommand
{
    public static Command Create(Terminal terminal)
    {
        var cases = new Option<bool>("--cases")
        {
            Description =
                "Read a case a line from standard input, {\"id\", \"source\", \"event\"?, \"timezone\"?, \"read_only\"?, \"functions\"?: \"all\"}, and write what comes of it, a line for each",
        };
        var command = new CommandWithExamples(
            "vrl",
            "Run a program of the Vector Remap Language over JSON lines",
            "freshet vrl --cases < cases.jsonl"
        );
        command.Add(cases);
        command.SetAction(parsed =>
        {
            CaseRunner.Run(terminal.Input, terminal.Output);
            return 0;
        });
        return command;
    }
}
