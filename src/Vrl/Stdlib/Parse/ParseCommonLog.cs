using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Stdlib.Parse.Logs;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_common_log</c></summary>
internal sealed class ParseCommonLog : Function
{
    private static readonly Signature signature = new(
        "parse_common_log",
        "Parse",
        "Reads a line of the Common Log Format of web servers.",
        new TypeDef(Kind.ObjectOf(ParseApacheLog.CommonFields)).Fallible(),
        new Parameter("value", Kinds.Bytes, "The line."),
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
            "A line is read",
            """parse_common_log!(s'127.0.0.1 bob frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326')""",
            """{"host": "127.0.0.1", "identity": "bob", "message": "GET /apache_pb.gif HTTP/1.0", "method": "GET", "path": "/apache_pb.gif", "protocol": "HTTP/1.0", "size": 2326, "status": 200, "timestamp": "2000-10-10T20:55:36Z", "user": "frank"}"""
        ),
        new(
            "The time has another format",
            """parse_common_log!(s'- - - [2000-10-10T20:55:36Z] "-" - -', timestamp_format: "%+")""",
            """{"timestamp": "2000-10-10T20:55:36Z"}"""
        ),
        new(
            "The line is of no such format",
            """parse_common_log!("not a line")""",
            Result: null,
            "failed parsing common log line"
        ),
    ];

    protected internal override object? Prepare(CallSite call) =>
        call.ConstantOf("timestamp_format") is { IsBytes: true } format
            ? Strftime.Parse(format.Text)
            : null;

    protected internal override Value Call(in Arguments arguments)
    {
        var format = LogTime.FormatOf(arguments.Prepared, arguments[1], LogTime.AccessFormat);
        var result = ApachePatterns.Common.Read(arguments[0].Text, format, arguments.Run.TimeZone);
        return result.IsMissing ? Value.Fail("failed parsing common log line") : result;
    }
}
