using Freshet.Sinks.Sse.Pumping;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>
/// Holds the publisher back until the pumps have seen what it would push out of the ring. A client that takes what it is sent never falls behind
/// because the server itself is busy: only one whose socket is full does. What waits meanwhile is in the journal.
/// </summary>
/// <param name="pumps">How many there are.</param>
internal sealed class RingGate(int pumps)
{
    /// <summary>What a pump says that has no clients in the ring.</summary>
    public const long Open = long.MaxValue;

    private readonly WakeSignal moved = new();
    private readonly long[] positions = [.. Enumerable.Repeat(Open, pumps)];

    /// <summary>The first position that some pump has not sent yet.</summary>
    public long Lowest
    {
        get
        {
            var lowest = Open;
            for (var i = 0; i < positions.Length; i++)
            {
                lowest = Math.Min(lowest, Volatile.Read(ref positions[i]));
            }
            return lowest;
        }
    }

    /// <summary>Everything before that position may go, as far as that pump is concerned.</summary>
    public void Move(int pump, long position)
    {
        Volatile.Write(ref positions[pump], position);
        moved.Set();
    }

    /// <summary>Returns once a pump has moved since this was called last. For the publisher alone.</summary>
    public ValueTask MovedAsync() => moved.WaitAsync();
}
