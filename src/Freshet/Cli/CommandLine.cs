using System.CommandLine;
using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary>The commands of <c>freshet</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command that the arguments name; the result is the process's exit code.</summary>
    public static Task<int> RunAsync(string[] args, ComponentCatalog catalog)
    {
        var root = new RootCommand(
            """
            Freshet collects events, keeps them in a journal and streams them live as Server-Sent Events, losing none.

            Start with: freshet connect
            """
        );
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        var version = new Option<bool>("--version")
        {
            Description =
                "Print the version, the runtime and the component types that are compiled in",
        };
        root.Add(version);
        root.Add(ConnectCommand.Create(catalog));
        root.Add(CheckCommand.Create(catalog));
        root.Add(ConfigCommand.Create(catalog));
        root.Add(TomlCommand.Create());
        root.Add(DocsCommand.Create(catalog));
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(version))
            {
                VersionText.Write(parsed.InvocationConfiguration.Output, catalog);
                return 0;
            }
            return root.Parse("--help").Invoke(parsed.InvocationConfiguration);
        });
        // Signals are the command's own affair: connect ends its streams first.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        return root.Parse(args).InvokeAsync(invocation);
    }
}
