using Freshet.Events;
using Freshet.Events.CDEvents;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Http.Headers;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freshet.Sources.Receiving;

/// <summary>
/// The way of POSTed events from the request to the answer, for every source that takes them so: who may send, the body within its limit and time, its content, the
/// journal, and only then the answer.
/// </summary>
/// <param name="options">Where it answers, whom, and how much it takes.</param>
/// <param name="context">What the source was given.</param>
/// <param name="metadata">That of each event, a JSON object.</param>
/// <param name="read">Reads what a request carries; the body is unpacked by then.</param>
/// <param name="logger">The source's log.</param>
internal sealed partial class EventReceiver(
    IReceiverOptions options,
    SourceContext context,
    ReadOnlyMemory<byte> metadata,
    Func<IHeaderDictionary, ReadOnlyMemory<byte>, PostedContent> read,
    ILogger logger
)
{
    /// <summary>How long senders may take for the rest of what they send when the server stops.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    private const string TookTooLong = "the request took too long";

    private readonly Admission admission = new();

    /// <summary>The server's <c>request_timeout</c>.</summary>
    private TimeSpan patience = Timeout.InfiniteTimeSpan;
    private Deadlines deadlines = new(Timeout.InfiniteTimeSpan, context.Time);

    /// <summary>Twice that: for who has been answered and does not read it.</summary>
    private Deadlines lastDeadlines = new(Timeout.InfiniteTimeSpan, context.Time);

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var timeouts = routes.ServiceProvider.GetRequiredService<IOptions<RequestTimeoutOptions>>();
        if (timeouts.Value.DefaultPolicy?.Timeout is { } timeout)
        {
            patience = timeout;
            deadlines = new(timeout, context.Time);
            lastDeadlines = new(timeout * 2, context.Time);
        }
        // A timer for each request costs more than most requests. Here only those have one that must wait for their body.
        routes
            .MapMethods(options.Route, [HttpMethods.Post], ReceiveAsync)
            .DisableRequestTimeout()
            .Described(ReceiverDescription.Of(context.Name, options));
    }

    /// <summary>Once stopping, new requests are refused, and those in hand are answered before this returns.</summary>
    public Task RunAsync(CancellationToken stopping) =>
        admission.RunAsync(EndingTime, context.Time, stopping, () => context.Handover.Leisure);

    private async Task ReceiveAsync(HttpContext http)
    {
        if (!admission.TryEnter())
        {
            if (!await context.Handover.PassOnAsync(http))
            {
                await Problem.AnswerUnavailableAsync(http, "the server is stopping");
            }
            return;
        }
        using var span = RequestTrace.Receive(context.Name, options.Route, http.Request);
        try
        {
            var taking = TakeAsync(http);
            await (taking.IsCompleted ? taking : BoundAsync(http, taking));
        }
        finally
        {
            span?.SetStatusCode(http.Response.StatusCode);
            admission.Leave();
        }
    }

    /// <summary>
    /// Cuts the connection off of a sender that does not read its answers, once it has had all the time that there is: neither the request nor the
    /// server's stop waits for it for ever.
    /// </summary>
    private async Task BoundAsync(HttpContext http, Task taking)
    {
        await using var stop = admission.Overdue.UnsafeRegister(Abort, http);
        await using var late = lastDeadlines.Next().UnsafeRegister(Abort, http);
        await taking;

        static void Abort(object? http) => ((HttpContext)http!).Abort();
    }

    private async Task TakeAsync(HttpContext http)
    {
        // Who may not send is told so before a byte of the body is read, unless a rule signs the body.
        if (!options.Headers.NeedsBody && !await IsAllowedAsync(http, default))
        {
            return;
        }
        if (!RequestBody.TryRead(http.Request, options.BodyLimit.Bytes, out var body))
        {
            if (await WaitForBodyAsync(http) is not { } late)
            {
                await Problem.AnswerUnavailableAsync(
                    http,
                    "the server is stopping, and the body has not come"
                );
                return;
            }
            body = late;
        }
        if (!body.IsComplete)
        {
            CountRejected("bad_body");
            await Problem.AnswerAsync(http, body);
            return;
        }
        if (options.Headers.NeedsBody && !await IsAllowedAsync(http, body.Sent))
        {
            return;
        }
        var content = read(http.Request.Headers, body.Content);
        if (content.Fault is { } fault)
        {
            CountRejected("bad_content");
            await RejectAsync(http, StatusCodes.Status400BadRequest, fault, content.Index);
            return;
        }
        await WriteAsync(http, content);
    }

    /// <summary>The body, or null where the server stops and cannot wait for it any longer.</summary>
    private async ValueTask<BodyResult?> WaitForBodyAsync(HttpContext http)
    {
        using var late = new CancellationTokenSource(patience, context.Time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            admission.Expired,
            late.Token
        );
        try
        {
            return await RequestBody.ReadAsync(http.Request, options.BodyLimit.Bytes, giveUp.Token);
        }
        catch (OperationCanceledException) when (admission.Expired.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new(BodyOutcome.TooSlow, Reason: TookTooLong);
        }
    }

    private async Task WriteAsync(HttpContext http, PostedContent content)
    {
        var events = new Event[content.Events.Count];
        var trace = RequestTrace.Read(http.Request.Headers);
        for (var i = 0; i < events.Length; i++)
        {
            var taken = new Event(content.Events[i], metadata) { Trace = trace };
            KeepHeaders(http.Request.Headers, taken);
            events[i] = taken;
        }
        WriteResult result;
        try
        {
            result = await context.Output.WriteAsync(events, deadlines.Next());
        }
        catch (OperationCanceledException)
        {
            // What of it is kept already cannot be told: the sender may try again, and what has an id is stored once.
            await Problem.AnswerAsync(http, StatusCodes.Status408RequestTimeout, TookTooLong);
            return;
        }
        catch (JournalUnavailableException fault)
        {
            JournalRefused(logger, context.Name, events.Length, fault.Message);
            CountRejected("journal_unavailable", events.Length);
            await Problem.AnswerUnavailableAsync(
                http,
                $"the events cannot be kept now: {fault.Message}"
            );
            return;
        }
        if (result.Rejection is { } rejection)
        {
            var status =
                rejection.Kind == RejectionKind.Transformer
                    ? StatusCodes.Status422UnprocessableEntity
                    : StatusCodes.Status400BadRequest;
            var reason = rejection.Component is null
                ? rejection.Reason
                : $"transformer {rejection.Component}: {rejection.Reason}";
            await RejectAsync(
                http,
                status,
                reason,
                events.Length > 1 ? result.Index : null,
                rejection.Problems
            );
            return;
        }
        await AcceptedAnswer.WriteAsync(http.Response, result.Ids);
    }

    private async ValueTask<bool> IsAllowedAsync(HttpContext http, ReadOnlyMemory<byte> sent)
    {
        var verdict = options.Headers.Check(http.Request.Headers, sent.Span);
        if (verdict.IsAccepted)
        {
            return true;
        }
        CountRejected("header_rule");
        await HeaderRefusal.AnswerAsync(http, verdict, logger);
        return false;
    }

    /// <summary>Counts events that this source refuses itself; a request whose events nobody has looked at is one.</summary>
    private void CountRejected(string reason, int events = 1) =>
        context.Instruments.Rejected(context.Name, context.Name, reason, events);

    private void KeepHeaders(IHeaderDictionary headers, Event taken)
    {
        foreach (var name in options.HeadersToKeep)
        {
            if (headers.TryGetValue(name, out var values))
            {
                taken.Headers[name.ToLowerInvariant()] = values.ToString();
            }
        }
    }

    private async Task RejectAsync(
        HttpContext http,
        int status,
        string reason,
        int? index,
        CDEventProblems? problems = null
    )
    {
        Rejected(logger, context.Name, status, reason);
        var members = new List<KeyValuePair<string, object?>>();
        var detail = reason;
        if (index is { } which)
        {
            detail = $"event {which + 1}: {reason}; none was taken";
            members.Add(new("index", which));
        }
        if (problems is not null)
        {
            var errors = problems.First.Select(problem => new
            {
                path = problem.Path ?? "",
                message = problem.Reason,
            });
            members.Add(new("errors", errors));
        }
        await Problem.AnswerAsync(http, status, detail, members);
    }

    [LoggerMessage(LogLevel.Warning, "{Source}: refused {Status}: {Reason}")]
    private static partial void Rejected(ILogger logger, string source, int status, string reason);

    [LoggerMessage(LogLevel.Error, "{Source}: {Count} events cannot be kept: {Reason}")]
    private static partial void JournalRefused(
        ILogger logger,
        string source,
        int count,
        string reason
    );
}
