using System.Net.ServerSentEvents;
using System.Text;
using Freshet.Journal;
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
                var arrival = ToArrival(items.Current, parser.LastEventId);
                if (items.Current.ReconnectionInterval is { } wait)
                {
                    retry(wait);
                }
                if (arrival.FailureKind is { } failure)
                {
                    Tell(arrival, failure);
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
    private static Arrival ToArrival(SseItem<ArrivedData> item, string lastEventId) =>
        new(Arrival.NameOf(item.EventType), item.EventId, lastEventId, item.Data);

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
        foreach (var (index, rejection) in await WriteAsync(whole, cancellation, stopping))
        {
            await KeepAsync(whole[index], rejection, cancellation, stopping);
        }
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

    private ValueTask<IReadOnlyList<RefusedEvent>> WriteAsync(
        List<Arrival> arrivals,
        CancellationToken cancellation,
        CancellationToken stopping
    ) =>
        UntilTakenAsync(
            () =>
                context.Output.WriteEachAsync(
                    arrivals.Count,
                    index => events.Create(arrivals[index]),
                    cancellation
                ),
            reason => JournalRefused(logger, context.Name, arrivals.Count, reason),
            stopping
        );

    /// <summary>Puts a refused event to the dead letters. There it is as it came, since what is wrong with it may be its form.</summary>
    private async ValueTask KeepAsync(
        Arrival arrival,
        Rejection rejection,
        CancellationToken cancellation,
        CancellationToken stopping
    )
    {
        var letters =
            context.Refused
            ?? throw new InvalidOperationException($"{context.Name} has nowhere to give up to");
        var message = new RefusedMessage(
            context.Name,
            arrival.Content.Data,
            events.OriginOf(arrival),
            rejection.Component is { } transformer
                ? $"the transformer {transformer} refused it: {rejection.Reason}"
                : rejection.Reason,
            context.Time.GetUtcNow()
        );
        await UntilTakenAsync(
            async () =>
            {
                await letters.AddAsync(message, cancellation);
                return true;
            },
            reason => LetterRefused(logger, context.Name, Id(arrival), reason),
            stopping
        );
        context.Instruments.SourceDeadLettered(context.Name);
        Refused(
            logger,
            context.Name,
            Id(arrival),
            rejection.Component ?? context.Name,
            rejection.Reason
        );
    }

    /// <summary>Where something cannot be kept now, tries again until it can: the server is not read on meanwhile.</summary>
    /// <param name="take">One try.</param>
    /// <param name="tell">Told why it failed, once for each reason in a row.</param>
    /// <param name="stopping">Ends the waiting.</param>
    private async ValueTask<T> UntilTakenAsync<T>(
        Func<ValueTask<T>> take,
        Action<string> tell,
        CancellationToken stopping
    )
    {
        var backoff = new Backoff(options.Retry, options.RetryLimit, Random.Shared.NextDouble);
        string? told = null;
        while (true)
        {
            try
            {
                var taken = await take();
                if (told is not null)
                {
                    Taken(logger, context.Name);
                }
                return taken;
            }
            catch (JournalUnavailableException fault)
            {
                if (fault.Message != told)
                {
                    told = fault.Message;
                    tell(fault.Message);
                }
            }
            await Task.Delay(backoff.Fail(), context.Time, stopping);
        }
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
        "{Source}: event {Id} refused by {Component} and put to the dead letters (freshet dead-letters list --source {Source}): {Reason}"
    )]
    private static partial void Refused(
        ILogger logger,
        string source,
        string id,
        string component,
        string reason
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Source}: event {Id} is larger than max_event_bytes, {Limit}, and left out"
    )]
    private static partial void TooLarge(ILogger logger, string source, string id, string limit);

    [LoggerMessage(LogLevel.Warning, "{Source}: the server tells: {Message}")]
    private static partial void UpstreamFailed(ILogger logger, string source, string message);

    [LoggerMessage(LogLevel.Error, "{Source}: {Count} events cannot be kept and wait: {Reason}")]
    private static partial void JournalRefused(
        ILogger logger,
        string source,
        int count,
        string reason
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Source}: event {Id}, which is refused, cannot be put to the dead letters, and waits: {Reason}"
    )]
    private static partial void LetterRefused(
        ILogger logger,
        string source,
        string id,
        string reason
    );

    [LoggerMessage(LogLevel.Information, "{Source}: the events that waited are kept now")]
    private static partial void Taken(ILogger logger, string source);
}
