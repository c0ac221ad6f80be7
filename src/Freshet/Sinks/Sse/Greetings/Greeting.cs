using Freshet.Events;
using Freshet.Sinks.Sse.Clients;
using Freshet.Sinks.Sse.Filtering;

namespace Freshet.Sinks.Sse.Greetings;

/// <summary>What every client is sent before anything else: when to come back, and the endpoint's greeting where it has one.</summary>
/// <param name="retry">When to come back, at the least: up to a half more, so that clients do not come back all at once.</param>
/// <param name="options">The greeting; null for none.</param>
internal sealed class Greeting(TimeSpan retry, GreetingOptions? options)
{
    public WireFrame For(Arrival client, EventFilter filter)
    {
        var comeBack = ComeBack.After(retry);
        if (options is null)
        {
            return comeBack;
        }
        // Without an id, which the client would take for its place on the stream.
        var greeting = SseFrame.Event(options.Event, id: "", options.Data.Fill(client, filter));
        var both = WireFrame.OfLength(comeBack.Plain.Length + greeting.Plain.Length, out var free);
        comeBack.Plain.Span.CopyTo(free);
        greeting.Plain.Span.CopyTo(free[comeBack.Plain.Length..]);
        return both;
    }
}
