using System.Diagnostics;
using System.Net;
using Freshet.Events;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Http.Detaching;
using Freshet.Http.Headers;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Sinks.Sse.Clients;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Greetings;
using Freshet.Sinks.Sse.Pumping;
using Freshet.Sinks.Sse.Replaying;
using Freshet.Sinks.Sse.Sessions;
using Freshet.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Sse;

/// <summary>
/// One SSE endpoint. A single reader turns the journal's entries into frames in a ring; pumps send them to the clients, each of which is a cursor in
/// that ring and in the journal.
/// </summary>
internal sealed partial class SseSink : ISink, IHttpComponent, IDrain
{
    /// <summary>How long clients may take for the last frames when the server stops.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    private readonly SseOptions options;
    private readonly SinkContext context;
    private readonly ILogger logger;
    private readonly FrameRing ring;
    private readonly FrameEncoder encoder;
    private readonly Subscribers subscribers;
    private readonly FilterSet filters = new();
    private readonly Greeting greeting;
    private readonly StreamSessions sessions;
    private readonly UserAgents userAgents = new();
    private readonly TypeCounts types = new();

    /// <summary>What serves the clients, once the journal is known.</summary>
    private Running? running;

    /// <param name="options">How it is configured.</param>
    /// <param name="context">What it uses.</param>
    /// <param name="form">Makes what its frames carry, where it has no transformers; null for what the options say.</param>
    public SseSink(
        SseOptions options,
        SinkContext context,
        Func<Entry, ReadOnlyMemory<byte>>? form = null
    )
    {
        this.options = options;
        this.context = context;
        logger = context.Loggers.CreateLogger<SseSink>();
        ring = new FrameRing(options.Buffer, options.BufferBytes.Bytes);
        encoder = new FrameEncoder(
            options.EventName,
            options.Content,
            new TopicTable(),
            context.Transformers,
            context.Time,
            logger,
            form
        );
        subscribers = new Subscribers(options.MaxClients);
        greeting = new Greeting(options.Retry, options.Greeting);
        sessions = new StreamSessions(options, context);
    }

