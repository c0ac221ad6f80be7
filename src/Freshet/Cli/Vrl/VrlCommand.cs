using System.CommandLine;
using System.Text;
using Freshet.Configuration;
using Freshet.Programs.Purl;
using Freshet.Vrl;

namespace Freshet.Cli.Vrl;

/// <summary><c>freshet vrl</c>: runs programs of the Vector Remap Language, over JSON lines, as they are typed, or as cases of a test.</summary>
internal static class VrlCommand
{
    private const int LargestProgram = 1 << 20;

    public static Command Create(Terminal terminal)
    {
        var program = new Argument<string?>("program")
        {
            Description = "The program. Without one, type programs line by line",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var programFile = new Option<string?>("--program", "-p")
        {
            Description = "The file that the program is in",
            HelpName = "FILE",
        };
        var input = new Option<string?>("--input", "-i")
        {
            Description =
                "The file of the events, one a line, as JSON; without it they come from standard input",
            HelpName = "FILE",
        };
        var print = new Option<string>("--print")
        {
            Description =
                "What is printed for each event: the program's result, or what it left of the event",
            DefaultValueFactory = _ => "result",
        };
        print.AcceptOnlyFromAmong("event", "result");
        var strict = new Option<bool>("--strict")
        {
            Description = "Refuse programs that do not handle every expression that may fail",
        };
        var cases = new Option<bool>("--cases")
        {
            Description =
                "Read a case a line from standard input, {\"id\", \"source\", \"event\"?, \"timezone\"?, \"read_only\"?, \"functions\"?: \"all\"}, and write what comes of it, a line for each",
        };
        var command = new CommandWithExamples(
            "vrl",
            "Run a program of the Vector Remap Language over JSON lines, or line by line as it is typed",
            "freshet vrl '.level = upcase(.level) ?? \"INFO\"; .' < events.jsonl",
            "freshet vrl -i events.jsonl -p program.vrl --print event --strict",
            "freshet vrl                      type programs; \"help\" tells the rest",
            "freshet vrl functions parse_json",
            "freshet vrl --cases < cases.jsonl"
        )
        {
            program,
            programFile,
            input,
            print,
            strict,
            cases,
        };
        command.Add(FunctionsCommand(terminal));
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(cases))
            {
                CaseRunner.Run(terminal.Input, terminal.Output);
                return 0;
            }
            if (!TryRead(parsed, out var source))
            {
                return 1;
            }
            var options = new CompileOptions
            {
                EnableAllFunctions = true,
                HostFunctions = PurlFunctions.All,
                Strict = parsed.GetValue(strict),
            };
            var path = parsed.GetValue(input);
            if (source is null && path is null)
            {
                return new Repl(terminal, options).Run();
            }
            var runner = new ProgramRunner(
                terminal,
                source ?? ".",
                options,
                parsed.GetValue(print) == "event"
            );
            return path is not null ? runner.RunFile(path)
                : terminal.IsInteractive ? runner.RunOnce()
                : runner.Run(terminal.Input, "standard input");
        });
        return command;

        bool TryRead(ParseResult parsed, out string? source)
        {
            source = parsed.GetValue(program);
            if (parsed.GetValue(programFile) is not { } file)
            {
                return true;
            }
            if (source is not null)
            {
                terminal.Error.WriteLine("error: give a program or a file with one, not both");
                return false;
            }
            if (!ConfigurationFile.TryRead(file, LargestProgram, out var utf8, out var fault))
            {
                terminal.Error.WriteLine($"error: the program {file} {fault}");
                return false;
            }
            source = Encoding.UTF8.GetString(utf8);
            return true;
        }
    }

    private static CommandWithExamples FunctionsCommand(Terminal terminal)
    {
        var name = new Argument<string?>("name")
        {
            Description = "The function; all of them without",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var functions = new CommandWithExamples(
            "functions",
            "Tell what functions there are, or all about one",
            "freshet vrl functions",
            "freshet vrl functions parse_json"
        )
        {
            name,
        };
        functions.SetAction(parsed =>
            FunctionReference.Write(parsed.GetValue(name), terminal.Output, terminal.Error)
        );
        return functions;
    }
}
