using System.Net.ServerSentEvents;
using System.Text;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Sse;

/// <summary>Why a stream is read no further.</summary>
internal enum StreamEnd
{
    /// <summary>The server ended it.</summary>
    Ended,

    /// <summary>The server skipped events, and may have them for who comes back with the last id.</summary>
    Gap,
}

/// <summary>
/// Takes events off a stream and into the journal. Whatever has arrived is written together, so that one sync serves many; the place moves on only when
/// the write has returned, and what was refused is among the dead letters.
/// </summary>
internal sealed partial class EventIntake(
    ArrivedEvents events,
    PositionFile file,
    SseSourceOptions options,
    SourceContext context,
    ILogger logger
)
{
    /// <summary>How much data is written together: enough that a sync costs little, and no burden on the memory.</summary>
    private const long MostBytes = 4 << 20;

    /// <summary>How long a write may take once the source is to stop.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    private readonly List<Arrival> batch = [];
    private long batchBytes;

    /// <summary>Everything before it is in the journal, or among the dead letters.</summary>
    public StreamPosition Position { get; set; } = new();

    /// <summary>Whether the last stream brought an event.</summary>
    public bool HasTaken { get; private set; }

    /// <summary>Nothing is known of the place but the time from which on events are wanted.</summary>
    public void BeginAt(DateTimeOffset time) => MoveTo(new(Since: time));

    /// <summary>Takes what comes until the stream ends.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="mayComeBack">Whether coming back brings what the server skips before the first event.</param>
    /// <param name="retry">Told what the server says with <c>retry:</c>.</param>
    /// <param name="stopping">Ends it; what has arrived whole is written then.</param>
    public async Task<StreamEnd> TakeAsync(
        GuardedStream stream,
        bool mayComeBack,
        Action<TimeSpan> retry,
        CancellationToken stopping
    )
    {
        HasTaken = false;
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
        await using var registration = stopping.UnsafeRegister(
            _ => ending.CancelAfter(EndingTime),
            null
        );
        var parser = Arrival.Parser(stream, options.MaxEventBytes.Bytes);
        await using var items = parser
            .EnumerateAsync(reading.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        var next = items.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var arrival = ToArrival(items.Current, parser.LastEventId, stream.Traces.Next());
                if (items.Current.ReconnectionInterval is { } wait)
                {
                    retry(wait);
                }
                if (arrival.FailureKind is { } failure)
                {
                    Tell(arrival, failure);
                }
                else if (arrival.Id is null && options.IgnoreEvents.Contains(arrival.Name))
                {
                    Ignored(logger, context.Name, arrival.Name);
                }
                else
                {
                    Add(arrival);
                }
                next = items.MoveNextAsync().AsTask();
                if (!arrival.IsGap && HasRoom && next.IsCompletedSuccessfully && await next)
                {
                    continue;
                }
                await WriteAsync(ending.Token, stopping);
                if (arrival.IsGap && (HasTaken ? Position.HasId : mayComeBack))
                {
                    // What was skipped comes after the place. No connection ends like this twice without an event between, so that it ends.
                    return StreamEnd.Gap;
                }
            }
        }
        finally
        {
            await reading.CancelAsync();
            // Its fault, where it has one, is that of the loop or of the cancellation.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return StreamEnd.Ended;
    }

    private bool HasRoom => batch.Count < context.MaxBatch && batchBytes < MostBytes;

    /// <summary>The id is told of the event alone here, the last one of the stream up to it: the parser goes on to the next with its next step.</summary>
    private static Arrival ToArrival(
        SseItem<ArrivedData> item,
        string lastEventId,
        TraceContext? trace
    ) => new(Arrival.NameOf(item.EventType), item.EventId, lastEventId, item.Data, trace);

    private void Add(Arrival arrival)
    {
        batch.Add(arrival);
        batchBytes += arrival.Content.Data.Length;
    }

    private async Task WriteAsync(CancellationToken cancellation, CancellationToken stopping)
    {
        if (batch.Count == 0)
        {
            return;
        }
        var whole = batch.Where(arrival => !arrival.Content.IsTooLarge).ToList();
        var writer = new PatientWriter(
            context,
            logger,
            wait => Task.Delay(wait, context.Time, stopping)
        );
        await writer.WriteAsync(
            whole.Count,
            index => events.Create(whole[index]),
            // As it came: what is wrong with it may be its form.
            (index, reason) =>
                new(
                    context.Name,
                    whole[index].Content.Data,
                    events.OriginOf(whole[index]),
                    reason,
                    context.Time.GetUtcNow()
                ),
            cancellation
        );
        foreach (var arrival in batch.Where(arrival => arrival.Content.IsTooLarge))
        {
            context.Instruments.Received(context.Name, 1);
            context.Instruments.Rejected(context.Name, context.Name, "too_large");
            TooLarge(logger, context.Name, Id(arrival), options.MaxEventBytes.ToString());
        }
        HasTaken = true;
        MoveTo(Position.After(batch[^1].LastEventId));
        batch.Clear();
        batchBytes = 0;
    }

    private void MoveTo(StreamPosition position)
    {
        Position = position;
        file.MoveTo(position);
    }

    /// <summary>A failure that the server tells of: no event, but what an operator should know.</summary>
    private void Tell(Arrival arrival, string kind)
    {
        context.Instruments.UpstreamFailed(context.Name, kind);
        UpstreamFailed(
            logger,
            context.Name,
            LogText.Escape(Encoding.UTF8.GetString(arrival.Content.Data.Span))
        );
    }

    private static string Id(Arrival arrival) => arrival.Id ?? "without an id";

    [LoggerMessage(
        LogLevel.Error,
        "{Source}: event {Id} is larger than max_event_bytes, {Limit}, and left out"
    )]
    private static partial void TooLarge(ILogger logger, string source, string id, string limit);

    [LoggerMessage(LogLevel.Debug, "{Source}: {Name} without an id is passed over")]
    private static partial void Ignored(ILogger logger, string source, string name);

    [LoggerMessage(LogLevel.Warning, "{Source}: the server tells: {Message}")]
    private static partial void UpstreamFailed(ILogger logger, string source, string message);
}
