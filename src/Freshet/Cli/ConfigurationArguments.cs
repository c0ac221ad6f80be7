using System.CommandLine;
using Freshet.Configuration;
using Freshet.Hosting;
using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary>The options by which each command is told its configuration.</summary>
internal sealed class ConfigurationArguments(Terminal terminal)
{
    /// <summary>Names configuration files where <c>--config</c> does not, parted as <c>PATH</c> is.</summary>
    private const string FilesVariable = "FRESHET_CONFIG";

    private readonly Option<string[]> files = new("--config", "-c")
    {
        Description =
            $"A configuration file (TOML). Give it several times: the later wins, key by key. Without it {FilesVariable} counts, and without that the built-in configuration",
        HelpName = "FILE",
    };

    private readonly Option<string[]> settings = new("--set")
    {
        Description =
            "One setting over all files and environment variables, such as --set http.port=9000",
        HelpName = "KEY=VALUE",
    };

    public void AddTo(Command command)
    {
        command.Add(files);
        command.Add(settings);
    }

    /// <summary>Reads the configuration, and prints what is wrong with it.</summary>
    public Setup Read(ParseResult parsed, ComponentCatalog catalog)
    {
        var setup = Setup.Read(Input(parsed), catalog);
        foreach (
            var diagnostic in setup
                .Diagnostics.OrderByDescending(diagnostic => diagnostic.Severity)
                .ThenBy(diagnostic => diagnostic.Location?.Origin, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location?.Line)
                .ThenBy(diagnostic => diagnostic.Location?.Column)
        )
        {
            terminal.Error.WriteLine(diagnostic.Render());
        }
        return setup;
    }

    /// <summary>Whether the built-in configuration is used.</summary>
    public bool IsBuiltIn(ParseResult parsed) => Files(parsed).Count == 0;

    private ConfigurationInput Input(ParseResult parsed) =>
        new()
        {
            Base = IsBuiltIn(parsed) ? Profiles.Default : null,
            Files = Files(parsed),
            Settings = parsed.GetValue(settings) ?? [],
            Environment = terminal.Environment,
        };

    private List<string> Files(ParseResult parsed)
    {
        var given = parsed.GetValue(files) ?? [];
        var named =
            given.Length > 0
                ? given
                : terminal.Environment.GetValueOrDefault(FilesVariable)?.Split(Path.PathSeparator)
                    ?? [];
        return [.. named.Where(path => path.Length > 0)];
    }
}
