using System.Runtime.InteropServices;

namespace Freshet.Sinks.Sse;

/// <summary>What a subscriber was sent, what was gone before it could be, and what was read from the journal for it alone.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SubscriberCounts(
    long Delivered,
    long Bytes,
    long Skipped,
    long Replayed
);
