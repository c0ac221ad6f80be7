using Freshet.Events;
using Freshet.Journal;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>A journal that knows how often it was opened to be read.</summary>
internal sealed class CountingJournal(IJournal journal) : IJournal
{
    private int opened;

    public int Opened => Volatile.Read(ref opened);

    public long LastSequence => journal.LastSequence;

    public Entry? Oldest => journal.Oldest;

    public JournalSize Size => journal.Size;

    public string? Fault => journal.Fault;

    public ValueTask<int> AppendAsync(
        IReadOnlyList<EncodedEvent> events,
        CancellationToken cancellation
    ) => journal.AppendAsync(events, cancellation);

    public IJournalReader OpenReader(long after)
    {
        Interlocked.Increment(ref opened);
        return journal.OpenReader(after);
    }

    public bool TryFind(string wireId, out long sequence) => journal.TryFind(wireId, out sequence);

    public long FindBefore(DateTimeOffset time) => journal.FindBefore(time);

    public ValueTask DisposeAsync() => journal.DisposeAsync();
}
