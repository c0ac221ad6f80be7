using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Replaying;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>
/// The runs of one pump. Clients that stand at the same position in the ring and want the same share one; of a block, all clients with the same filter
/// share one, wherever in it they stand. For one thread.
/// </summary>
internal sealed class FrameRuns
{
    /// <summary>How much one client is sent at a time, so that others need not wait long.</summary>
    public const int LargestRun = 256 * 1024;

    /// <summary>How much is held at a time; what is over that is put together anew.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly Dictionary<Key, FrameRun> runs = [];
    private readonly Dictionary<Key, FrameRun> blocks = [];
    private readonly Stack<FrameRun> free = new();
    private readonly FrameRun single = new();
    private Key lastKey;
    private FrameRun? last;
    private long inRuns;
    private long inBlocks;

    /// <summary>How many different runs of the ring there are since <see cref="Clear"/>.</summary>
    public int Count => runs.Count;

    /// <summary>What follows a position in the ring. Good until the next call, or <see cref="Clear"/>.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="from">The position.</param>
    /// <param name="end">The position behind the last frame, the same until <see cref="Clear"/>.</param>
    /// <param name="filter">What the client wants.</param>
    /// <param name="chunked">In which form.</param>
    /// <param name="limit">What it must not be sent.</param>
    public RunPart OfRing(
        FrameRing ring,
        long from,
        long end,
        EventFilter filter,
        bool chunked,
        RunLimit limit
    )
    {
        if (!limit.IsNone)
        {
            return Single(ring, from, end, filter, chunked, limit);
        }
        // Mostly the client before stood there too.
        var key = new Key(ring, from, filter, chunked);
        if (last is not null && lastKey.Equals(key))
        {
            return last.All;
        }
        if (!runs.TryGetValue(key, out var run))
        {
            if (inRuns > MostBytes)
            {
                Clear();
            }
            run = Make(ring, from, end, filter, chunked, LargestRun);
            inRuns += run.Bytes.Length;
            runs.Add(key, run);
        }
        (lastKey, last) = (key, run);
        return run.All;
    }

    /// <summary>What follows a position in a block. Good until the next call.</summary>
    /// <param name="block">The block.</param>
    /// <param name="from">The position.</param>
    /// <param name="filter">What the client wants.</param>
    /// <param name="chunked">In which form.</param>
    /// <param name="limit">What it must not be sent.</param>
    public RunPart OfBlock(
        CatchUpBlock block,
        long from,
        EventFilter filter,
        bool chunked,
        RunLimit limit
    )
    {
        // What stands before a notice of its own is a run, and what stands after it another.
        var end = block.EndOfRun(from);
        if (!limit.IsNone)
        {
            return Single(block, from, end, filter, chunked, limit);
        }
        var begin = block.BeginOfRun(from);
        var key = new Key(block, begin, filter, chunked);
        if (!blocks.TryGetValue(key, out var run))
        {
            if (inBlocks > MostBytes)
            {
                ClearBlocks();
            }
            run = Make(block, begin, end, filter, chunked, long.MaxValue);
            inBlocks += run.Bytes.Length;
            blocks.Add(key, run);
        }
        return run.From(from);
    }

    /// <summary>Forgets what was taken from the ring: there may be more by now.</summary>
    public void Clear()
    {
        Release(runs);
        single.Clear();
        last = null;
        lastKey = default;
        inRuns = 0;
    }

    /// <summary>Forgets the blocks too: nobody needs them any more.</summary>
    public void ClearBlocks()
    {
        Release(blocks);
        inBlocks = 0;
    }

    private void Release(Dictionary<Key, FrameRun> held)
    {
        foreach (var run in held.Values)
        {
            run.Clear();
            free.Push(run);
        }
        held.Clear();
    }

    private FrameRun Make(
        IFrameList list,
        long from,
        long end,
        EventFilter filter,
        bool chunked,
        long most
    )
    {
        var run = free.TryPop(out var used) ? used : new FrameRun();
        run.Fill(list, from, end, filter, chunked, RunLimit.None, most);
        return run;
    }

    private RunPart Single(
        IFrameList list,
        long from,
        long end,
        EventFilter filter,
        bool chunked,
        RunLimit limit
    )
    {
        single.Clear();
        single.Fill(list, from, end, filter, chunked, limit, LargestRun);
        return single.From(from);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(
        IFrameList? List,
        long From,
        EventFilter? Filter,
        bool IsChunked
    )
    {
        // By identity: equal filters are one object, and lists are never equal.
        public bool Equals(Key other) =>
            From == other.From
            && ReferenceEquals(List, other.List)
            && ReferenceEquals(Filter, other.Filter)
            && IsChunked == other.IsChunked;

        public override int GetHashCode() =>
            HashCode.Combine(
                From,
                RuntimeHelpers.GetHashCode(List),
                RuntimeHelpers.GetHashCode(Filter),
                IsChunked
            );
    }
}
