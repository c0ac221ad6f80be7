using Freshet.Events;
using Freshet.Journal;

namespace Freshet.Dashboard;

/// <summary>Looks at single entries of a journal.</summary>
internal static class JournalPlace
{
    /// <summary>The entry of that sequence; null where the journal does not hold it.</summary>
    /// <exception cref="JournalUnavailableException">The journal was closed.</exception>
    public static Entry? FindAt(this IJournal journal, long sequence)
    {
        if (sequence < 1 || sequence > journal.LastSequence)
        {
            return null;
        }
        using var reader = journal.OpenReader(sequence - 1);
        var entry = new Entry[1];
        // After a gap it is a later one.
        return reader.Read(entry).Count == 1 && entry[0].Sequence == sequence ? entry[0] : null;
    }
}
