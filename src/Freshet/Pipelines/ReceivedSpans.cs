using System.Diagnostics;
using Freshet.Events;
using Freshet.Telemetry;

namespace Freshet.Pipelines;

/// <summary>
/// The spans of one write of a source: that of the request that brought the events, and one of its own for each that came without, or says itself that it comes from elsewhere. They end with the
/// write.
/// </summary>
/// <param name="source">The source.</param>
/// <param name="request">The span of the request; null where each event came by itself.</param>
/// <param name="receivedAt">When the source had the events.</param>
internal sealed class ReceivedSpans(string source, Activity? request, DateTimeOffset receivedAt)
    : IDisposable
{
    private readonly List<Activity> spans = request is null ? [] : [request];
    private readonly TraceContext? here = request is null ? null : TraceContext.Of(request);

    /// <summary>For the write that is going on; null where nobody wants spans.</summary>
    public static ReceivedSpans? Begin(string source, DateTimeOffset receivedAt) =>
        Tracing.IsWanted ? new(source, Tracing.Request, receivedAt) : null;

    /// <summary>What an event is to say that it comes from.</summary>
    /// <param name="from">What it came with.</param>
    public TraceContext? Take(TraceContext? from)
    {
        if (here is not null && (from is null || from.IsOfTrace(here)))
        {
            return Tracing.Of(request!);
        }
        var current = Activity.Current;
        var span = Tracing.Receive(
            source,
            ActivityKind.Consumer,
            from,
            receivedAt,
            request?.Context
        );
        Activity.Current = current;
        if (span is null)
        {
            return from;
        }
        spans.Add(span);
        return Tracing.Of(span);
    }

    /// <summary>The journal takes in the events.</summary>
    public Activity? Append(int events) => Tracing.Append(source, spans, events);

    /// <summary>The write comes to nothing, and its events are taken again: nobody is to see these spans.</summary>
    public void Forget()
    {
        for (var i = request is null ? 0 : 1; i < spans.Count; i++)
        {
            spans[i].ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    public void Dispose()
    {
        // The request's is whose request it is.
        for (var i = request is null ? 0 : 1; i < spans.Count; i++)
        {
            spans[i].Dispose();
        }
    }
}
