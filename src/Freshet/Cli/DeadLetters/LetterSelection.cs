using Freshet.Hosting;
using Freshet.Journal;
using Freshet.Pipelines.Letters;
using Freshet.Telemetry;

namespace Freshet.Cli.DeadLetters;

/// <summary>Which dead letters a command is about.</summary>
/// <param name="Ids">Those with these ids.</param>
/// <param name="All">All of them.</param>
/// <param name="Filter">Only those.</param>
internal sealed record LetterSelection(IReadOnlyList<string> Ids, bool All, LetterFilter Filter)
{
    /// <summary>The letters, oldest first; null where they are not all there, or none was asked for, which is told then.</summary>
    public IReadOnlyList<KeptLetter>? Find(DeadLetterFolder folder, Terminal terminal)
    {
        if (All == Ids.Count > 0)
        {
            terminal.Error.WriteLine(
                All
                    ? "error: give ids or --all, not both"
                    : "error: which dead letters? give their ids, or --all"
            );
            return null;
        }
        if (All)
        {
            return [.. folder.Open().Where(Filter.Admits)];
        }
        var wanted = Ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = folder
            .Open()
            .Where(kept => Filter.Admits(kept) && wanted.Remove(kept.Id))
            .ToList();
        foreach (var id in wanted)
        {
            terminal.Error.WriteLine(
                $"error: there is no dead letter {LogText.Escape(id)}{Filter}"
            );
        }
        if (wanted.Count > 0)
        {
            terminal.Error.WriteLine("   = help: see freshet dead-letters list");
            return null;
        }
        return found;
    }

    private static DeadLetterFolder FolderOf(Terminal terminal, Setup setup) =>
        new(
            setup.Options.DeadLetters.Path,
            complaint => terminal.Error.WriteLine($"warning: {complaint}")
        );

    /// <inheritdoc cref="RunAsync"/>
    public static int Run(Terminal terminal, Setup setup, Func<DeadLetterFolder, int> run)
    {
        if (setup.HasErrors)
        {
            return 1;
        }
        try
        {
            return run(FolderOf(terminal, setup));
        }
        catch (Exception fault) when (IsUnusable(fault))
        {
            TellUnusable(terminal, setup, fault);
            return 1;
        }
    }

    /// <summary>Runs a command on the configuration's dead letters, and tells where their folder cannot be used.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        Terminal terminal,
        Setup setup,
        Func<DeadLetterFolder, Task<int>> run
    )
    {
        if (setup.HasErrors)
        {
            return 1;
        }
        try
        {
            return await run(FolderOf(terminal, setup));
        }
        catch (Exception fault) when (IsUnusable(fault))
        {
            TellUnusable(terminal, setup, fault);
            return 1;
        }
    }

    private static bool IsUnusable(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or JournalUnavailableException;

    private static void TellUnusable(Terminal terminal, Setup setup, Exception fault) =>
        terminal.Error.WriteLine(
            $"error: the dead letters in {setup.Options.DeadLetters.Path} cannot be used: {fault.Message}"
        );
}
