using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Logs;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_syslog</c></summary>
internal sealed class ParseSyslog : Function
{
    /// <summary>What is known of a message's fields.</summary>
    internal static TypeDef Result { get; } =
        new TypeDef(
            Kind.ObjectOf(
                new Dictionary<string, Kind>(StringComparer.Ordinal)
                {
                    ["message"] = Kind.Bytes,
                    ["hostname"] = Kind.Bytes.Or(Kinds.Null),
                    ["severity"] = Kind.Bytes.Or(Kinds.Null),
                    ["facility"] = Kind.Bytes.Or(Kinds.Null),
                    ["appname"] = Kind.Bytes.Or(Kinds.Null),
                    ["msgid"] = Kind.Bytes.Or(Kinds.Null),
                    ["timestamp"] = Kind.Timestamp.Or(Kinds.Null),
                    ["procid"] = Kind.Bytes.Or(Kinds.Integer | Kinds.Null),
                    ["version"] = Kind.Integer.Or(Kinds.Null),
                }
            )
        ).Fallible();

    private static readonly Signature signature = new(
        "parse_syslog",
        "Parse",
        "Reads a message of syslog, of RFC 5424, RFC 3164 or one of their many variants.",
        Result,
        new Parameter("value", Kinds.Bytes, "The message.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A message of RFC 5424",
            """parse_syslog!(s'<13>1 2020-03-13T20:45:38.119Z example.com non 2426 ID931 [exampleSDID@32473 iut="3" eventSource= "Application"] Try again!')""",
            """{"appname": "non", "exampleSDID@32473": {"eventSource": "Application", "iut": "3"}, "facility": "user", "hostname": "example.com", "message": "Try again!", "msgid": "ID931", "procid": 2426, "severity": "notice", "timestamp": "2020-03-13T20:45:38.119Z", "version": 1}"""
        ),
        new(
            "A message of RFC 3164",
            """parse_syslog!("<34>Oct 11 2003 22:14:15 mymachine su[12]: it failed")""",
            """{"appname": "su", "facility": "auth", "hostname": "mymachine", "message": "it failed", "procid": 12, "severity": "crit", "timestamp": "2003-10-11T22:14:15Z"}"""
        ),
        new(
            "A time without a year is of this one",
            """
            message = parse_syslog!("<133>Jun 13 16:33:35 haproxy[73411]: Proxy started.")
            del(message.timestamp)
            message
            """,
            """{"appname": "haproxy", "facility": "local0", "message": "Proxy started.", "procid": 73411, "severity": "notice"}"""
        ),
        new(
            "The text is no message",
            """parse_syslog!("not much of a message")""",
            Result: null,
            "unable to parse input as valid syslog message"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        SyslogReader.Read(arguments[0].Text, arguments.Run.TimeZone, arguments.Run.Now());
}
