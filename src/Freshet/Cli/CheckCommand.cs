using System.CommandLine;
using Freshet.Pipelines;
using Freshet.Toml;

namespace Freshet.Cli;

/// <summary><c>freshet check</c>: tells everything that is wrong with a configuration, or what it does.</summary>
internal static class CheckCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var command = new CommandWithExamples(
            "check",
            "Tell everything that is wrong with a configuration (exit code 1), or what it does",
            "freshet check --config freshet.toml"
        );
        configuration.AddTo(command);
        command.SetAction(parsed =>
        {
            var setup = configuration.Read(parsed, catalog);
            if (setup.HasErrors)
            {
                var count = setup.Diagnostics.Count(diagnostic =>
                    diagnostic.Severity == Severity.Error
                );
                terminal.Error.WriteLine($"{count} {(count == 1 ? "error" : "errors")}");
                return 1;
            }
            FlowSummary.Write(setup.Blueprint, terminal.Output);
            return 0;
        });
        return command;
    }
}
