using System.Buffers;
using Freshet.Events;
using Freshet.Http.Outgoing;
using Freshet.Pipelines;
using Freshet.Telemetry;

namespace Freshet.Sinks.Http;

/// <summary>The content of a request: its body and the headers that belong to it. Requests that are sent again are made of the same.</summary>
/// <param name="ContentType">What the body is; null where nothing says.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">The headers of this content.</param>
internal sealed record HttpRequestForm(
    string? ContentType,
    ReadOnlyMemory<byte> Body,
    IReadOnlyList<(string Name, string Value)> Headers
)
{
    public const string ContentTypeHeader = "Content-Type";
    public const string EventIdHeader = "X-Freshet-Event-Id";

    private const string StructuredType = "application/cloudevents+json";

    /// <summary>The longest headers of a CloudEvent together: Kestrel takes in 32 KiB, nginx 8 KiB a line, and other headers come beside these.</summary>
    private const int LongestHeaders = 16 * 1024;

    /// <summary>The headers that every request of that content has.</summary>
    public static IReadOnlyCollection<string> OwnHeaders(HttpContentForm content) =>
        content switch
        {
            HttpContentForm.Batch => [ContentTypeHeader],
            // A CloudEvent without data has no type of data.
            HttpContentForm.CloudEventsBinary => [EventIdHeader],
            _ => [ContentTypeHeader, EventIdHeader],
        };

    /// <summary>All the events in one request.</summary>
    public static HttpRequestForm OfAll(IReadOnlyList<Outgoing> batch)
    {
        var first = batch[0].Event.Trace;
        var isOneTrace =
            first is not null
            && batch.All(item => item.Event.Trace is { } trace && trace.IsOfTrace(first));
        var body = new ArrayBufferWriter<byte>(batch.Sum(item => item.Event.Json.Length + 1) + 2);
        body.Write("["u8);
        for (var i = 0; i < batch.Count; i++)
        {
            if (i > 0)
            {
                body.Write(","u8);
            }
            body.Write(batch[i].Event.Json.Span);
        }
        body.Write("]"u8);
        return new(
            BinaryCloudEvent.JsonType,
            body.WrittenMemory,
            isOneTrace ? TraceOf(batch[0]) : []
        );
    }

    /// <summary>One event.</summary>
    public static HttpRequestForm Of(Outgoing item, HttpContentForm content)
    {
        List<(string, string)> own =
        [
            (EventIdHeader, HeaderText.Encode(item.Id)),
            .. TraceOf(item),
        ];
        if (
            content == HttpContentForm.CloudEventsBinary
            && CloudEventForm.Binary(item.Event) is { } binary
            && HeadersOf(binary) is { } headers
        )
        {
            return new(binary.ContentType, binary.Data, [.. headers, .. own]);
        }
        return content == HttpContentForm.Event
            ? new(BinaryCloudEvent.JsonType, item.Event.Json, own)
            : new(StructuredType, CloudEventForm.Structured(item.Event), own);
    }

    /// <summary>A request with this content, signed where configuration says so.</summary>
    public HttpRequestMessage ToRequest(Uri address, HttpSinkOptions options)
    {
        var request = new HttpRequestMessage(new HttpMethod(options.Method), address)
        {
            Content = new ReadOnlyMemoryContent(Body),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "freshet");
        if (ContentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation(ContentTypeHeader, ContentType);
        }
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        request.Headers.Authorization = options.Credentials;
        options.Headers.AddTo(request, Body.Span);
        return request;
    }

    /// <summary>The headers of W3C Trace Context; none where nobody traces the event.</summary>
    private static List<(string Name, string Value)> TraceOf(Outgoing item) =>
        Tracing.Onward(item.Event) is not { } trace ? []
        : trace.State is { } state
            ? [(TraceContext.ParentName, trace.Parent), (TraceContext.StateName, state)]
        : [(TraceContext.ParentName, trace.Parent)];

    /// <summary>The attributes as <c>ce-</c> headers (HTTP protocol binding 1.0.2, section 3.1.3); null where servers would not take them.</summary>
    private static List<(string Name, string Value)>? HeadersOf(BinaryCloudEvent binary)
    {
        var headers = binary
            .Attributes.Select(attribute =>
                (Name: "ce-" + attribute.Name, Value: HeaderText.Encode(attribute.Value))
            )
            .ToList();
        var length = headers.Sum(header => header.Name.Length + header.Value.Length + 4);
        return
            length <= LongestHeaders
            && (binary.ContentType is null || IsContentType(binary.ContentType))
            ? headers
            : null;
    }

    private static bool IsContentType(string text) =>
        text.Length > 0 && text.Trim().Length == text.Length && HeaderValue.IsValid(text);
}
