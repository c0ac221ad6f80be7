using Freshet.Journal.Segments;
using Microsoft.Extensions.Logging;

namespace Freshet.Journal;

/// <summary>What a repair found.</summary>
/// <param name="Segments">How many segments there are.</param>
/// <param name="Entries">How many entries can be read.</param>
/// <param name="Damaged">How many are lost.</param>
internal sealed record JournalRepair(int Segments, long Entries, long Damaged)
{
    /// <summary>
    /// Reads every byte of the journal in that folder, as if no index were there: sets aside what is damaged, cuts off what was not finished, and makes
    /// the indexes anew.
    /// </summary>
    /// <exception cref="JournalUnavailableException">Another process uses it, or it is of a version that this one does not know.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static JournalRepair Run(string folder, ILogger logger)
    {
        using var taken = FolderLock.Take(folder);
        foreach (var (_, path) in JournalFolder.Segments(folder))
        {
            File.Delete(IndexFile.PathOf(path));
        }
        JournalFolder.RemoveLeftovers(folder);
        var damaged = new DamagedRecords(folder, logger);
        var recovery = new Recovery(folder, damaged, logger);
        recovery.Run();
        var records = recovery.Segments.Sum(segment => (long)segment.Index.Count);
        foreach (var segment in recovery.Segments)
        {
            segment.Release();
        }
        return new(recovery.Segments.Count, records - damaged.Count, damaged.Count);
    }
}
