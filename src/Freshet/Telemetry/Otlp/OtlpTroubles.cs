using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Freshet.Telemetry.Otlp;

/// <summary>
/// Tells of what keeps telemetry from its collector: the first failure at once, and then once a minute how many there were. The SDK says it on event sources alone, with each batch.
/// </summary>
internal sealed partial class OtlpTroubles : EventListener
{
    /// <summary>So often it is told that the collector still takes nothing.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>What the exporters' own source is called, and its like; others of the SDK warn of what is as it should be.</summary>
    private const string SourcePrefix = "OpenTelemetry-Exporter-";

    /// <summary>A sentence of the SDK may end in a whole stack.</summary>
    private const int LongestReason = 400;

    private readonly Lock gate = new();
    private readonly ILogger logger;
    private readonly Func<string, string> mask;
    private readonly TimeProvider time;
    private long? toldAt;
    private int untold;

    /// <param name="logger">Where it is told.</param>
    /// <param name="mask">Takes what is secret out of a reason.</param>
    /// <param name="time">The clock.</param>
    public OtlpTroubles(ILogger logger, Func<string, string> mask, TimeProvider time)
    {
        (this.logger, this.mask, this.time) = (logger, mask, time);
        // The base tells of the sources that there are before anything is here to tell with.
        foreach (var source in EventSource.GetSources())
        {
            Listen(source);
        }
    }

    /// <summary>Something failed.</summary>
    /// <param name="reason">Why.</param>
    public void Tell(string reason)
    {
        int others;
        lock (gate)
        {
            if (toldAt is { } last && time.GetElapsedTime(last) < Interval)
            {
                untold++;
                return;
            }
            toldAt = time.GetTimestamp();
            (others, untold) = (untold, 0);
        }
        var line = mask(reason).AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        Failed(logger, LogText.Escape(line[..Math.Min(line.Length, LongestReason)]), others);
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (logger is not null)
        {
            Listen(eventSource);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Of the framework's own there are some that nobody asked for.
        if (!IsOfExporter(eventData.EventSource) || eventData.EventId <= 0)
        {
            return;
        }
        var payload = eventData.Payload?.ToArray() ?? [];
        var reason = eventData.Message is { } format
            ? string.Format(CultureInfo.InvariantCulture, format, payload)
            : $"{eventData.EventName} {string.Join(' ', payload)}";
        Tell(reason);
    }

    private void Listen(EventSource source)
    {
        if (IsOfExporter(source))
        {
            EnableEvents(source, EventLevel.Warning);
        }
    }

    private static bool IsOfExporter(EventSource source) =>
        source.Name.StartsWith(SourcePrefix, StringComparison.Ordinal);

    [LoggerMessage(
        LogLevel.Warning,
        "telemetry does not reach its collector: {Reason} (others since this was told last: {Others}); events are not held up"
    )]
    private static partial void Failed(ILogger logger, string reason, int others);
}
