using System.Runtime.InteropServices;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>What a pump has done.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct PumpCounts
{
    /// <summary>How often it called on the system to send.</summary>
    public long Sends;

    /// <summary>How many frames of events clients were sent.</summary>
    public long Delivered;

    /// <summary>How many bytes.</summary>
    public long Bytes;

    /// <summary>How many of the frames came from the journal.</summary>
    public long Replayed;

    /// <summary>How many events clients missed.</summary>
    public long Skipped;

    public readonly PumpCounts Plus(PumpCounts other) =>
        new()
        {
            Sends = Sends + other.Sends,
            Delivered = Delivered + other.Delivered,
            Bytes = Bytes + other.Bytes,
            Replayed = Replayed + other.Replayed,
            Skipped = Skipped + other.Skipped,
        };
}
