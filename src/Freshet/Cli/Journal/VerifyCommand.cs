using System.CommandLine;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.Cli.Journal;

/// <summary><c>freshet journal verify</c>: reads every byte of a journal.</summary>
internal static class VerifyCommand
{
    /// <summary>So many entries are between two lines that say how far it has come.</summary>
    private const long ProgressEvery = 1_000_000;

    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var folder = new JournalFolderArgument(catalog, terminal);
        var command = new CommandWithExamples(
            "verify",
            "Read every byte of a journal, and tell each place that is not as it was written (exit code 1). Changes nothing",
            "freshet journal verify --config freshet.toml"
        );
        folder.AddTo(command);
        command.SetAction(parsed =>
            folder.Read(parsed) is { } path
                ? JournalCommand.Guard(terminal, () => Verify(path, terminal))
                : 1
        );
        return command;
    }

    private static int Verify(string folder, Terminal terminal)
    {
        var owner = FolderLock.OwnerOf(folder);
        var (entries, places, lost) = (0L, 0L, 0L);
        using var walk = new JournalWalk(folder);
        while (walk.MoveNext())
        {
            var item = walk.Current;
            if (item.Fault is null)
            {
                entries++;
                if (terminal.IsInteractive && entries % ProgressEvery == 0)
                {
                    terminal.Error.WriteLine(
                        $"{entries:N0} entries read, {Path.GetFileName(item.File)}"
                    );
                }
                continue;
            }
            places++;
            lost += item.Missing;
            terminal.Output.WriteLine(
                $"damaged: {item.File}, {item.Length} bytes at {item.Offset}: {item.Fault}; {Entries(item.Missing)} lost"
            );
        }
        if (walk.Tail is { } tail)
        {
            terminal.Output.WriteLine(
                owner is null
                    ? $"unfinished: {tail.File} ends at {tail.Offset} with {tail.Length} bytes of a record that was being written; the next start cuts them off"
                    : $"unfinished: {tail.File} ends at {tail.Offset} with {tail.Length} bytes that {owner} is writing"
            );
        }
        // The one that is written to has no index.
        foreach (var segment in SegmentSummary.Of(folder).SkipLast(1))
        {
            if (segment.IndexBytes == 0)
            {
                places++;
                terminal.Output.WriteLine(
                    $"damaged: {Path.ChangeExtension(segment.Path, "idx")}: the index is absent or not as it was written; the next start makes it anew"
                );
            }
        }
        terminal.Output.WriteLine(
            places == 0
                ? $"{Entries(entries)}, all as they were written"
                : $"{Entries(entries)} are as they were written; {places:N0} {(places == 1 ? "damaged place" : "damaged places")}, {Entries(lost)} lost"
        );
        return places == 0 ? 0 : 1;
    }

    private static string Entries(long count) => count == 1 ? "1 entry" : $"{count:N0} entries";
}
