namespace Freshet.Sinks.Sse;

/// <summary>
/// The last frames of one endpoint, encoded once and shared by all its subscribers. One writer adds; any number of readers follow, each
/// with a position of its own, without a lock: a reader that was overtaken while it read is told so.
/// </summary>
/// <param name="capacity">How many frames are kept.</param>
internal sealed class FrameRing(int capacity)
{
    private readonly byte[]?[] frames = new byte[]?[capacity];
    private long oldest;
    private long next;

    /// <summary>The position of the oldest frame kept.</summary>
    public long Oldest => Volatile.Read(ref oldest);

    /// <summary>The position that the next frame will have: where a new subscriber begins.</summary>
    public long Next => Volatile.Read(ref next);

    /// <summary>Adds a frame; the oldest one goes where the ring is full. For the one writer alone.</summary>
    public void Add(byte[] frame)
    {
        if (next - oldest == capacity)
        {
            // First say that the frame is gone, then overwrite it: a reader checks in the opposite order.
            Volatile.Write(ref oldest, oldest + 1);
        }
        Volatile.Write(ref frames[next % capacity], frame);
        Volatile.Write(ref next, next + 1);
    }

    /// <summary>The frame at a position below <see cref="Next"/>; null where the ring does not hold it any more.</summary>
    public byte[]? Find(long position)
    {
        var frame = Volatile.Read(ref frames[position % capacity]);
        return position >= Oldest ? frame : null;
    }
}
