using System.CommandLine;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freshet.Cli.Journal;

/// <summary><c>freshet journal repair</c>: sets aside all that is damaged, and makes all indexes anew.</summary>
internal static class RepairCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var folder = new JournalFolderArgument(catalog, terminal);
        var command = new CommandWithExamples(
            "repair",
            "Read every byte of a journal that no server uses, copy what is damaged to its folder damaged/, cut off what was not finished, and make all indexes anew. A server does the same where it comes upon it; this does it at once",
            "freshet journal repair --path .freshet/journal"
        );
        folder.AddTo(command);
        command.SetAction(parsed =>
            folder.Read(parsed) is { } path
                ? JournalCommand.Guard(terminal, () => Repair(path, terminal))
                : 1
        );
        return command;
    }

    private static int Repair(string folder, Terminal terminal)
    {
        using var loggers = LoggerFactory.Create(logging =>
            logging.AddFreshetConsole(
                LogFilter.Default,
                LogFormat.Text,
                TimeProvider.System,
                terminal.Error
            )
        );
        var result = JournalRepair.Run(folder, loggers.CreateLogger(typeof(RepairCommand)));
        terminal.Output.WriteLine(
            $"entries: {result.Entries:N0}, segments: {result.Segments}, lost: {result.Damaged:N0}"
                + (
                    result.Damaged > 0
                        ? $"; what is left of those is in {Path.Combine(folder, DamagedRecords.FolderName)}"
                        : ""
                )
        );
        return 0;
    }
}
