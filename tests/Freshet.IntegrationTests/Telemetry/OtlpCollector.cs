using System.Text;
using Freshet.IntegrationTests.Deliveries;
using Freshet.IntegrationTests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Freshet.IntegrationTests.Telemetry;

/// <summary>A span as it was exported; ids in hexadecimal digits, the parent's empty for none.</summary>
internal sealed record ExportedSpan(
    string Trace,
    string Id,
    string Parent,
    string Name,
    int Kind,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Links,
    string State,
    bool HasFailed
);

/// <summary>A log record as it was exported.</summary>
internal sealed record ExportedLog(
    string Category,
    string Text,
    string Severity,
    string Trace,
    string Span,
    IReadOnlyDictionary<string, string> Attributes
);

/// <summary>A point of a metric as it was exported; the sum or the value of it, of a histogram the count.</summary>
internal sealed record ExportedPoint(
    string Metric,
    string Unit,
    double Value,
    IReadOnlyDictionary<string, string> Attributes
);

/// <summary>A collector of telemetry that takes OTLP over both protocols, and keeps it. The numbers of fields are those of opentelemetry-proto 1.x.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const string Grpc = "application/grpc";

    private readonly Receiver receiver;

    private OtlpCollector(Receiver receiver) => this.receiver = receiver;

    public Uri Address => receiver.Address;

    public IReadOnlyList<Received> Requests => receiver.Requests;

    /// <summary>The attributes of every resource, by request.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Resources =>
        from request in Requests
        from resource in Message(request).Messages(1)
        select resource.Message(1).Attributes(1);

    public IReadOnlyList<ExportedSpan> Spans =>
        [
            .. from span in Items("trace")
            select new ExportedSpan(
                span.Item.Hex(1),
                span.Item.Hex(2),
                span.Item.Hex(4),
                span.Item.Text(5),
                (int)span.Item.Number(6),
                span.Item.Attributes(9),
                [.. span.Item.Messages(13).Select(link => $"{link.Hex(1)}-{link.Hex(2)}")],
                span.Item.Text(3),
                span.Item.Message(15).Number(3) == 2
            ),
        ];

    public IReadOnlyList<ExportedLog> Logs =>
        [
            .. from log in Items("logs")
            select new ExportedLog(
                log.Scope,
                log.Item.Message(5).Text(1),
                log.Item.Text(3),
                log.Item.Hex(9),
                log.Item.Hex(10),
                log.Item.Attributes(6)
            ),
        ];

    public IReadOnlyList<ExportedPoint> Points =>
        [
            .. from metric in Items("metrics")
            from kind in new[] { 5, 7, 9 }
            from point in metric.Item.Message(kind).Messages(1)
            let value = kind == 9 ? point.Number(4)
            : point.Has(6) ? (double)(long)point.Number(6)
            : point.Double(4)
            select new ExportedPoint(
                metric.Item.Text(1),
                metric.Item.Text(3),
                value,
                point.Attributes(kind == 9 ? 9 : 7)
            ),
        ];

    /// <summary>All that it was sent, as text.</summary>
    public string Everything =>
        string.Join('\n', Requests.Select(request => Encoding.Latin1.GetString(request.Body)));

    /// <param name="isGrpc">Whether it takes gRPC alone; else POST alone.</param>
    /// <param name="answer">Answers in its place.</param>
    public static async Task<OtlpCollector> StartAsync(
        bool isGrpc = false,
        Func<HttpContext, Received, int, Task>? answer = null
    ) =>
        new(
            await Receiver.StartAsync(
                answer ?? ((http, _, _) => AnswerAsync(http)),
                listen: listen =>
                    listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1
            )
        );

    /// <summary>The spans, once there are such.</summary>
    public async Task<IReadOnlyList<ExportedSpan>> HasSpans(
        Func<IReadOnlyList<ExportedSpan>, bool> condition
    )
    {
        await Eventually.Holds(() => condition(Spans), () => string.Join('\n', Spans));
        return Spans;
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    private static async Task AnswerAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        if (http.Request.ContentType != Grpc)
        {
            return;
        }
        http.Response.ContentType = Grpc;
        await http.Response.Body.WriteAsync(new byte[5]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    /// <summary>The spans, metrics or log records of all requests, and the scope of each.</summary>
    private IEnumerable<(string Scope, ProtobufMessage Item)> Items(string signal) =>
        from request in Requests
        where
            request.Path.Contains($".{signal}.", StringComparison.Ordinal)
            || request.Path.StartsWith($"/v1/{signal}", StringComparison.Ordinal)
        from resource in Message(request).Messages(1)
        from scope in resource.Messages(2)
        from item in scope.Messages(2)
        select (scope.Message(1).Text(1), item);

    /// <summary>What a request carried: of gRPC, what stands behind the five bytes before it.</summary>
    private static ProtobufMessage Message(Received request) =>
        new(request["Content-Type"] == Grpc ? request.Body.AsMemory(5) : request.Body);
}
