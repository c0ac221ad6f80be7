using Freshet.Events;
using Freshet.Http;
using Freshet.Http.Headers;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Webhook;

/// <summary>One webhook: a request is answered once its events are in the journal, and not before.</summary>
internal sealed partial class WebhookSource : ISource, IHttpComponent
{
    /// <summary>How long senders may take for the rest of what they send when the server stops.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    private readonly WebhookOptions options;
    private readonly SourceContext context;
    private readonly ILogger logger;
    private readonly ReadOnlyMemory<byte> metadata;
    private readonly Admission admission = new();

    public WebhookSource(WebhookOptions options, SourceContext context)
    {
        this.options = options;
        this.context = context;
        logger = context.Loggers.CreateLogger<WebhookSource>();
        metadata = JsonText.Write(context.CompleteMetadata(options.Metadata));
    }

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(options.Route, [HttpMethods.Post], ReceiveAsync);

    /// <summary>Once stopping, new requests are refused, and those in hand are answered before this returns.</summary>
    public Task RunAsync(CancellationToken stopping) =>
        admission.RunAsync(EndingTime, context.Time, stopping);

    private async Task ReceiveAsync(HttpContext http)
    {
        if (!admission.TryEnter())
        {
            await Problem.AnswerUnavailableAsync(http, "the server is stopping");
            return;
        }
        try
        {
            await TakeAsync(http);
        }
        finally
        {
            admission.Leave();
        }
    }

    private async Task TakeAsync(HttpContext http)
    {
        // Who may not send is told so before a byte of the body is read, unless a rule signs the body.
        if (!options.Headers.NeedsBody && !await IsAllowedAsync(http, default))
        {
            return;
        }
        if (await ReadBodyAsync(http) is not { } body)
        {
            await Problem.AnswerUnavailableAsync(
                http,
                "the server is stopping, and the body has not come"
            );
            return;
        }
        if (!body.IsComplete)
        {
            context.Instruments.Rejected(context.Name, context.Name, "bad_body");
            await Problem.AnswerAsync(http, body);
            return;
        }
        if (options.Headers.NeedsBody && !await IsAllowedAsync(http, body.Sent))
        {
            return;
        }
        var content = WebhookContent.Read(http.Request.Headers, body.Content, context.MaxBatch);
        if (content.Fault is { } fault)
        {
            context.Instruments.Rejected(context.Name, context.Name, "bad_content");
            await RejectAsync(
                http,
                StatusCodes.Status400BadRequest,
                fault.ToString(),
                content.Index
            );
            return;
        }
        await WriteAsync(http, content);
    }

    /// <summary>The body, or null where the server stops and cannot wait for it any longer.</summary>
    private async ValueTask<BodyResult?> ReadBodyAsync(HttpContext http)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            admission.Expired
        );
        try
        {
            return await RequestBody.ReadAsync(http.Request, options.BodyLimit.Bytes, giveUp.Token);
        }
        catch (OperationCanceledException) when (admission.Expired.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task WriteAsync(HttpContext http, WebhookContent content)
    {
        var events = new List<Event>(content.Events.Count);
        foreach (var json in content.Events)
        {
            var taken = new Event(json, metadata);
            KeepHeaders(http.Request.Headers, taken);
            events.Add(taken);
        }
        WriteResult result;
        try
        {
            result = await context.Output.WriteAsync(events, http.RequestAborted);
        }
        catch (JournalUnavailableException fault)
        {
            JournalRefused(logger, context.Name, events.Count, fault.Message);
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
            await RejectAsync(http, status, reason, events.Count > 1 ? result.Index : null);
            return;
        }
        await AnswerAsync(http, result.Ids);
    }

    private async ValueTask<bool> IsAllowedAsync(HttpContext http, ReadOnlyMemory<byte> sent)
    {
        var verdict = options.Headers.Check(http.Request.Headers, sent.Span);
        if (verdict.IsAccepted)
        {
            return true;
        }
        await HeaderRefusal.AnswerAsync(http, verdict, logger);
        return false;
    }

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

    private async Task RejectAsync(HttpContext http, int status, string reason, int? index)
    {
        Rejected(logger, context.Name, status, reason);
        await (
            index is { } which
                ? Problem.AnswerAsync(
                    http,
                    status,
                    $"event {which + 1}: {reason}; none was taken",
                    new KeyValuePair<string, object?>("index", which)
                )
                : Problem.AnswerAsync(http, status, reason)
        );
    }

    /// <summary>201 and <c>{"ids": [...]}</c>: what the events are called in the journal.</summary>
    private static async Task AnswerAsync(HttpContext http, IReadOnlyList<string> ids)
    {
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.ContentType = "application/json";
        var answer = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("ids");
            foreach (var id in ids)
            {
                writer.WriteStringValue(id);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        http.Response.ContentLength = answer.Length;
        await http.Response.BodyWriter.WriteAsync(answer, http.RequestAborted);
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
