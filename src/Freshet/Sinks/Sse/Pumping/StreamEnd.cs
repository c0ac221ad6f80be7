namespace Freshet.Sinks.Sse.Pumping;

/// <summary>Why a subscriber's stream ended.</summary>
internal enum StreamEnd
{
    /// <summary>The client closed its side, or the connection broke.</summary>
    ClientLeft,

    /// <summary>The server is stopping; everything up to there was sent.</summary>
    ServerStopping,

    /// <summary>The client was there, and accepted nothing for <c>write_timeout</c>.</summary>
    TooSlow,

    /// <summary>The client could not be reached any more: what it was sent was not acknowledged for <c>write_timeout</c>.</summary>
    Unreachable,

    /// <summary>The client was further behind than <c>buffer</c>, where <c>on_lag</c> is <c>disconnect</c>.</summary>
    Lagged,

    /// <summary>Everything before <c>until</c> was sent.</summary>
    SpanOver,

    /// <summary>Whoever runs the server ended it.</summary>
    Disconnected,

    /// <summary>The session that the client came with is over.</summary>
    SessionOver,
}