    /// <summary>What serves the clients, for tests to look at what that costs; null before it runs.</summary>
    internal Pumps? Pumps => Volatile.Read(ref running)?.Pumps;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapMethods(options.Route, [HttpMethods.Get, HttpMethods.Head], StreamAsync)
            .WithCors(options.Cors)
            // A stream is a request without an end.
            .DisableRequestTimeout()
            .Described(StreamDescription.Of(context.Name, options, sessions.CookieName));
        sessions.Map(routes);
    }

    public async Task RunAsync(IJournal input, CancellationToken stopping)
    {
        sessions.Open();
        context.Instruments.EndpointBegins(options.Route);
        // The ring is filled with what is there already: clients that come back after a restart are not far behind.
        var last = input.LastSequence;
        var begin = Math.Max((input.Oldest?.Sequence ?? 1) - 1, last - options.Buffer);
        ring.Begin(begin);
        using var reader = new FrameReader(
            input.OpenReader(begin),
            encoder,
            entry => Trace(entry, last)
        );
        var blocks = new CatchUpBlocks(input, encoder, options.ReplayBytes.Bytes);
        var endpoint = new SseEndpoint(
            options,
            input,
            ring,
            blocks,
            encoder.IsTransformed,
            context.Time
        );
        var number = options.Pumps > 0 ? options.Pumps : Environment.ProcessorCount;
        var gate = new RingGate(number);
        await using var pumps = new Pumps(endpoint, gate, number, context.Instruments);
        using var ending = new CancellationTokenSource();
        var replaying = Task.Run(() => blocks.RunAsync(ending.Token), CancellationToken.None);
        Volatile.Write(ref running, new(endpoint, pumps));
        try
        {
            var publisher = new FramePublisher(
                reader,
                ring,
                gate,
                types,
                last,
                options.Route,
                logger
            );
            // The first of them to end ends all: as asked to, or because it broke.
            await await Task.WhenAny(
                PublishAsync(publisher, reader, pumps.Wake, stopping),
                replaying,
                pumps.Broken
            );
            await EndAsync(pumps);
        }
        finally
        {
            await ending.CancelAsync();
            await replaying;
        }
    }

    /// <summary>Begins the span of an event that is published; what was published before the endpoint began is not again.</summary>
    private Activity? Trace(Entry entry, long before) =>
        entry.Sequence > before ? Tracing.Publish(options.Route, entry) : null;

    /// <summary>Brings what comes into the journal into the ring, and all of it that is there when the server stops.</summary>
    private async Task PublishAsync(
        FramePublisher publisher,
        FrameReader reader,
        Action wake,
        CancellationToken stopping
    )
    {
        // The server need not wait for that.
        await Task.Yield();
        try
        {
            while (true)
            {
                await reader.WaitAsync(stopping);
                await PublishAllAsync(publisher, wake);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await PublishAllAsync(publisher, wake);
        }
    }

    private async ValueTask PublishAllAsync(FramePublisher publisher, Action wake)
    {
        bool isMore;
        do
        {
            isMore = await publisher.PublishAsync(wake);
            if (publisher.Published > 0)
            {
                context.Instruments.Encoded(options.Route, publisher.Published);
            }
        } while (isMore);
    }

    /// <summary>Ends the streams, those of clients that take it with everything that there was.</summary>
    private async Task EndAsync(Pumps pumps)
    {
        var closed = subscribers.CloseAsync();
        pumps.End();
        if (!await IsOverAsync(closed))
        {
            GivingUp(logger, options.Route, subscribers.Count);
            pumps.GiveUp();
            await IsOverAsync(closed);
        }
    }

    /// <summary>Whether all clients are gone within the time that they have.</summary>
    private async Task<bool> IsOverAsync(Task closed)
    {
        try
        {
            await closed.WaitAsync(EndingTime, context.Time, CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task StreamAsync(HttpContext http)
    {
        var pass = sessions.Check(http);
        if (!pass.Verdict.IsAccepted)
        {
            context.Instruments.ConnectionRefused(options.Route, pass.Verdict.StatusCode);
            await HeaderRefusal.AnswerAsync(http, pass.Verdict, logger, pass.Remark);
            return;
        }
        await ServeAsync(http, pass.Expires);
    }

    /// <summary>Answers who may listen, with the stream or why there is none.</summary>
    /// <param name="http">The request.</param>
    /// <param name="expires">When the client may listen no longer; null where it may for good.</param>
    public async Task ServeAsync(HttpContext http, DateTimeOffset? expires)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            Describe(http.Response);
            return;
        }
        var filter = EventFilter.All;
        if (
            !ReplayRequest.TryRead(http.Request, out var request, out var reason)
            || (options.Filters && !EventFilter.TryRead(http.Request.Query, out filter, out reason))
        )
        {
            context.Instruments.ConnectionRefused(options.Route, StatusCodes.Status400BadRequest);
            await Problem.AnswerAsync(http, StatusCodes.Status400BadRequest, reason);
            return;
        }
        if (Volatile.Read(ref running) is not { } shared)
        {
            await Problem.AnswerUnavailableAsync(http, "the server is starting");
            return;
        }
        if (subscribers.IsClosed)
        {
            await TurnAwayAsync(http);
            return;
        }
        // The place is taken before the client hears anything: what happens after its head arrived reaches it.
        var plan = ReplayPlan.For(request, shared.Endpoint.Journal, options, encoder.IsTransformed);
        if (
            plan.Until <= context.Time.GetUtcNow()
            && await IsEmptyAsync(shared.Endpoint, plan, filter, http.RequestAborted)
        )
        {
            // HTML, section 9.2.3: this is what keeps a client from coming back.
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        switch (subscribers.Enter())
        {
            case Entrance.Closed:
                await TurnAwayAsync(http);
                return;
            case Entrance.Full:
                context.Instruments.ConnectionRefused(
                    options.Route,
                    StatusCodes.Status503ServiceUnavailable
                );
                await Problem.AnswerUnavailableAsync(
                    http,
                    $"{options.MaxClients} clients are connected, and no more are allowed"
                );
                return;
        }
        await JoinAsync(http, shared, Admit(http, shared.Endpoint, plan, filter, expires));
    }

    /// <summary>Counts a client in.</summary>
    private Subscriber Admit(
        HttpContext http,
        SseEndpoint endpoint,
        ReplayPlan plan,
        EventFilter asked,
        DateTimeOffset? expires
    )
    {
        var filter = filters.Take(asked);
        var arrival = Arrive(http);
        var subscriber = new Subscriber(
            arrival,
            new FrameCursor(endpoint, plan, filter),
            filter,
            greeting.For(arrival, filter),
            Ended
        )
        {
            Expires = expires,
        };
        subscribers.Add(subscriber);
        ClientJoined(logger, options.Route, arrival.Peer);
        context.Instruments.ClientConnected(options.Route);
        return subscriber;
    }

    private Arrival Arrive(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        var now = context.Time.GetUtcNow();
        return new(
            Guid.Parse(EventUuid.New(now)),
            // A socket of both families shows the addresses of the one as those of the other.
            new(
                address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address,
                http.Connection.RemotePort
            ),
            userAgents.Share(http.Request.Headers.UserAgent),
            now,
            context.Time.GetTimestamp()
        );
    }

    /// <summary>Sends the head, and gives the client to a pump: with its socket where that can leave the server, else with the response.</summary>
    private static async Task JoinAsync(HttpContext http, Running shared, Subscriber subscriber)
    {
        var response = http.Response;
        Describe(response);
        var reachability = http.Features.Get<IReachabilityFeature>();
        // Keep-alives make sure that there is always something to be acknowledged.
        reachability?.LimitSilence(shared.Endpoint.Options.WriteTimeout);
        if (http.Features.Get<IDetachFeature>() is not { } connection)
        {
            await SendHeadAsync(response, subscriber);
            var outlet = new PipeOutlet(response.BodyWriter, reachability);
            shared.Pumps.Join(subscriber, outlet);
            if (!await outlet.RunAsync(http.RequestAborted))
            {
                http.Abort();
            }
            return;
        }
        // Said here, so that the server ends nothing of what it has no part in any more.
        var isChunked = !HttpProtocol.IsHttp10(http.Request.Protocol);
        if (isChunked)
        {
            response.Headers.TransferEncoding = "chunked";
        }
        response.Headers.Connection = "close";
        await SendHeadAsync(response, subscriber);
        connection.Detach(Detached(shared.Pumps, subscriber, isChunked));
    }

    private static async Task SendHeadAsync(HttpResponse response, Subscriber subscriber)
    {
        try
        {
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        catch
        {
            // No pump will tell of it.
            subscriber.TellEnded(StreamEnd.ClientLeft);
            throw;
        }
    }

    /// <summary>What becomes of the socket; it must not hold on to the request.</summary>
    private static Action<DetachedSocket?> Detached(
        Pumps pumps,
        Subscriber subscriber,
        bool isChunked
    ) =>
        socket =>
        {
            if (socket is null)
            {
                subscriber.TellEnded(StreamEnd.ClientLeft);
            }
            else
            {
                pumps.Join(subscriber, new SocketOutlet(socket, isChunked));
            }
        };

    private void Ended(Subscriber subscriber, StreamEnd end)
    {
        filters.Return(subscriber.Filter);
        context.Instruments.ClientDisconnected(options.Route);
        if (end == StreamEnd.TooSlow)
        {
            context.Instruments.SlowClientClosed(options.Route);
        }
        else if (end == StreamEnd.Unreachable)
        {
            context.Instruments.UnreachableClientClosed(options.Route);
        }
        ClientLeft(
            logger,
            options.Route,
            subscriber.Arrival.Peer,
            end,
            context.Time.GetElapsedTime(subscriber.Arrival.Timestamp),
            subscriber.Delivered,
            subscriber.Skipped
        );
        subscribers.Remove(subscriber);
    }

    private static void Describe(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Whether nothing is left of a span that is over.</summary>
    private static async Task<bool> IsEmptyAsync(
        SseEndpoint endpoint,
        ReplayPlan plan,
        EventFilter filter,
        CancellationToken cancellation
    )
    {
        // What there is to tell of the span would be told each time anew.
        var cursor = new FrameCursor(endpoint, plan with { Notice = null }, filter);
        var runs = new FrameRuns();
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                switch (cursor.Next(runs, endpoint.Ring.Next, chunked: false, out var run, out _))
                {
                    case CursorTurn.Ended:
                        return true;
                    case CursorTurn.Busy:
                        break;
                    case CursorTurn.Run when run.Frames == 0:
                        cursor.Take(run);
                        break;
                    case CursorTurn.Waiting
                        when await endpoint.Blocks.FindAsync(cursor.Done, cancellation) is not null:
                        break;
                    default:
                        return false;
                }
                runs.Clear();
            }
            return false;
        }
        finally
        {
            runs.Clear();
            runs.ClearBlocks();
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Path}: {Peer} joined")]
    private static partial void ClientJoined(ILogger logger, string path, IPEndPoint peer);

    [LoggerMessage(
        LogLevel.Debug,
        "{Path}: {Peer} left ({End}) after {Duration}, {Delivered} delivered, {Skipped} skipped"
    )]
    private static partial void ClientLeft(
        ILogger logger,
        string path,
        IPEndPoint peer,
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

    private sealed record Running(SseEndpoint Endpoint, Pumps Pumps);
}
