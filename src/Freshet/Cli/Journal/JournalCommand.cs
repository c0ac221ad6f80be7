using System.CommandLine;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.Cli.Journal;

/// <summary><c>freshet journal</c>: looks into a journal of files, also beside the server that writes it.</summary>
internal static class JournalCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var command = new CommandWithExamples(
            "journal",
            "Look into a journal of type file, also while a server writes it; repair one that no server uses",
            "freshet journal info --config freshet.toml",
            "freshet journal verify --path .freshet/journal",
            "freshet journal cat --since 1h --type 'dev.cdevents.build.*' --follow"
        );
        command.Add(InfoCommand.Create(catalog, terminal));
        command.Add(VerifyCommand.Create(catalog, terminal));
        command.Add(CatCommand.Create(catalog, terminal));
        command.Add(RepairCommand.Create(catalog, terminal));
        return command;
    }

    /// <summary>Does what the command is for, and says in one line what the world has against it.</summary>
    /// <returns>The exit code: what <paramref name="run"/> gives, or 1.</returns>
    public static int Guard(Terminal terminal, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or JournalUnavailableException
            )
        {
            terminal.Error.WriteLine($"error: {fault.Message}");
            return 1;
        }
    }
}
