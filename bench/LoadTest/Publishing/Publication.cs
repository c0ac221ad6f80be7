using Freshet.LoadTest.Clients;

namespace Freshet.LoadTest.Publishing;

/// <summary>What has been published to a server: how much on each lane, when, and how many clients still have to get it.</summary>
internal sealed class Publication
{
    private const int Slots = 1 << 20;

    private readonly int[] published = new int[Lanes.Count];
    private readonly long[] times = new long[Slots];
    private readonly int[] awaited = new int[Slots];

    /// <summary>How many events there are of each lane.</summary>
    public ReadOnlySpan<int> Published => published;

    /// <summary>How many events there are at all.</summary>
    public long Total { get; private set; }

    /// <summary>How many events not everyone has who should.</summary>
    public int Open { get; private set; }

    /// <summary>Whether the lane's next events have slots; they have not while those that had them are still open.</summary>
    public bool CanPublish(int lane, int count)
    {
        var next = published[lane];
        return awaited[Slot(Lanes.Number(lane, next))] == 0
            && awaited[Slot(Lanes.Number(lane, next + count - 1))] == 0;
    }

    /// <summary>The lane's next event is about to leave.</summary>
    /// <param name="audience">How many clients it is for.</param>
    public void Publish(int lane, long now, int audience)
    {
        var slot = Slot(Lanes.Number(lane, published[lane]++));
        times[slot] = now;
        awaited[slot] = audience;
        Open += audience > 0 ? 1 : 0;
        Total++;
    }

    /// <summary>One client has the event, or will never have it.</summary>
    public void Settle(long number)
    {
        ref var left = ref awaited[Slot(number)];
        if (left > 0 && --left == 0)
        {
            Open--;
        }
    }

    /// <summary>When the event left. Only the last 16,384 of each lane are remembered.</summary>
    public long TimeOf(long number) => times[Slot(number)];

    private static int Slot(long number) => (int)(number & (Slots - 1));
}
