using System.CommandLine;
using Freshet.Configuration;
using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary><c>freshet config</c>: prints what the files, the environment and the command line come to, secrets masked.</summary>
internal static class ConfigCommand
{
    public static Command Create(ComponentCatalog catalog)
    {
        var configuration = new ConfigurationArguments();
        var command = new Command(
            "config",
            "Print the configuration that files, environment and --set come to, secrets masked"
        );
        configuration.AddTo(command);
        command.SetAction(parsed =>
        {
            var setup = configuration.Read(parsed, catalog, parsed.InvocationConfiguration.Error);
            MaskedToml.Write(setup.Root, setup.Secrets, parsed.InvocationConfiguration.Output);
            return setup.HasErrors ? 1 : 0;
        });
        return command;
    }
}
