using Freshet.Sinks.Sse.Frames;

namespace Freshet.Sinks.Sse.Replaying;

/// <summary>The frames of some entries that follow each other, read from the journal once for all clients that need them.</summary>
/// <param name="after">The sequence after which it begins.</param>
/// <param name="covered">The sequence up to which it has everything.</param>
/// <param name="frames">The frames, in order.</param>
internal sealed class CatchUpBlock(long after, long covered, Frame[] frames) : IFrameList
{
    /// <summary>What an entry's frame takes beside its bytes, as measured.</summary>
    private const int Overhead = 200;

    /// <summary>Where the notices stand that entries are gone; few, and mostly none.</summary>
    private readonly int[] notices =
    [
        .. Enumerable.Range(0, frames.Length).Where(at => frames[at].Gone is not null),
    ];

    /// <summary>The sequence after which it begins.</summary>
    public long After => after;

    /// <summary>The sequence up to which it has everything.</summary>
    public long Covered => covered;

    /// <summary>How many frames it has.</summary>
    public int Count => frames.Length;

    /// <summary>What it takes in memory.</summary>
    public long Size { get; } = frames.Sum(frame => (long)frame.Bytes.Chunk.Length + Overhead);

    /// <summary>When it was asked for last, counted by its owner.</summary>
    public long LastUse { get; set; }

    public Frame? Find(long position) => frames[position];

    /// <summary>The position behind the last frame that can be sent together with that one: up to a notice that entries are gone.</summary>
    public int EndOfRun(long position)
    {
        var at = Array.FindIndex(notices, notice => notice >= position);
        return at < 0 ? frames.Length : notices[at];
    }

    /// <summary>The position of the first frame that can be sent together with that one.</summary>
    public int BeginOfRun(long position)
    {
        var at = Array.FindLastIndex(notices, notice => notice < position);
        return at < 0 ? 0 : notices[at] + 1;
    }

    /// <summary>The position of the first frame after a place.</summary>
    public int PositionAfter(FramePlace place)
    {
        var (low, high) = (0, frames.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (frames[middle].Place <= place)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
