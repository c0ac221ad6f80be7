namespace Freshet.Sinks.Sse.Clients;

/// <summary>A client as those see it who run the server. Its counts are as new as can be had without holding up who sends.</summary>
/// <param name="Id">A UUID of version 7, which nobody else ever has; the client's greeting may tell it.</param>
/// <param name="Endpoint">The path that it listens at.</param>
/// <param name="ConnectedAt">When it was let in.</param>
/// <param name="LastEventAt">When it was last sent an event; null where it was sent none yet.</param>
/// <param name="EventsReceived">How many frames of events it was sent.</param>
/// <param name="Skipped">How many events were gone before it could be sent them.</param>
/// <param name="Behind">How many entries the journal has that it was not sent, and that its filter may not let pass; 0 while it has all.</param>
/// <param name="EventTypes">The types that it asked for; empty for all.</param>
/// <param name="Sources">The sources that it asked for; empty for all.</param>
/// <param name="UserAgent">What it calls itself, without control characters and at most 256 characters of it; empty where it does not say.</param>
/// <param name="RemoteAddress">Where its connection comes from, as <c>address:port</c>.</param>
internal sealed record StreamClient(
    string Id,
    string Endpoint,
    DateTimeOffset ConnectedAt,
    DateTimeOffset? LastEventAt,
    long EventsReceived,
    long Skipped,
    long Behind,
    IReadOnlyList<string> EventTypes,
    IReadOnlyList<string> Sources,
    string UserAgent,
    string RemoteAddress
);
