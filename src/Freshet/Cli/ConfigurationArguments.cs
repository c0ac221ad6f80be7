using System.CommandLine;
using Freshet.Configuration;
using Freshet.Hosting;
using Freshet.Pipelines;
using Freshet.Toml;

namespace Freshet.Cli;

/// <summary>The options by which each command is told its configuration.</summary>
internal sealed class ConfigurationArguments(Terminal terminal)
{
    /// <summary>Names configuration files where <c>--config</c> does not, parted as <c>PATH</c> is.</summary>
    private const string FilesVariable = "FRESHET_CONFIG";

    /// <summary>Names the profile where <c>--profile</c> does not.</summary>
    private const string ProfileVariable = "FRESHET_PROFILE";

    /// <summary>What a profile reads of the working directory where <c>--env-file</c> names no other.</summary>
    private const string DefaultEnvironmentFile = ".env";

    private readonly Option<string?> profile = new("--profile")
    {
        Description =
            $"A built-in configuration, over which --config and --set are laid. {ProfileVariable} does the same. There are: {string.Join("; ", Profiles.All.Select(known => $"{known.Name} ({known.Description.TrimEnd('.')})"))}",
        HelpName = "NAME",
    };

    private readonly Option<string?> environmentFile = new("--env-file")
    {
        Description =
            $"A file of variables, a line each: NAME=value. What is set in the environment wins. With --profile, {DefaultEnvironmentFile} is read where it exists",
        HelpName = "FILE",
    };

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

    /// <summary>What was read the last time.</summary>
    private ReadFiles? reads;

    public void AddTo(Command command)
    {
        command.Add(profile);
        command.Add(files);
        command.Add(settings);
        command.Add(environmentFile);
    }

    /// <summary>Reads the configuration, and prints what is wrong with it. It may be called again, for what the files have by then.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="catalog">The types of components.</param>
    /// <param name="runs">Whether it is to be run: then one without sources and sinks is odd.</param>
    /// <param name="over">What the command lays over the files. With it there is a configuration where none is named, and the built-in one does not count.</param>
    public Setup Read(
        ParseResult parsed,
        ComponentCatalog catalog,
        bool runs = true,
        ConfigurationInput.Embedded? over = null
    )
    {
        var found = new List<Diagnostic>();
        reads = new(reads);
        var standsAlone = over is not null && NamedProfile(parsed) is null;
        var input = new ConfigurationInput
        {
            Reads = reads,
            Base = standsAlone ? null : Base(parsed, found)?.Configuration,
            Files = Files(parsed),
            Over = over,
            Settings = parsed.GetValue(settings) ?? [],
            Environment = ReadEnvironment(parsed, found, reads),
        };
        var setup = Setup.Read(input, catalog, found, runs);
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

    /// <summary>The profile that is the whole configuration, but for single settings; null where files are laid over it.</summary>
    public Profile? Whole(ParseResult parsed) => Files(parsed).Count == 0 ? Base(parsed, []) : null;

    private Profile? Base(ParseResult parsed, List<Diagnostic> found)
    {
        if (NamedProfile(parsed) is not var (name, origin))
        {
            return Files(parsed).Count == 0 ? Profiles.Default : null;
        }
        if (Profiles.Find(name) is { } known)
        {
            return known;
        }
        var names = Profiles.All.Select(profile => profile.Name).ToList();
        var width = names.Max(known => known.Length);
        found.Add(
            new(
                Severity.Error,
                $"there is no profile \"{name}\"",
                new Location(origin),
                NearestName.Hint(name, names),
                string.Join(
                    '\n',
                    Profiles.All.Select(profile =>
                        $"{profile.Name.PadRight(width)}  {profile.Description}"
                    )
                )
            )
        );
        return null;
    }

    private IReadOnlyDictionary<string, string> ReadEnvironment(
        ParseResult parsed,
        List<Diagnostic> found,
        ReadFiles reads
    )
    {
        if (parsed.GetValue(environmentFile) is { } named)
        {
            return EnvironmentFile.Load(named, terminal.Environment, found, reads);
        }
        var beside = Path.Combine(terminal.Folder, DefaultEnvironmentFile);
        if (NamedProfile(parsed) is null)
        {
            return terminal.Environment;
        }
        if (!File.Exists(beside))
        {
            // It may come to be there.
            reads.Note(beside);
            return terminal.Environment;
        }
        terminal.Error.WriteLine($"variables are read from {Path.GetFullPath(beside)}");
        return EnvironmentFile.Load(beside, terminal.Environment, found, reads);
    }

    private (string Name, string Origin)? NamedProfile(ParseResult parsed) =>
        parsed.GetValue(profile) is { } given ? (given, "--profile")
        : terminal.Environment.GetValueOrDefault(ProfileVariable) is { Length: > 0 } variable
            ? (variable, $"environment variable {ProfileVariable}")
        : null;

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
