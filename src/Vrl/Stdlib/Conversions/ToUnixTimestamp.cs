using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Conversions;

internal sealed class ToUnixTimestamp : Function
{
    public override Signature Signature { get; } =
        new(
            "to_unix_timestamp",
            "Convert",
            "The time from 1970-01-01T00:00:00Z to a timestamp, what is less than a unit cut off.",
            Kind.Integer,
            new Parameter("value", Kinds.Timestamp, "The timestamp."),
            Parameter.Optional("unit", Kinds.Bytes, "seconds", "The unit of the result.") with
            {
                Variants = ["seconds", "milliseconds", "microseconds", "nanoseconds"],
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Seconds", "to_unix_timestamp(t'2021-01-01T00:00:00.5Z')", "1609459200"),
        new(
            "Milliseconds",
            """to_unix_timestamp(t'2021-01-01T00:00:00.5Z', unit: "milliseconds")""",
            "1609459200500"
        ),
        new(
            "Nanoseconds",
            """to_unix_timestamp(t'2021-01-01T00:00:00Z', unit: "nanoseconds")""",
            "1609459200000000000"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var time = arguments[0].Timestamp;
        var (perSecond, nanoseconds) = arguments[1].Text switch
        {
            "milliseconds" => (1_000L, 1_000_000),
            "microseconds" => (1_000_000L, 1_000),
            "nanoseconds" => (1_000_000_000L, 1),
            _ => (1L, 1_000_000_000),
        };
        var units = ((Int128)time.Seconds * perSecond) + (time.Nanoseconds / nanoseconds);
        return units >= long.MinValue && units <= long.MaxValue
            ? (long)units
            : Value.Fail("can't convert out of range timestamp");
    }
}
