using System.Net;
using Freshet.Events;
using Freshet.Http;
using Freshet.Http.Headers;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Sse;

/// <summary>
/// One SSE endpoint. A single reader turns the journal's entries into frames in a ring; each client is a cursor in that ring and in the journal.
/// </summary>
internal sealed partial class SseSink : ISink, IHttpComponent
{
    /// <summary>How long clients may take for the last frames when the server stops.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    /// <summary>Between two looks at silent and stuck clients; finer where the options ask for it.</summary>
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly SseOptions options;
    private readonly SinkContext context;
    private readonly ILogger logger;
    private readonly FrameRing ring;
    private readonly FrameEncoder encoder;
    private readonly SubscriberSet subscribers = new();

    /// <summary>What clients share, once the journal is known.</summary>
    private SseEndpoint? endpoint;

    public SseSink(SseOptions options, SinkContext context)
    {
        this.options = options;
        this.context = context;
        logger = context.Loggers.CreateLogger<SseSink>();
        ring = new FrameRing(options.Buffer);
        encoder = new FrameEncoder(options.EventName, context.Transformers, context.Time, logger);
    }

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(options.Route, [HttpMethods.Get, HttpMethods.Head], StreamAsync)
            .WithCors(options.Cors)
            // A stream is a request without an end.
            .DisableRequestTimeout();

