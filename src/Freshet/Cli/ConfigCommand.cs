using System.CommandLine;
using Freshet.Configuration;
using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary><c>freshet config</c>: prints what the files, the environment and the command line come to, secrets masked.</summary>
internal static class ConfigCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var configuration = new ConfigurationArguments(terminal);
        var command = new CommandWithExamples(
            "config",
            "Print the configuration that files, environment and --set come to, secrets masked",
            "freshet config --config base.toml --config production.toml"
        );
        configuration.AddTo(command);
        command.SetAction(parsed =>
        {
            var setup = configuration.Read(parsed, catalog);
            MaskedToml.Write(setup.Root, setup.Secrets, terminal.Output);
            return setup.HasErrors ? 1 : 0;
        });
        return command;
    }
}
