using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Stdlib.Parse.Logs;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_nginx_log</c></summary>
internal sealed class ParseNginxLog : Function
{
    private static readonly Kind textOrNull = Kind.Bytes.Or(Kinds.Null);
    private static readonly Kind perhapsText = Kind.Bytes.Or(Kinds.Undefined);

    private static readonly Kind combined = Kind.ObjectOf(
        new Dictionary<string, Kind>(StringComparer.Ordinal)
        {
            ["client"] = Kind.Bytes,
            ["user"] = textOrNull,
            ["timestamp"] = Kind.Timestamp,
            ["request"] = Kind.Bytes,
            ["status"] = Kind.Integer,
            ["size"] = Kind.Integer,
            ["referer"] = textOrNull,
            ["agent"] = textOrNull,
            ["compression"] = textOrNull,
        }
    );

    private static readonly Dictionary<string, Kind> mainFields = new(StringComparer.Ordinal)
    {
        ["remote_addr"] = perhapsText,
        ["remote_user"] = perhapsText,
        ["timestamp"] = Kind.Timestamp,
        ["request"] = Kind.Bytes,
        ["status"] = Kind.Integer,
        ["body_bytes_size"] = Kind.Integer,
        ["http_referer"] = perhapsText,
        ["http_user_agent"] = perhapsText,
    };

    private static readonly Kind main = Kind.ObjectOf(
        new Dictionary<string, Kind>(mainFields, StringComparer.Ordinal)
        {
            ["http_x_forwarded_for"] = perhapsText,
        }
    );

    private static readonly Kind ingress = Kind.ObjectOf(
        new Dictionary<string, Kind>(mainFields, StringComparer.Ordinal)
        {
            ["request_length"] = Kind.Integer,
            ["request_time"] = Kind.Float,
            ["proxy_upstream_name"] = Kind.Bytes,
            ["proxy_alternative_upstream_name"] = perhapsText,
            ["upstream_addr"] = Kind.Bytes,
            ["upstream_response_length"] = Kind.Integer,
            ["upstream_response_time"] = Kind.Float,
            ["upstream_status"] = Kind.Integer,
            ["req_id"] = Kind.Bytes,
        }
    );

    private static readonly Kind error = Kind.ObjectOf(
        new Dictionary<string, Kind>(StringComparer.Ordinal)
        {
            ["timestamp"] = Kind.Timestamp,
            ["severity"] = Kind.Bytes,
            ["pid"] = Kind.Integer,
            ["tid"] = Kind.Integer,
            ["cid"] = Kind.Integer,
            ["message"] = Kind.Bytes,
            ["excess"] = Kind.Float.Or(Kinds.Null),
            ["zone"] = textOrNull,
            ["client"] = textOrNull,
            ["server"] = textOrNull,
            ["request"] = textOrNull,
            ["upstream"] = textOrNull,
            ["host"] = textOrNull,
            ["port"] = textOrNull,
        }
    );

