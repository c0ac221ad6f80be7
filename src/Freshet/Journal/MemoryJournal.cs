using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Freshet.Configuration;
using Freshet.Events;

namespace Freshet.Journal;

/// <summary>
/// A journal in memory: a ring that grows up to what retention allows, and the wire id of each entry in it. The lock is held for the
/// copying of references alone.
/// </summary>
internal sealed class MemoryJournal(RetentionOptions retention, TimeProvider time) : IJournal
{
    private const int SmallestRing = 1024;

    /// <summary>What an entry takes beside its texts: objects, references and its place in the index, as measured.</summary>
    private const int Overhead = 400;

    /// <summary>A quarter of a gigabyte is what a small container can spare.</summary>
    private static readonly ByteSize DefaultMaxBytes = new(256L << 20);

    /// <summary>A day at one a second.</summary>
    private const int DefaultMaxEvents = 100_000;

    private readonly long maxBytes = (retention.MaxBytes ?? DefaultMaxBytes).Bytes;
    private readonly int maxEvents = retention.MaxEvents ?? DefaultMaxEvents;
    private readonly Lock gate = new();

    /// <summary>
    /// By wire id. It also says what is kept already: nearly every event goes by its own id, so that the entry of that wire id is the one
    /// that could be its copy.
    /// </summary>
    private readonly Dictionary<string, long> sequences = new(StringComparer.Ordinal);

    /// <summary>The keys of the few entries that <see cref="sequences"/> does not have under their own id.</summary>
    private readonly HashSet<EventKey> hiddenKeys = [];
    private Entry[] ring = new Entry[SmallestRing];
    private long oldest = 1;
    private long last;
    private long bytes;
    private DateTimeOffset newest = DateTimeOffset.MinValue;
    private bool isClosed;
    private TaskCompletionSource? appended;

    public long LastSequence
    {
        get
        {
            lock (gate)
            {
                return last;
            }
        }
    }

    public Entry? Oldest
    {
        get
        {
            lock (gate)
            {
                return oldest <= last ? At(oldest) : null;
            }
        }
    }

    public JournalSize Size
    {
        get
        {
            lock (gate)
            {
                return new(last - oldest + 1, bytes);
            }
        }
    }

    /// <summary>There is always room: the oldest make it.</summary>
    public string? Fault => null;

    public ValueTask<int> AppendAsync(
        IReadOnlyList<EncodedEvent> events,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        TaskCompletionSource? waiters = null;
        var repeated = 0;
        lock (gate)
        {
            if (isClosed)
            {
                throw new JournalUnavailableException("the journal is closed");
            }
            // A clock that was set back does not turn the entries' order around.
            var now = time.GetUtcNow() is var clock && clock > newest ? clock : newest;
            newest = now;
            if (events.Count > 0)
            {
                // First, since what is too old by now is no copy to take a repeat for.
                RemoveAged(now);
            }
            // By index: to go through an interface with foreach makes an object.
            for (var i = 0; i < events.Count; i++)
            {
                if (!TryAdd(events[i], now))
                {
                    repeated++;
                }
            }
            if (repeated < events.Count)
            {
                RemoveExcess();
                (waiters, appended) = (appended, null);
            }
        }
        waiters?.SetResult();
        return ValueTask.FromResult(repeated);
    }

    public IJournalReader OpenReader(long after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return new Reader(this, after);
    }

    public bool TryFind(string wireId, out long sequence)
    {
        lock (gate)
        {
            return sequences.TryGetValue(wireId, out sequence);
        }
    }

