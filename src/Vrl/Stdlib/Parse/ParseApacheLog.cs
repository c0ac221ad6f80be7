using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Stdlib.Parse.Logs;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_apache_log</c></summary>
internal sealed class ParseApacheLog : Function
{
    private static readonly Kind text = Kind.Bytes.Or(Kinds.Null);
    private static readonly Kind number = Kind.Integer.Or(Kinds.Null);
    private static readonly Kind time = Kind.Timestamp.Or(Kinds.Null);

    /// <summary>The fields of the common format.</summary>
    internal static Dictionary<string, Kind> CommonFields { get; } =
        new(StringComparer.Ordinal)
        {
            ["host"] = text,
            ["identity"] = text,
            ["user"] = text,
            ["timestamp"] = time,
            ["message"] = text,
            ["method"] = text,
            ["path"] = text,
            ["protocol"] = text,
            ["status"] = number,
            ["size"] = number,
        };

    private static readonly Kind common = Kind.ObjectOf(CommonFields);

    private static readonly Kind combined = Kind.ObjectOf(
        new Dictionary<string, Kind>(CommonFields, StringComparer.Ordinal)
        {
            ["referrer"] = text,
            ["agent"] = text,
        }
    );

    private static readonly Kind error = Kind.ObjectOf(
        new Dictionary<string, Kind>(StringComparer.Ordinal)
        {
            ["timestamp"] = time,
            ["module"] = text,
            ["severity"] = text,
            ["thread"] = text,
            ["port"] = text,
            ["message"] = text,
        }
    );

    private static readonly Signature signature = new(
        "parse_apache_log",
        "Parse",
        "Reads a line of an access or error log of Apache.",
        new TypeDef(Kind.Object).Fallible(),
        new Parameter("value", Kinds.Bytes, "The line."),
        new Parameter("format", Kinds.Bytes, "The log's format.")
        {
            Variants = ["common", "combined", "error"],
            Form = ArgumentForm.Static,
        },
        Parameter.Optional(
            "timestamp_format",
            Kinds.Bytes,
            LogTime.AccessFormat,
            "The format of the time, as parse_timestamp has it."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A line of the common format",
            """parse_apache_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326', format: "common")""",
            """{"host": "127.0.0.1", "identity": "bob", "message": "GET /apache_pb.gif HTTP/1.0", "method": "GET", "path": "/apache_pb.gif", "protocol": "HTTP/1.0", "size": 2326, "status": 200, "timestamp": "2000-10-10T20:55:36Z", "user": "frank"}"""
        ),
        new(
            "A line of the combined format",
            """parse_apache_log!(s'127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 - "http://example.com/" "curl/8.0"', format: "combined")""",
            """{"agent": "curl/8.0", "host": "127.0.0.1", "message": "GET / HTTP/1.0", "method": "GET", "path": "/", "protocol": "HTTP/1.0", "referrer": "http://example.com/", "status": 200, "timestamp": "2000-10-10T20:55:36Z"}"""
        ),
        new(
            "A line of the error log",
            """parse_apache_log!(s'[01/Mar/2021:12:00:19 +0000] [ab:alert] [pid 4803:tid 3814] [client 147.159.108.175:24259] No way!', format: "error")""",
            """{"client": "147.159.108.175", "message": "No way!", "module": "ab", "pid": 4803, "port": 24259, "severity": "alert", "thread": "3814", "timestamp": "2021-03-01T12:00:19Z"}"""
        ),
        new(
            "The time has another format",
            """parse_apache_log!("[2021/06/03 09:30:50] - - - -", format: "error", timestamp_format: "%Y/%m/%d %H:%M:%S")""",
            """{"timestamp": "2021-06-03T09:30:50Z"}"""
        ),
        new(
            "The line is of no such format",
            """parse_apache_log!("not a line", format: "common")""",
            Result: null,
            "failed parsing common log line"
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        new TypeDef(
            call.ConstantOf("format") is { IsBytes: true } format
                ? format.Text switch
                {
                    "common" => common,
                    "combined" => combined,
                    _ => error,
                }
                : Kind.Object
        ).Fallible();

    protected internal override object? Prepare(CallSite call) =>
        call.ConstantOf("timestamp_format") is { IsBytes: true } format
            ? Strftime.Parse(format.Text)
            : null;

    protected internal override Value Call(in Arguments arguments)
    {
        var line = arguments[0].Text;
        var format = arguments[1].Text;
        var timeFormat = LogTime.FormatOf(arguments.Prepared, arguments[2], LogTime.AccessFormat);
        var zone = arguments.Run.TimeZone;
        var result = format switch
        {
            "common" => ApachePatterns.Common.Read(line, timeFormat, zone),
            "combined" => ApachePatterns.Combined.Read(line, timeFormat, zone),
            _ => ApachePatterns.Error.Read(line, timeFormat, zone),
        };
        if (result.IsMissing && format == "error")
        {
            result = ApachePatterns.ThreadedError.Read(line, timeFormat, zone);
        }
        return result.IsMissing ? Value.Fail($"failed parsing {format} log line") : result;
    }
}
