using Freshet.Events;
using Freshet.Sources.Receiving;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Freshet.Sources.Webhook;

/// <summary>Reads what a request to a webhook carries: one event, lines of them, a batch, or a CloudEvent in binary mode.</summary>
internal static class WebhookContent
{
    private const string OneType = "application/json";
    private const string LinesType = "application/x-ndjson";
    private const string BatchType = "application/cloudevents-batch+json";

    /// <summary>What may be POSTed.</summary>
    public static PostedBodies Bodies { get; } =
        new(
            "What has another content type is read as one JSON text; a CloudEvent in binary mode comes with its `ce-*` headers.",
            new Dictionary<string, string>
            {
                [OneType] = """{"description":"One event, any JSON."}""",
                [LinesType] = """{"type":"string","description":"Events, one JSON text a line."}""",
                [BatchType] = """{"type":"array","description":"Events."}""",
                ["*/*"] = """{"description":"One event, any JSON."}""",
            }
        );

    /// <summary>
    /// Reads the body by its content type. What is neither lines nor a batch is one JSON text whatever it is called: many senders call theirs
    /// a form or text, and <c>curl -d</c> does.
    /// </summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The unpacked body.</param>
    /// <param name="limit">How many events it may carry.</param>
    public static PostedContent Read(
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
                return structured.Fault is { } fault
                    ? new([], fault.ToString())
                    : new([structured.Json]);
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

    private static PostedContent ReadOne(ReadOnlyMemory<byte> body)
    {
        var reading = JsonText.Read(body);
        return reading.Fault is { } fault ? new([], fault.ToString()) : new([reading.Json]);
    }

    private static PostedContent ReadLines(ReadOnlyMemory<byte> body, int limit)
    {
        if (JsonBatch.SplitLines(body, limit, out var lines) is { } tooMany)
        {
            return new([], tooMany.ToString());
        }
        var events = new List<ReadOnlyMemory<byte>>(lines.Count);
        foreach (var line in lines)
        {
            var reading = JsonText.Read(line.Text, line.Number);
            if (reading.Fault is { } fault)
            {
                return new([], fault.ToString(), events.Count);
            }
            events.Add(reading.Json);
        }
        return new(events);
    }

    private static PostedContent ReadBatch(ReadOnlyMemory<byte> body, int limit)
    {
        var reading = JsonText.Read(body);
        if (reading.Fault is { } fault)
        {
            return new([], fault.ToString());
        }
        var wrong = JsonBatch.SplitArray(reading.Json, limit, out var events);
        return new(events, wrong?.ToString());
    }
}
