using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Events.Parsing;
using Freshet.Pipelines;
using Freshet.Vrl.Values;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.HttpPolling;

/// <summary>Makes events of answers, and writes them.</summary>
internal sealed class PolledEvents
{
    /// <summary>The most events of one answer: 16 MiB of short lines.</summary>
    private const int MostEvents = 250_000;

    private readonly HttpPollingOptions options;
    private readonly SourceContext context;
    private readonly JsonObject metadata;
    private readonly PatientWriter writer;

    /// <param name="options">What is configured.</param>
    /// <param name="metadata">What goes into the metadata of each event.</param>
    /// <param name="context">The source's.</param>
    /// <param name="logger">Told of what is refused.</param>
    /// <param name="stopping">Ends waiting for a journal that takes nothing.</param>
    public PolledEvents(
        HttpPollingOptions options,
        JsonObject metadata,
        SourceContext context,
        ILogger logger,
        CancellationToken stopping
    )
    {
        (this.options, this.metadata, this.context) = (options, metadata, context);
        writer = new(context, logger, wait => Task.Delay(wait, context.Time, stopping));
    }

    /// <summary>Returns once each event of the answer is in the journal, or among the dead letters.</summary>
    /// <param name="window">The round's window.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">What came.</param>
    /// <param name="stamp">Tells the same content from that at another time.</param>
    /// <param name="cancellation">Gives up; some may be in the journal then.</param>
    /// <returns>Whether there is any use in taking the same content again.</returns>
    public async Task<bool> WriteAsync(
        PollWindow window,
        PolledRequest request,
        PollAnswer.Received answer,
        long stamp,
        CancellationToken cancellation
    )
    {
        if (!answer.Body.Span.ContainsAnyExcept(" \t\r\n"u8))
        {
            return false;
        }
        var format = FormatOf(request, answer);
        var content = ContentParser.Parse(format, answer.Body, MostEvents);
        if (content.Fault is { } fault)
        {
            await RefuseAsync(request, answer, fault, cancellation);
            return false;
        }
        var ids = IdsOf(request, content.Bodies, IsDocument(format) ? stamp : null);
        var shared = MetadataOf(window, request, answer);
        var refused = 0;
        for (var from = 0; from < content.Bodies.Count; from += context.MaxBatch)
        {
            var first = from;
            await writer.WriteAsync(
                Math.Min(context.MaxBatch, content.Bodies.Count - first),
                index => Create(content.Bodies[first + index], shared, ids[first + index], answer),
                (index, reason) =>
                {
                    refused++;
                    return Letter(content.Bodies[first + index], request, answer, reason);
                },
                cancellation
            );
        }
        return refused < content.Bodies.Count;
    }

    /// <summary>The format that an answer says it has, where none is asked for.</summary>
    internal static ContentFormat FormatOf(string? contentType, string path)
    {
        var type = (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return type switch
        {
            "application/x-ndjson"
            or "application/ndjson"
            or "application/jsonl"
            or "application/x-jsonlines" => ContentFormat.Jsonl,
            "application/xml" or "text/xml" => ContentFormat.Xml,
            "application/yaml" or "application/x-yaml" or "text/yaml" or "text/x-yaml" =>
                ContentFormat.Yaml,
            "text/csv" => ContentFormat.CsvRow,
            "application/json" or "text/json" => ContentFormat.Json,
            _ when type.EndsWith("+json", StringComparison.Ordinal) => ContentFormat.Json,
            _ when type.EndsWith("+xml", StringComparison.Ordinal) => ContentFormat.Xml,
            _ when type.EndsWith("+yaml", StringComparison.Ordinal) => ContentFormat.Yaml,
            // Servers of files call many things plain text, and what they do not know a stream of octets.
            ""
            or "text/plain"
            or "application/octet-stream" when ContentFormats.OfFile(path) is { } named => named,
            _ when type.StartsWith("text/", StringComparison.Ordinal) => ContentFormat.Text,
            _ => ContentFormat.Json,
        };
    }

    private ContentFormat FormatOf(PolledRequest request, PollAnswer.Received answer)
    {
        var asked = request.Parser ?? options.Parser;
        return asked == ContentFormat.Auto
            ? FormatOf(answer.Headers.GetValueOrDefault("content-type"), request.Url.AbsolutePath)
            : asked;
    }

    /// <summary>Whether it is one event that says how things are; else many, of which each stands for itself.</summary>
    private static bool IsDocument(ContentFormat format) =>
        format is not (ContentFormat.Jsonl or ContentFormat.CsvRow or ContentFormat.TextLine);

    /// <summary>
    /// What events are known by that have no id of their own: it follows from what was asked and from the content, so that the same is the same. A line that is there twice is two.
    /// </summary>
    private static string[] IdsOf(
        PolledRequest request,
        IReadOnlyList<ReadOnlyMemory<byte>> bodies,
        long? stamp
    )
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var ids = new string[bodies.Count];
        Span<byte> named = stackalloc byte[(2 * SHA256.HashSizeInBytes) + sizeof(long)];
        request.Digest().CopyTo(named);
        var content = named.Slice(SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);
        for (var i = 0; i < ids.Length; i++)
        {
            SHA256.HashData(bodies[i].Span, content);
            var key = Convert.ToBase64String(content);
            var count = counts[key] = counts.GetValueOrDefault(key) + 1;
            BinaryPrimitives.WriteInt64BigEndian(named[^sizeof(long)..], stamp ?? count);
            ids[i] = EventUuid.Of(named);
        }
        return ids;
    }

    private Event Create(
        ReadOnlyMemory<byte> body,
        ReadOnlyMemory<byte> shared,
        string id,
        PollAnswer.Received answer
    )
    {
        var created = new Event(body, shared) { TransportId = id };
        foreach (var name in options.HeadersToKeep)
        {
            if (answer.Headers.TryGetValue(name.ToLowerInvariant(), out var value))
            {
                created.Headers[name] = value;
            }
        }
        return created;
    }

    private ReadOnlyMemory<byte> MetadataOf(
        PollWindow window,
        PolledRequest request,
        PollAnswer.Received answer
    )
    {
        var own = OriginOf(request, answer);
        if (!request.State.IsNull)
        {
            own["state"] = JsonNode.Parse(
                VrlJson.Write(request.State),
                documentOptions: JsonText.DocumentOptions
            );
        }
        var all = (JsonObject)metadata.DeepClone();
        all["ts_after"] = window.AfterText;
        all["ts_before"] = window.BeforeText;
        all["http_polling"] = own;
        return JsonText.Write(all);
    }

    private async Task RefuseAsync(
        PolledRequest request,
        PollAnswer.Received answer,
        EventFault fault,
        CancellationToken cancellation
    )
    {
        context.Instruments.Received(context.Name, 1);
        context.Instruments.Rejected(context.Name, context.Name, "bad_event");
        await writer.KeepAsync(
            Letter(answer.Body, request, answer, fault.ToString()),
            cancellation
        );
    }

    private RefusedMessage Letter(
        ReadOnlyMemory<byte> content,
        PolledRequest request,
        PollAnswer.Received answer,
        string reason
    ) => new(context.Name, content, OriginOf(request, answer), reason, context.Time.GetUtcNow());

    private static JsonObject OriginOf(PolledRequest request, PollAnswer.Received answer) =>
        new()
        {
            ["url"] = request.Shown,
            ["method"] = request.Method,
            ["status"] = answer.Status,
        };
}
