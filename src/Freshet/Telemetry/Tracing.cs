using System.Diagnostics;
using Freshet.Events;

namespace Freshet.Telemetry;

/// <summary>
/// The spans of the way of an event, on the activity source <c>Freshet</c>: <c>receive</c> and in it <c>append</c>, then for each sink <c>publish</c> or <c>deliver</c>. All of them are null where
/// nobody listens, which costs a look at a field.
/// </summary>
internal static class Tracing
{
    public const string SourceName = "Freshet";

    /// <summary>More links than that say nothing more; the SDK drops them too.</summary>
    private const int MostLinks = 128;

    private static readonly ActivitySource Source = new(
        SourceName,
        typeof(Tracing).Assembly.GetName().Version!.ToString(3)
    );

    /// <summary>Whether anybody wants spans.</summary>
    public static bool IsWanted => Source.HasListeners();

    /// <summary>The span of the request that is being answered; null where there is none.</summary>
    public static Activity? Request =>
        Activity.Current is { } span && span.Source == Source ? span : null;

    /// <summary>A source takes in events, in one request or one by one.</summary>
    /// <param name="source">The source.</param>
    /// <param name="kind">A server where there is somebody to be answered, else a consumer.</param>
    /// <param name="from">Where its sender says that they come from; null where a new trace begins.</param>
    /// <param name="since">When it began; null for now.</param>
    /// <param name="within">What it is part of, as an event is of a request that came from elsewhere.</param>
    public static Activity? Receive(
        string source,
        ActivityKind kind,
        TraceContext? from,
        DateTimeOffset? since = null,
        ActivityContext? within = null
    )
    {
        if (!IsWanted)
        {
            return null;
        }
        var parent = from?.ToActivityContext() ?? default;
        // Without a parent the current span would be one: that of the server, which nobody records.
        Activity.Current = null;
        return Source.StartActivity(
            $"receive {source}",
            kind,
            parent,
            [new("freshet.source", source)],
            within is { } around ? [new ActivityLink(around)] : null,
            since ?? default
        );
    }

    /// <summary>The journal takes in what was received.</summary>
    /// <param name="source">The source.</param>
    /// <param name="received">The spans of what it takes in together.</param>
    /// <param name="events">How many events.</param>
    public static Activity? Append(string source, IReadOnlyList<Activity> received, int events)
    {
        if (!IsWanted || received.Count == 0)
        {
            return null;
        }
        var links = new List<ActivityLink>();
        for (var i = 1; i < received.Count && links.Count < MostLinks; i++)
        {
            links.Add(new(received[i].Context));
        }
        return Source.StartActivity(
            "append",
            ActivityKind.Internal,
            received[0].Context,
            [new("freshet.source", source), new("freshet.events", events)],
            links
        );
    }

    /// <summary>An endpoint makes of an event what its clients get, once for all of them.</summary>
    public static Activity? Publish(string endpoint, Entry entry)
    {
        if (entry.Event.Trace is not { } from || !IsWanted)
        {
            return null;
        }
        var span = Source.StartActivity(
            $"publish {endpoint}",
            ActivityKind.Producer,
            from.ToActivityContext(),
            [new("freshet.endpoint", endpoint)]
        );
        return Described(span, entry);
    }

    /// <summary>
    /// A sink tries to deliver events together. Where they are of one trace, it goes on with that, from the first; else it begins one. Either way it is linked with the others.
    /// </summary>
    /// <param name="sink">The sink.</param>
    /// <param name="entries">What is delivered; those that nobody traces do not count.</param>
    public static Activity? Deliver(string sink, IEnumerable<Entry> entries)
    {
        if (!IsWanted)
        {
            return null;
        }
        var traced = entries.Where(entry => entry.Event.Trace is not null).ToList();
        if (traced.Count == 0)
        {
            return null;
        }
        var first = traced[0].Event.Trace!;
        var isOne = traced.TrueForAll(entry => entry.Event.Trace!.IsOfTrace(first));
        Activity.Current = null;
        var span = Source.StartActivity(
            $"deliver {sink}",
            ActivityKind.Producer,
            isOne ? first.ToActivityContext() : default,
            [new("freshet.sink", sink), new("freshet.events", traced.Count)],
            traced
                .Skip(isOne ? 1 : 0)
                .Take(MostLinks)
                .Select(entry => new ActivityLink(entry.Event.Trace!.ToActivityContext()))
        );
        return traced.Count == 1 ? Described(span, traced[0]) : span;
    }

    /// <summary>
    /// What a receiver is to be told that an event comes from: the span that delivers it now, where that goes on with its trace; else what it says itself.
    /// </summary>
    public static TraceContext? Onward(EncodedEvent delivered) =>
        delivered.Trace is { } trace
        && Request is { } span
        && TraceContext.Of(span) is var here
        && here.IsOfTrace(trace)
            ? here
            : delivered.Trace;

    /// <summary>What an event of this span is to say that it comes from; null where nobody sees the span, nor has seen what came before it.</summary>
    public static TraceContext? Of(Activity span) =>
        span.Recorded || span.HasRemoteParent ? TraceContext.Of(span) : null;

    /// <summary>Says in words why it failed; whatever may be secret in them was masked before.</summary>
    public static void Fail(this Activity? span, string reason) =>
        span?.SetStatus(ActivityStatusCode.Error, LogText.Escape(reason));

    private static Activity? Described(Activity? span, Entry entry) =>
        span is { IsAllDataRequested: true }
            ? span.SetTag("freshet.event.id", entry.Event.Id)
                .SetTag("freshet.event.type", entry.Event.Type)
                .SetTag("freshet.journal.sequence", entry.Sequence)
            : span;
}
