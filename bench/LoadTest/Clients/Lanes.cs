namespace Freshet.LoadTest.Clients;

/// <summary>
/// How events are numbered: each connection that publishes is a lane, and an event's number says its lane and its index there. Within a lane every
/// client must see every event, once, and in order; between lanes a server may choose.
/// </summary>
internal static class Lanes
{
    /// <summary>How many there are at most.</summary>
    public const int Count = 64;

    public static int LaneOf(long number) => (int)(number & (Count - 1));

    public static int IndexOf(long number) => (int)(number / Count);

    public static long Number(int lane, int index) => ((long)index * Count) + lane;
}
