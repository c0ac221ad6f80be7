using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_timestamp</c></summary>
internal sealed class ParseTimestamp : Function
{
    private static readonly Signature signature = new(
        "parse_timestamp",
        "Parse",
        "Reads a time by a format; a timestamp is given as it is.",
        new TypeDef(Kind.Timestamp).Fallible(),
        new Parameter("value", Kinds.Bytes | Kinds.Timestamp, "The text of the time.")
        {
            TakesAnyAtRun = true,
        },
        new Parameter(
            "format",
            Kinds.Bytes,
            "The format: year %Y, month %m, day %d, hour %H, minute %M, second %S, offset %z, RFC 3339 %+ and others."
        ),
        Parameter.Optional(
            "timezone",
            Kinds.Bytes,
            "The zone of a time that does not say its own, as a name of the tz database; the host's without."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A time with an offset is read",
            """parse_timestamp!("10-Oct-2020 16:00+01:00", format: "%v %R %:z")""",
            "\"2020-10-10T15:00:00Z\""
        ),
        new(
            "The zone is given",
            """parse_timestamp!("16/10/2019 12:00:00", "%d/%m/%Y %H:%M:%S", timezone: "Asia/Taipei")""",
            "\"2019-10-16T04:00:00Z\""
        ),
        new(
            "A timestamp stays as it is",
            "parse_timestamp!(t'2020-10-10T16:00:00Z', format: \"%+\")",
            "\"2020-10-10T16:00:00Z\""
        ),
        new(
            "The text is not of the format",
            """parse_timestamp!("today", format: "%Y-%m-%d")""",
            Result: null,
            "Invalid timestamp \"today\": input contains invalid characters"
        ),
        new(
            "The zone is unknown",
            """parse_timestamp!("2020", format: "%Y", timezone: "Europe/Pariss")""",
            Result: null,
            "unable to parse timezone: Europe/Pariss"
        ),
    ];

    protected internal override object? Prepare(CallSite call) =>
        call.ConstantOf("format") is { IsBytes: true } format ? Strftime.Parse(format.Text) : null;

    protected internal override Value Call(in Arguments arguments)
    {
        if (arguments[0].IsTimestamp)
        {
            return arguments[0];
        }
        if (!arguments[0].IsBytes)
        {
            return Value.Fail($"unable to convert {NameOf(arguments[0])} value to timestamp");
        }
        var zone = arguments.Run.TimeZone;
        if (arguments[2].IsBytes && !TimeZones.TryFind(arguments[2].Text, out zone))
        {
            return Value.Fail($"unable to parse timezone: {arguments[2].Text}");
        }
        var format = arguments.Prepared as Strftime ?? Strftime.Parse(arguments[1].Text);
        var text = arguments[0].Text;
        return format.TryParse(text, zone, out var time, out var error)
            ? Value.From(time)
            : Value.Fail($"Invalid timestamp {QuotedText.Write(text)}: {error}");
    }

    /// <summary>The name of a value's kind in this message alone, where upstream calls an object a map.</summary>
    private static string NameOf(Value value) =>
        value.IsObject ? "map" : Kind.Of(Kind.Of(value)).ToString();
}
