using System.Runtime.InteropServices;
using Freshet.Sinks.Sse.Filtering;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>
/// The runs of one turn of a pump: clients that stand at the same position and want the same share one. For one thread.
/// </summary>
internal sealed class FrameRuns
{
    /// <summary>How much one client is sent at a time, so that others need not wait long.</summary>
    public const int LargestRun = 256 * 1024;

    /// <summary>How much is held at a time; what is over that is put together anew.</summary>
    private const int MostBytes = 8 * 1024 * 1024;

    private readonly Dictionary<Key, FrameRun> runs = [];
    private readonly Stack<FrameRun> free = new();
    private readonly FrameRun single = new();
    private Key lastKey;
    private FrameRun? last;
    private int held;

    /// <summary>What follows a position; see <see cref="FrameRun.Fill"/>. Good until the next call of this, or of <see cref="Clear"/>.</summary>
    public FrameRun Get(
        IFrameList list,
        long from,
        long end,
        EventFilter filter,
        bool chunked,
        RunLimit limit
    )
    {
        if (!limit.IsNone)
        {
            single.Clear();
            single.Fill(list, from, end, filter, chunked, limit, LargestRun);
            return single;
        }
        var key = new Key(list, from, filter, chunked);
        if (last is not null && key == lastKey)
        {
            return last;
        }
        if (!runs.TryGetValue(key, out var run))
        {
            if (held > MostBytes)
            {
                Clear();
            }
            run = free.TryPop(out var used) ? used : new FrameRun();
            run.Fill(list, from, end, filter, chunked, limit, LargestRun);
            held += run.Bytes.Length;
            runs.Add(key, run);
        }
        (lastKey, last) = (key, run);
        return run;
    }

    /// <summary>Forgets them all: there may be more by now.</summary>
    public void Clear()
    {
        foreach (var run in runs.Values)
        {
            run.Clear();
            free.Push(run);
        }
        runs.Clear();
        single.Clear();
        last = null;
        lastKey = default;
        held = 0;
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
                System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(List),
                System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Filter),
                IsChunked
            );
    }
}
