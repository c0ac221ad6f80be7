using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Timestamps;

internal sealed class FormatTimestamp : Function
{
    public override Signature Signature { get; } =
        new(
            "format_timestamp",
            "Timestamp",
            "Writes a timestamp in a format of strftime's specifiers.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("value", Kinds.Timestamp, "The timestamp."),
            new Parameter("format", Kinds.Bytes, "The format, as chrono has it."),
            Parameter.Optional(
                "timezone",
                Kinds.Bytes,
                "The zone whose clocks it shows; UTC unless given."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A date",
            """format_timestamp!(t'2020-10-21T16:00:00Z', format: "%d %B %Y %H:%M")""",
            "\"21 October 2020 16:00\""
        ),
        new(
            "In another zone",
            """format_timestamp!(t'2021-02-10T23:32:00Z', "%+", timezone: "Europe/Berlin")""",
            "\"2021-02-11T00:32:00+01:00\""
        ),
        new(
            "No format",
            """format_timestamp!(t'2020-10-21T16:00:00Z', "%Q")""",
            null,
            "invalid format"
        ),
        new(
            "No zone",
            """format_timestamp!(t'2020-10-21T16:00:00Z', "%F", timezone: "nowhere")""",
            null,
            "unable to parse timezone: nowhere"
        ),
    ];

    protected internal override object? Prepare(CallSite call) =>
        call.ConstantOf("format") is { IsBytes: true } format ? Strftime.Parse(format.Text) : null;

    protected internal override Value Call(in Arguments arguments)
    {
        var format = arguments.Prepared as Strftime ?? Strftime.Parse(arguments[1].Text);
        if (!format.IsValid)
        {
            return Value.Fail("invalid format");
        }
        var zone = TimeZoneInfo.Utc;
        if (!arguments[2].IsMissing && !TimeZones.TryFind(arguments[2].Text, out zone))
        {
            return Value.Fail($"unable to parse timezone: {arguments[2].Text}");
        }
        return format.Format(arguments[0].Timestamp, zone) is { } text
            ? text
            : Value.Fail("invalid format");
    }
}