    public async Task RunAsync(IJournal input, CancellationToken stopping)
    {
        // The ring is filled with what is there already: clients that come back after a restart are not far behind.
        var begin = Math.Max(
            (input.Oldest?.Sequence ?? 1) - 1,
            input.LastSequence - options.Buffer
        );
        using var reader = input.OpenReader(begin);
        ring.Begin(begin);
        Volatile.Write(ref endpoint, new(options, input, ring, encoder, context.Time));
        var publisher = new FramePublisher(reader, ring, encoder, options.Route, logger);
        var ticking = TickAsync(stopping);
        // The server need not wait for that.
        await Task.Yield();
        try
        {
            while (true)
            {
                await reader.WaitAsync(stopping);
                Publish(publisher);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Publish(publisher);
        }
        await ticking;
        var closed = subscribers.CloseAsync();
        subscribers.ForEach(static subscriber => subscriber.End());
        try
        {
            await closed.WaitAsync(EndingTime, context.Time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            GivingUp(logger, options.Route, subscribers.Count);
            subscribers.ForEach(static subscriber => subscriber.GiveUp());
            // They read the journal, which is closed once this returns. None waits for its client any more.
            await closed;
        }
    }

    /// <summary>Brings the ring up to the end of the journal.</summary>
    private void Publish(FramePublisher publisher)
    {
        while (publisher.Publish(out var hasFrames))
        {
            if (hasFrames)
            {
                subscribers.ForEach(static subscriber => subscriber.Wake());
            }
        }
    }

    private async Task TickAsync(CancellationToken stopping)
    {
        var finest = TimeSpan.FromTicks(
            Math.Min(options.KeepAlive.Ticks, options.WriteTimeout.Ticks) / 4
        );
        using var timer = new PeriodicTimer(
            finest < LongestTick ? finest : LongestTick,
            context.Time
        );
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                subscribers.ForEach(subscriber =>
                {
                    subscriber.Tick(options.KeepAlive, options.WriteTimeout);
                    Count(subscriber);
                });
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The endpoint is closing; its clients are ended by RunAsync.
        }
    }

    private async Task StreamAsync(HttpContext http)
    {
        var verdict = options.Headers.Check(http.Request.Headers, []);
        if (!verdict.IsAccepted)
        {
            context.Instruments.ConnectionRefused(options.Route, verdict.StatusCode);
            await HeaderRefusal.AnswerAsync(http, verdict, logger);
            return;
        }
        if (HttpMethods.IsHead(http.Request.Method))
        {
            Describe(http.Response);
            return;
        }
        if (!ReplayRequest.TryRead(http.Request, out var request, out var reason))
        {
            context.Instruments.ConnectionRefused(options.Route, StatusCodes.Status400BadRequest);
            await Problem.AnswerAsync(http, StatusCodes.Status400BadRequest, reason);
            return;
        }
        if (Volatile.Read(ref endpoint) is not { } shared)
        {
            await Problem.AnswerUnavailableAsync(http, "the server is starting");
            return;
        }
        // The place is taken before the client hears anything: what happens after its head arrived reaches it.
        var plan = ReplayPlan.For(request, shared.Journal, options, encoder.IsTransformed);
        if (
            plan.Until <= context.Time.GetUtcNow()
            && await IsEmptyAsync(shared, plan, http.RequestAborted)
        )
        {
            // HTML, section 9.2.3: this is what keeps a client from coming back.
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        using var cursor = new FrameCursor(shared, plan);
        var subscriber = new Subscriber(cursor, context.Time);
        if (!subscribers.TryAdd(subscriber))
        {
            await Problem.AnswerUnavailableAsync(http, "the server is stopping");
            return;
        }
        var response = http.Response;
        Describe(response);
        var started = context.Time.GetTimestamp();
        ClientJoined(
            logger,
            options.Route,
            http.Connection.RemoteIpAddress,
            http.Connection.RemotePort
        );
        context.Instruments.ClientConnected(options.Route);
        var end = StreamEnd.ClientLeft;
        try
        {
            end = await subscriber.RunAsync(
                response.BodyWriter,
                SseFrame.Retry(WithJitter(options.Retry)),
                http.RequestAborted
            );
        }
        finally
        {
            subscribers.Remove(subscriber);
            Count(subscriber);
            context.Instruments.ClientDisconnected(options.Route);
            ClientLeft(
                logger,
                options.Route,
                http.Connection.RemoteIpAddress,
                http.Connection.RemotePort,
                end,
                context.Time.GetElapsedTime(started),
                subscriber.Delivered,
                subscriber.Skipped
            );
        }
        if (end == StreamEnd.TooSlow)
        {
            context.Instruments.SlowClientClosed(options.Route);
            http.Abort();
        }
    }

    private static void Describe(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Whether nothing is left of a span that is over.</summary>
    private static async Task<bool> IsEmptyAsync(
        SseEndpoint shared,
        ReplayPlan plan,
        CancellationToken cancellation
    )
    {
        // What there is to tell of the span would be told each time anew.
        using var cursor = new FrameCursor(shared, plan with { Notice = null });
        CursorTurn turn;
        while (
            (turn = cursor.Next(out _)) == CursorTurn.Busy && !cancellation.IsCancellationRequested
        )
        {
            await Task.Yield();
        }
        return turn == CursorTurn.Ended;
    }

    /// <summary>Counted now and then and at the end, not with each write: the way of an event stays free of it.</summary>
    private void Count(Subscriber subscriber)
    {
        var counts = subscriber.TakeCounts();
        if (counts.Delivered > 0)
        {
            context.Instruments.Delivered(options.Route, counts.Delivered, counts.Bytes);
        }
        if (counts.Skipped > 0)
        {
            context.Instruments.Lagged(options.Route, counts.Skipped);
        }
        if (counts.Replayed > 0)
        {
            context.Instruments.Replayed(options.Route, counts.Replayed);
        }
    }

    private static TimeSpan WithJitter(TimeSpan least) =>
        least * (1 + (Random.Shared.NextDouble() / 2));

    [LoggerMessage(LogLevel.Debug, "{Path}: {Address}:{Port} joined")]
    private static partial void ClientJoined(
        ILogger logger,
        string path,
        IPAddress? address,
        int port
    );

    [LoggerMessage(
        LogLevel.Debug,
        "{Path}: {Address}:{Port} left ({End}) after {Duration}, {Delivered} delivered, {Skipped} skipped"
    )]
    private static partial void ClientLeft(
        ILogger logger,
        string path,
        IPAddress? address,
        int port,
        StreamEnd end,
        TimeSpan duration,
        long delivered,
        long skipped
    );

    [LoggerMessage(
        LogLevel.Warning,
        "{Path}: {Count} clients did not take the last events in time"
    )]
    private static partial void GivingUp(ILogger logger, string path, int count);
}
