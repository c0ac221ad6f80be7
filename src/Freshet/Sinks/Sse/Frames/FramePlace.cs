using System.Runtime.InteropServices;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>
/// A place on an endpoint's stream: behind the n-th frame of an entry, counted from 1. What a client has is everything up to such a place, and
/// what it gets next is everything after it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FramePlace(long Sequence, int Ordinal) : IComparable<FramePlace>
{
    private const int All = int.MaxValue;

    /// <summary>Behind everything that comes of that entry, and of those before it; 0 is the beginning of the stream.</summary>
    public static FramePlace EndOf(long sequence) => new(sequence, All);

    /// <summary>The sequence up to which nothing is left to send.</summary>
    public long Done => Ordinal == All ? Sequence : Sequence - 1;

    public int CompareTo(FramePlace other)
    {
        var bySequence = Sequence.CompareTo(other.Sequence);
        return bySequence != 0 ? bySequence : Ordinal.CompareTo(other.Ordinal);
    }

    public static bool operator <(FramePlace left, FramePlace right) => left.CompareTo(right) < 0;

    public static bool operator >(FramePlace left, FramePlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(FramePlace left, FramePlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FramePlace left, FramePlace right) => left.CompareTo(right) >= 0;
}