    private static readonly Signature signature = new(
        "parse_nginx_log",
        "Parse",
        "Reads a line of an access or error log of nginx.",
        new TypeDef(Kind.Object).Fallible(),
        new Parameter("value", Kinds.Bytes, "The line."),
        new Parameter("format", Kinds.Bytes, "The log's format.")
        {
            Variants = ["combined", "error", "ingress_upstreaminfo", "main"],
            Form = ArgumentForm.Static,
        },
        Parameter.Optional(
            "timestamp_format",
            Kinds.Bytes,
            LogTime.AccessFormat,
            "The format of the time, as parse_timestamp has it; that of the error log is %Y/%m/%d %H:%M:%S unless another is given."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A line of the combined format",
            """parse_nginx_log!(s'172.17.0.1 - alice [01/Apr/2021:12:02:31 +0000] "POST /not-found HTTP/1.1" 404 153 "http://localhost/somewhere" "curl/8.0" "2.75"', format: "combined")""",
            """{"agent": "curl/8.0", "client": "172.17.0.1", "compression": "2.75", "referer": "http://localhost/somewhere", "request": "POST /not-found HTTP/1.1", "size": 153, "status": 404, "timestamp": "2021-04-01T12:02:31Z", "user": "alice"}"""
        ),
        new(
            "A line of the error log",
            """parse_nginx_log!(s'2021/04/01 13:02:31 [error] 31#31: *1 open() "/not-found" failed, client: 172.17.0.1, server: localhost, request: "POST /not-found HTTP/1.1", host: "localhost:8081"', format: "error")""",
            """{"cid": 1, "client": "172.17.0.1", "host": "localhost:8081", "message": "open() \"/not-found\" failed", "pid": 31, "request": "POST /not-found HTTP/1.1", "server": "localhost", "severity": "error", "tid": 31, "timestamp": "2021-04-01T13:02:31Z"}"""
        ),
        new(
            "A line of the ingress controller",
            """parse_nginx_log!(s'0.0.0.0 - bob [18/Mar/2023:15:00:00 +0000] "GET /some/path HTTP/2.0" 200 12312 "-" "curl/8.0" 462 0.050 [some-upstream-service-9000] [] 10.0.50.80:9000 19437 0.049 200 752178adb17130b291aefd8c386279e7', format: "ingress_upstreaminfo")""",
            """{"body_bytes_size": 12312, "http_user_agent": "curl/8.0", "proxy_upstream_name": "some-upstream-service-9000", "remote_addr": "0.0.0.0", "remote_user": "bob", "req_id": "752178adb17130b291aefd8c386279e7", "request": "GET /some/path HTTP/2.0", "request_length": 462, "request_time": 0.05, "status": 200, "timestamp": "2023-03-18T15:00:00Z", "upstream_addr": "10.0.50.80:9000", "upstream_response_length": 19437, "upstream_response_time": 0.049, "upstream_status": 200}"""
        ),
        new(
            "A line of the main format",
            """parse_nginx_log!(s'172.24.0.3 - - [31/Dec/2024:17:32:06 +0000] "GET / HTTP/1.1" 200 615 "-" "curl/8.11.1" "1.2.3.4, 10.10.1.1"', format: "main")""",
            """{"body_bytes_size": 615, "http_user_agent": "curl/8.11.1", "http_x_forwarded_for": "1.2.3.4, 10.10.1.1", "remote_addr": "172.24.0.3", "request": "GET / HTTP/1.1", "status": 200, "timestamp": "2024-12-31T17:32:06Z"}"""
        ),
        new(
            "The line is of no such format",
            """parse_nginx_log!("not a line", format: "main")""",
            Result: null,
            "failed parsing log line"
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        new TypeDef(
            call.ConstantOf("format") is { IsBytes: true } format
                ? format.Text switch
                {
                    "combined" => combined,
                    "ingress_upstreaminfo" => ingress,
                    "main" => main,
                    _ => error,
                }
                : Kind.Object
        ).Fallible();

    protected internal override object? Prepare(CallSite call)
    {
        if (call["timestamp_format"] is { } given)
        {
            return given.Constant is { IsBytes: true } format ? Strftime.Parse(format.Text) : null;
        }
        // The default is another for the error log.
        return Strftime.Parse(
            call.ConstantOf("format") is { IsBytes: true } log && log.Text == "error"
                ? LogTime.NginxErrorFormat
                : LogTime.AccessFormat
        );
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var pattern = arguments[1].Text switch
        {
            "combined" => NginxPatterns.Combined,
            "ingress_upstreaminfo" => NginxPatterns.Ingress,
            "main" => NginxPatterns.Main,
            _ => NginxPatterns.Error,
        };
        var format = LogTime.FormatOf(arguments.Prepared, arguments[2], LogTime.AccessFormat);
        var result = pattern.Read(arguments[0].Text, format, arguments.Run.TimeZone);
        return result.IsMissing ? Value.Fail("failed parsing log line") : result;
    }
}
