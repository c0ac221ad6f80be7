using Freshet.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Freshet.Sources.Webhook;

/// <summary>What a request carries: its events, or why they cannot be read.</summary>
/// <param name="Events">The content of each event as UTF-8 JSON.</param>
/// <param name="Fault">What is wrong; null where nothing is.</param>
/// <param name="Index">Which of several events is wrong, counted from 0; null where it is the whole.</param>
internal sealed record WebhookContent(
    IReadOnlyList<ReadOnlyMemory<byte>> Events,
    EventFault? Fault = null,
    int? Index = null
)
{
    public const string OneType = "application/json";
    public const string LinesType = "application/x-ndjson";
    public const string BatchType = "application/cloudevents-batch+json";

    /// <summary>
    /// Reads the body by its content type. What is neither lines nor a batch is one JSON text whatever it is called: many senders call theirs
    /// a form or text, and <c>curl -d</c> does.
    /// </summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The unpacked body.</param>
    /// <param name="limit">How many events it may carry.</param>
    public static WebhookContent Read(
        IHeaderDictionary headers,
        ReadOnlyMemory<byte> body,
        int limit
    )
    {
        if (headers.ContainsKey(CloudEventHeaders.SpecVersion))
        {
            var all = headers.Select(header =>
                KeyValuePair.Create(header.Key, header.Value.ToString())
            );
            if (CloudEventHeaders.AreIn(all))
            {
                var structured = CloudEventHeaders.ToStructured(all, headers.ContentType, body);
                return structured.Fault is { } fault ? new([], fault) : new([structured.Json]);
            }
        }
        return MediaTypeOf(headers.ContentType.ToString()) switch
        {
            LinesType => ReadLines(body, limit),
            BatchType => ReadBatch(body, limit),
            _ => ReadOne(body),
        };
    }

    /// <summary>The media type in lower case. Without parameters, as most senders write it, it needs no parsing.</summary>
    private static string? MediaTypeOf(string contentType)
    {
        if (contentType is OneType or LinesType or BatchType)
        {
            return contentType;
        }
        _ = MediaTypeHeaderValue.TryParse(contentType, out var type);
        return type?.MediaType.Value?.ToLowerInvariant();
    }

    private static WebhookContent ReadOne(ReadOnlyMemory<byte> body)
    {
        var reading = JsonText.Read(body);
        return reading.Fault is { } fault ? new([], fault) : new([reading.Json]);
    }

    private static WebhookContent ReadLines(ReadOnlyMemory<byte> body, int limit)
    {
        if (JsonBatch.SplitLines(body, limit, out var lines) is { } tooMany)
        {
            return new([], tooMany);
        }
        var events = new List<ReadOnlyMemory<byte>>(lines.Count);
        foreach (var line in lines)
        {
            var reading = JsonText.Read(line.Text, line.Number);
            if (reading.Fault is { } fault)
            {
                return new([], fault, events.Count);
            }
            events.Add(reading.Json);
        }
        return new(events);
    }

    private static WebhookContent ReadBatch(ReadOnlyMemory<byte> body, int limit)
    {
        var reading = JsonText.Read(body);
        if (reading.Fault is { } fault)
        {
            return new([], fault);
        }
        var wrong = JsonBatch.SplitArray(reading.Json, limit, out var events);
        return new(events, wrong);
    }
}
