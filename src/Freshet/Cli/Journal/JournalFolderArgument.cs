using System.CommandLine;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.Cli.Journal;

/// <summary>Which journal a command is about: that of a folder, or of a configuration.</summary>
internal sealed class JournalFolderArgument(ComponentCatalog catalog, Terminal terminal)
{
    private readonly ConfigurationArguments configuration = new(terminal);

    private readonly Option<string?> path = new("--path")
    {
        Description =
            "The journal's folder. Without it the journal.path of the configuration counts",
        HelpName = "FOLDER",
    };

    public void AddTo(Command command)
    {
        command.Add(path);
        configuration.AddTo(command);
    }

    /// <summary>The folder; null where there is none, which is said then.</summary>
    public string? Read(ParseResult parsed)
    {
        if (parsed.GetValue(path) is { Length: > 0 } given)
        {
            return Existing(given);
        }
        var setup = configuration.Read(parsed, catalog);
        if (setup.HasErrors)
        {
            terminal.Error.WriteLine(
                "error: the configuration does not say where the journal is\n   = help: name its folder: --path .freshet/journal"
            );
            return null;
        }
        if (setup.Options.Journal.Type == JournalType.Memory)
        {
            terminal.Error.WriteLine(
                "error: the journal of this configuration is in memory, where only its server can look\n   = help: journal.type = \"file\" keeps it in files"
            );
            return null;
        }
        return Existing(setup.Options.Journal.Path);
    }

    private string? Existing(string folder)
    {
        if (Directory.Exists(folder))
        {
            return Path.GetFullPath(folder);
        }
        terminal.Error.WriteLine(
            $"error: there is no folder {Path.GetFullPath(folder)}\n   = help: a server makes it when it starts; name another with --path"
        );
        return null;
    }
}