    public long FindBefore(DateTimeOffset time)
    {
        lock (gate)
        {
            var (low, high) = (oldest, last + 1);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (At(middle).JournaledAt < time)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }
            return low - 1;
        }
    }

    public ValueTask DisposeAsync()
    {
        TaskCompletionSource? waiters;
        lock (gate)
        {
            isClosed = true;
            (waiters, appended) = (appended, null);
        }
        waiters?.SetResult();
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds the event; false where it is kept already.</summary>
    private bool TryAdd(EncodedEvent taken, DateTimeOffset now)
    {
        ref var sequence = ref CollectionsMarshal.GetValueRefOrAddDefault(
            sequences,
            SseFrame.WireId(taken.Id),
            out var isShared
        );
        var isKept =
            (isShared && At(sequence).Event.Key == taken.Key)
            || (hiddenKeys.Count > 0 && hiddenKeys.Contains(taken.Key));
        if (isKept)
        {
            if (!isShared)
            {
                sequences.Remove(SseFrame.WireId(taken.Id));
            }
            return false;
        }
        if (last - oldest + 1 == ring.Length)
        {
            Grow();
        }
        last++;
        var entry = new Entry(last, now, taken, isShared);
        At(last) = entry;
        bytes += SizeOf(entry);
        if (isShared)
        {
            AddShared(entry);
        }
        else
        {
            sequence = last;
        }
        return true;
    }

    private void AddShared(Entry entry)
    {
        hiddenKeys.Add(entry.Event.Key);
        // Another event may have the very id that this one is made to go by: it can be found no longer, but is kept.
        if (sequences.TryGetValue(entry.WireId, out var covered))
        {
            hiddenKeys.Add(At(covered).Event.Key);
        }
        sequences[entry.WireId] = entry.Sequence;
    }

    private void Grow()
    {
        var larger = new Entry[ring.Length * 2];
        for (var sequence = oldest; sequence <= last; sequence++)
        {
            larger[sequence & (larger.Length - 1)] = At(sequence);
        }
        ring = larger;
    }

    /// <summary>Removes what is too old, the newest too: newer ones are coming.</summary>
    private void RemoveAged(DateTimeOffset now)
    {
        while (oldest <= last && now - At(oldest).JournaledAt > retention.MaxAge)
        {
            RemoveOldest();
        }
    }

    /// <summary>Removes what is too much; the newest stays, however large it is.</summary>
    private void RemoveExcess()
    {
        while (oldest < last && (last - oldest >= maxEvents || bytes > maxBytes))
        {
            RemoveOldest();
        }
    }

    private void RemoveOldest()
    {
        var entry = At(oldest);
        At(oldest) = null!;
        if (hiddenKeys.Count > 0)
        {
            hiddenKeys.Remove(entry.Event.Key);
        }
        var wireId = entry.WireId;
        if (sequences.Remove(wireId, out var named) && named != oldest)
        {
            sequences[wireId] = named; // another goes by it since
        }
        bytes -= SizeOf(entry);
        oldest++;
    }

    /// <summary>The place of a sequence in the ring.</summary>
    private ref Entry At(long sequence) => ref ring[sequence & (ring.Length - 1)];

    private static long SizeOf(Entry entry)
    {
        var taken = entry.Event;
        var size = Overhead + taken.Json.Length + taken.Metadata.Length;
        size += sizeof(char) * (taken.Id.Length + taken.Type.Length + taken.Source.Length);
        if (taken.Headers.Count == 0)
        {
            return size;
        }
        foreach (var (name, value) in taken.Headers)
        {
            size += sizeof(char) * (name.Length + value.Length);
        }
        return size;
    }

    private sealed class Reader(MemoryJournal journal, long after) : IJournalReader
    {
        public long Position { get; private set; } = after;

        /// <summary>It holds nothing.</summary>
        public void Dispose() { }

        public JournalRead Read(Span<Entry> into)
        {
            lock (journal.gate)
            {
                if (Position >= journal.last)
                {
                    return default;
                }
                var missed = Math.Max(0, journal.oldest - 1 - Position);
                var first = Position + missed + 1;
                var count = (int)Math.Min(journal.last - first + 1, into.Length);
                for (var i = 0; i < count; i++)
                {
                    into[i] = journal.At(first + i);
                }
                Position += missed + count;
                return new(count, missed);
            }
        }

        public async ValueTask WaitAsync(CancellationToken cancellation)
        {
            // Looked at again after each signal: the journal's end gives one too.
            while (!HasMore(out var next))
            {
                await next.WaitAsync(cancellation);
            }
        }

        /// <summary>Whether there is something to read; where not, <paramref name="next"/> ends with the next append.</summary>
        private bool HasMore([NotNullWhen(false)] out Task? next)
        {
            lock (journal.gate)
            {
                next = null;
                if (journal.last > Position)
                {
                    return true;
                }
                if (journal.isClosed)
                {
                    throw new JournalUnavailableException("the journal is closed");
                }
                journal.appended ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                next = journal.appended.Task;
                return false;
            }
        }
    }
}
