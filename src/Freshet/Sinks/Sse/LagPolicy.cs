namespace Freshet.Sinks.Sse;

/// <summary>What becomes of a client that is further behind than <c>buffer</c>.</summary>
internal enum LagPolicy
{
    Skip,
    Replay,
    Disconnect,
}
