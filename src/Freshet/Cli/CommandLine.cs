using System.CommandLine;
using Freshet.Cli.Db;
using Freshet.Cli.DeadLetters;
using Freshet.Cli.Journal;
using Freshet.Cli.Send;
using Freshet.Cli.Testing;
using Freshet.Cli.Transform;
using Freshet.Cli.Vrl;
using Freshet.Cli.Watch;
using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary>The commands of <c>freshet</c>.</summary>
internal static class CommandLine
{
    /// <summary>An argument that begins with @ is what a command makes of it, and no file of further arguments.</summary>
    private static readonly ParserConfiguration Syntax = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the command that the arguments name; the result is the process's exit code.</summary>
    public static Task<int> RunAsync(string[] args, ComponentCatalog catalog, Terminal terminal)
    {
        var invocation = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            // Signals are the command's own affair: connect ends its streams first.
            ProcessTerminationTimeout = null,
        };
        return Create(catalog, terminal).Parse(args, Syntax).InvokeAsync(invocation);
    }

    /// <summary>The tree of commands.</summary>
    public static RootCommand Create(ComponentCatalog catalog, Terminal terminal)
    {
        var root = new RootCommand(
            """
            Freshet collects events, keeps them in a journal and streams them live as Server-Sent Events, losing none.

            Examples:
              freshet connect                               run the built-in configuration: one webhook, one stream
              freshet check --config freshet.toml           tell everything that is wrong with it, or what it does
              freshet connect --config freshet.toml         run it
              freshet connect --set http.port=9000          change one setting
              freshet connect --profile sse-service         run another built-in configuration; --help of connect lists them
              freshet watch http://localhost:8080/sse/events  see a stream in the terminal
              freshet send --url http://localhost:8080/webhook/000 --run taskrun -- make  tell of a command that it began, and how it ended
            """
        );
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        var version = new Option<bool>("--version")
        {
            Description =
                "Print the version, the runtime and the component types that are compiled in",
        };
        root.Add(version);
        root.Add(ConnectCommand.Create(catalog, terminal));
        root.Add(CheckCommand.Create(catalog, terminal));
        root.Add(ConfigCommand.Create(catalog, terminal));
        root.Add(DbCommand.Create(catalog, terminal));
        root.Add(DeadLettersCommand.Create(catalog, terminal));
        root.Add(JournalCommand.Create(catalog, terminal));
        root.Add(SendCommand.Create(catalog, terminal));
        root.Add(WatchCommand.Create(terminal));
        root.Add(TestCommand.Create(catalog, terminal));
        root.Add(TransformCommand.Create(catalog, terminal));
        root.Add(VrlCommand.Create(terminal));
        root.Add(TomlCommand.Create(terminal));
        root.Add(DocsCommand.Create(catalog, terminal));
        CommandWithExamples.Teach(root);
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(version))
            {
                VersionText.Write(terminal.Output, catalog);
                return 0;
            }
            return root.Parse("--help").Invoke(parsed.InvocationConfiguration);
        });
        return root;
    }
}
