using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Conversions;

internal sealed class FromUnixTimestamp : Function
{
    /// <summary>The last second of the year 262142, and the first of the year -262143: what chrono holds.</summary>
    private const long LastSecond = 8_210_266_876_799;
    private const long FirstSecond = -8_334_601_228_800;

    public override Signature Signature { get; } =
        new(
            "from_unix_timestamp",
            "Convert",
            "Makes a timestamp of the time since 1970-01-01T00:00:00Z.",
            new TypeDef(Kind.Timestamp).Fallible(),
            new Parameter("value", Kinds.Integer, "How much time since then.")
            {
                TakesAnyAtRun = true,
            },
            Parameter.Optional("unit", Kinds.Bytes, "seconds", "The unit of that.") with
            {
                Variants = ["seconds", "milliseconds", "nanoseconds", "microseconds"],
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Seconds", "from_unix_timestamp!(5)", "\"1970-01-01T00:00:05Z\""),
        new(
            "Milliseconds",
            """from_unix_timestamp!(5001, unit: "milliseconds")""",
            "\"1970-01-01T00:00:05.001Z\""
        ),
        new(
            "Microseconds",
            """from_unix_timestamp!(5000, unit: "microseconds")""",
            "\"1970-01-01T00:00:00.005Z\""
        ),
        new(
            "Nanoseconds before that",
            """from_unix_timestamp!(-1, unit: "nanoseconds")""",
            "\"1969-12-31T23:59:59.999999999Z\""
        ),
        new(
            "Beyond the calendar",
            "from_unix_timestamp!(9999999999999)",
            null,
            "unable to coerce 9999999999999 into timestamp"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        if (!arguments[0].IsInteger)
        {
            return Value.Fail($"unable to coerce {Kind.From(arguments[0])} into timestamp");
        }
        var value = arguments[0].Integer;
        var (perSecond, nanoseconds) = arguments[1].Text switch
        {
            "milliseconds" => (1_000L, 1_000_000),
            "microseconds" => (1_000_000L, 1_000),
            "nanoseconds" => (1_000_000_000L, 1),
            _ => (1L, 1_000_000_000),
        };
        var seconds = value / perSecond;
        var rest = value % perSecond;
        if (rest < 0)
        {
            seconds--;
            rest += perSecond;
        }
        return seconds is >= FirstSecond and <= LastSecond
            ? Value.From(new Timestamp(seconds, (int)(rest * nanoseconds)))
            : Value.Fail($"unable to coerce {value} into timestamp");
    }
}
