using Freshet.Journal;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Pumping;

namespace Freshet.Sinks.Sse.Replaying;

/// <summary>Waits for a part of the journal.</summary>
internal interface ICatchUpWaiter
{
    /// <summary>It is there, or will never be; from any thread.</summary>
    void BlockIsThere();
}

/// <summary>
/// What clients read that are behind the ring: the journal in blocks, each read and encoded once for all who need it, however many come back at
/// the same time. Blocks begin at multiples of <see cref="Span"/>, so that clients which stand close to each other share them, and the
/// ones that were not asked for the longest go first. The lock is held for a look-up alone; reading is done on the thread of <see cref="RunAsync"/>,
/// so that no pump waits for a disk.
/// </summary>
/// <param name="journal">What is read.</param>
/// <param name="encoder">Makes the endpoint's frames.</param>
/// <param name="maxBytes">How much is kept; the block that was read last is, however large.</param>
internal sealed class CatchUpBlocks(IJournal journal, FrameEncoder encoder, long maxBytes)
{
    /// <summary>How many entries a block has at most.</summary>
    private const int Span = FrameReader.AtOnce;

    /// <summary>Where a block of large entries ends before that.</summary>
    private const int LargeBlock = 1024 * 1024;

    /// <summary>How many entries are held at a time while a block is read; some may be large.</summary>
    private const int ReadAtOnce = 16;

    private readonly Lock gate = new();

    /// <summary>In the order of the journal; they do not overlap but where entries are gone.</summary>
    private readonly List<CatchUpBlock> blocks = [];
    private readonly Dictionary<long, List<ICatchUpWaiter>> waiting = [];
    private readonly Queue<long> asked = new();
    private readonly WakeSignal isAsked = new();
    private long uses;
    private long held;
    private bool isClosed;

    /// <summary>The encoder of the block that was read last, and where that ended: the next one goes on with it.</summary>
    private (long Covered, FrameEncoder Encoder)? lastRead;

    /// <summary>The block that has what comes after that sequence; null where it must be asked for first.</summary>
    public CatchUpBlock? Find(long sequence)
    {
        lock (gate)
        {
            return FindHeld(sequence, out _);
        }
    }

    /// <summary>Asks for what comes after that sequence.</summary>
    /// <returns>False where it will never be there: the journal is being closed.</returns>
    public bool Ask(long sequence, ICatchUpWaiter waiter)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return false;
            }
            if (FindHeld(sequence, out var before) is null)
            {
                var start = Math.Max(sequence / Span * Span, before?.Covered ?? 0);
                if (!waiting.TryGetValue(start, out var waiters))
                {
                    waiting.Add(start, waiters = []);
                    asked.Enqueue(start);
                    isAsked.Set();
                }
                waiters.Add(waiter);
                return true;
            }
        }
        // It came in between.
        waiter.BlockIsThere();
        return true;
    }

    /// <summary>The block that has what comes after that sequence, once it was read; null where it will never be there.</summary>
    public async ValueTask<CatchUpBlock?> FindAsync(long sequence, CancellationToken cancellation)
    {
        while (true)
        {
            if (Find(sequence) is { } block)
            {
                return block;
            }
            var waiter = new TaskWaiter();
            if (!Ask(sequence, waiter))
            {
                return null;
            }
            await waiter.IsThere.WaitAsync(cancellation);
        }
    }

    /// <summary>Reads what is asked for, until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var registration = stopping.UnsafeRegister(
            static blocks => ((CatchUpBlocks)blocks!).isAsked.Set(),
            this
        );
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                while (ReadNext()) { }
                await isAsked.WaitAsync();
            }
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Reads the block that was asked for first; false where none was. For one thread at a time.</summary>
    public bool ReadNext()
    {
        long start;
        lock (gate)
        {
            if (!asked.TryDequeue(out start))
            {
                return false;
            }
        }
        var block = Read(start);
        List<ICatchUpWaiter> waiters;
        lock (gate)
        {
            Keep(block);
            waiting.Remove(start, out waiters!);
        }
        foreach (var waiter in waiters)
        {
            waiter.BlockIsThere();
        }
        return true;
    }

    private CatchUpBlock Read(long start)
    {
        // Transformers that remember go on where the blocks do, and begin anew elsewhere.
        var with =
            lastRead is { } last && last.Covered == start ? last.Encoder : encoder.ForReplay();
        using var reader = new FrameReader(journal.OpenReader(start), with);
        var frames = new List<Frame>();
        var end = (start / Span * Span) + Span;
        var (size, seen) = (0L, 0);
        while (reader.Position < end && size < LargeBlock)
        {
            var most = (int)Math.Min(ReadAtOnce, end - reader.Position);
            var read = reader.Read(most, frames);
            if (read is { Count: 0, Missed: 0 })
            {
                break;
            }
            for (; seen < frames.Count; seen++)
            {
                size += frames[seen].Bytes.Chunk.Length;
            }
        }
        lastRead = (reader.Position, with);
        return new(start, reader.Position, [.. frames]);
    }

    private void Keep(CatchUpBlock block)
    {
        if (block.Covered == block.After)
        {
            return;
        }
        var at = blocks.BinarySearch(block, ByAfter);
        if (at >= 0)
        {
            held -= blocks[at].Size;
            blocks.RemoveAt(at);
        }
        blocks.Insert(at < 0 ? ~at : at, block);
        block.LastUse = ++uses;
        held += block.Size;
        while (held > maxBytes && blocks.Count > 1)
        {
            var oldest = blocks.MinBy(kept => kept.LastUse)!;
            blocks.Remove(oldest);
            held -= oldest.Size;
        }
    }

    private CatchUpBlock? FindHeld(long sequence, out CatchUpBlock? before)
    {
        var (low, high) = (0, blocks.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (blocks[middle].After <= sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        before = low > 0 ? blocks[low - 1] : null;
        if (before is null || before.Covered <= sequence)
        {
            return null;
        }
        before.LastUse = ++uses;
        return before;
    }

    private void Close()
    {
        List<ICatchUpWaiter> left;
        lock (gate)
        {
            isClosed = true;
            left = [.. waiting.Values.SelectMany(waiters => waiters)];
            waiting.Clear();
            asked.Clear();
        }
        foreach (var waiter in left)
        {
            waiter.BlockIsThere();
        }
    }

    private static readonly Comparer<CatchUpBlock> ByAfter = Comparer<CatchUpBlock>.Create(
        (left, right) => left.After.CompareTo(right.After)
    );

    private sealed class TaskWaiter : ICatchUpWaiter
    {
        private readonly TaskCompletionSource isThere = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public Task IsThere => isThere.Task;

        public void BlockIsThere() => isThere.TrySetResult();
    }
}
