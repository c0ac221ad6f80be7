using Freshet.Events;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>
/// The last frames of one endpoint, encoded once and shared by all its subscribers. One writer adds; any number of readers follow, each
/// with a position of its own, without a lock: a reader that was overtaken while it read is told so.
/// </summary>
/// <param name="capacity">How many frames are kept.</param>
/// <param name="maxBytes">How many bytes of frames are kept; the newest frame is, however large.</param>
internal sealed class FrameRing(int capacity, long maxBytes = long.MaxValue) : IFrameList
{
    private readonly Frame?[] frames = new Frame?[capacity];
    private long oldest;
    private long next;
    private long done;
    private long bytes;

    /// <summary>The frame that went last, or one that stands for everything before the ring began.</summary>
    private Frame gone = Nothing(0);

    /// <summary>How many frames are kept.</summary>
    public int Capacity => capacity;

    /// <summary>The position of the oldest frame kept.</summary>
    public long Oldest => Volatile.Read(ref oldest);

    /// <summary>The position that the next frame will have.</summary>
    public long Next => Volatile.Read(ref next);

    /// <summary>The sequence up to which everything in the journal was added, or left no frame. Read it before <see cref="Next"/>.</summary>
    public long Done => Volatile.Read(ref done);

    /// <summary>Nothing up to that sequence will come through the ring. For the one writer alone, before the first frame.</summary>
    public void Begin(long sequence)
    {
        Volatile.Write(ref gone, Nothing(sequence));
        Volatile.Write(ref done, sequence);
    }

    /// <summary>Whether there is room for a frame without any going that is at a position or after it. For the one writer alone.</summary>
    public bool HasRoom(Frame frame, long from) => next <= from || OldestWith(frame) <= from;

    /// <summary>Adds a frame; the oldest go where the ring is full. For the one writer alone; places only grow.</summary>
    public void Add(Frame frame)
    {
        var stays = OldestWith(frame);
        if (stays > oldest)
        {
            // First say that the frames are gone, then overwrite them: a reader checks in the opposite order.
            Volatile.Write(ref gone, At(stays - 1)!);
            var goes = oldest;
            Volatile.Write(ref oldest, stays);
            for (; goes < stays; goes++)
            {
                ref var slot = ref At(goes);
                bytes -= SizeOf(slot!);
                slot = null;
            }
        }
        bytes += SizeOf(frame);
        Volatile.Write(ref At(next), frame);
        Volatile.Write(ref next, next + 1);
    }

    /// <summary>All frames of the entries up to that sequence were added. For the one writer alone.</summary>
    public void Finish(long sequence) => Volatile.Write(ref done, sequence);

    /// <summary>The frame at a position below <see cref="Next"/>; null where the ring does not hold it any more.</summary>
    public Frame? Find(long position)
    {
        var frame = Volatile.Read(ref At(position));
        return position >= Oldest ? frame : null;
    }

    /// <summary>
    /// The position from which on the ring has everything that comes after that place. False where part of it is gone, or where the ring is
    /// not at that place yet: what it will be given first, the reader has already.
    /// </summary>
    /// <param name="place">Where the reader stands.</param>
    /// <param name="atMost">How many frames behind the newest it may be.</param>
    /// <param name="position">The position of the first frame after the place.</param>
    public bool TryLocate(FramePlace place, long atMost, out long position)
    {
        position = 0;
        if (Done < place.Sequence)
        {
            return false;
        }
        var (low, high) = (Oldest, Next);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            // One that went meanwhile was before all that are left.
            if (Find(middle) is not { } frame || frame.Place <= place)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        position = low;
        // Looked at last: if nothing after the place is gone by now, nothing was during the search.
        return place >= Volatile.Read(ref gone).Place && Next - position <= atMost;
    }

    private ref Frame? At(long position) => ref frames[position % capacity];

    /// <summary>The oldest position that is kept once that frame was added.</summary>
    private long OldestWith(Frame frame)
    {
        var (stays, held) = (oldest, bytes + SizeOf(frame));
        while (stays < next && (next - stays >= capacity || held > maxBytes))
        {
            held -= SizeOf(At(stays)!);
            stays++;
        }
        return stays;
    }

    private static int SizeOf(Frame frame) => frame.Bytes.Chunk.Length;

    private static Frame Nothing(long upTo) =>
        new(
            FramePlace.EndOf(upTo),
            FramePlace.EndOf(upTo),
            DateTimeOffset.MinValue,
            SseFrame.Comment("")
        );
}
