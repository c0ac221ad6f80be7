using System.Runtime.InteropServices;

namespace Freshet.Sinks.Sse;

/// <summary>What a subscriber was sent, and what was gone before it could be.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SubscriberCounts(long Delivered, long Bytes, long Skipped);
