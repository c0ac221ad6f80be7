using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Coerce;

internal sealed class ToFloat : Function
{
    public override Signature Signature { get; } =
        new(
            "to_float",
            "Coerce",
            "Makes a float of a value: a timestamp is its seconds since 1970, a boolean 1 or 0, null 0.",
            Kind.Float,
            new Parameter("value", Kinds.Any, "The value.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("An integer", "to_float(5)", "5.0"),
        new("A string", """to_float!("5.6")""", "5.6"),
        new("A timestamp", "to_float(t'2020-01-01T00:00:00.100Z')", "1577836800.1"),
        new("A boolean", "to_float(true)", "1.0"),
        new("Null", "to_float(null)", "0.0"),
        new(
            "Another word",
            """to_float!("foobar")""",
            null,
            "Invalid floating point number \"foobar\": invalid float literal"
        ),
        new("An object", "to_float!({})", null, "unable to coerce object into float"),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        new TypeDef(Kind.Float).FallibleIf(
            call.KindOf("value").MayTurnOut(Kinds.Bytes | Kinds.Regex | Kinds.Container)
        );

    protected internal override Value Call(in Arguments arguments)
    {
        var value = arguments[0];
        return value.Kind switch
        {
            ValueKind.Float => value,
            ValueKind.Integer => (double)value.Integer,
            ValueKind.Boolean => value.Boolean ? 1.0 : 0.0,
            ValueKind.Null => 0.0,
            ValueKind.Timestamp => Seconds(value.Timestamp),
            ValueKind.Bytes => ParseFloat.Read(value.Text),
            _ => Value.Fail($"unable to coerce {Kind.From(value)} into float"),
        };
    }

    /// <summary>By way of nanoseconds, whose rounding is part of the result. Those that 64 bits do not hold fail, though the call counts as one that cannot.</summary>
    private static Value Seconds(Timestamp time)
    {
        var nanoseconds = ((Int128)time.Seconds * 1_000_000_000) + time.Nanoseconds;
        return nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue
            ? (double)nanoseconds / 1e9
            : Value.Fail("can't convert out of range timestamp");
    }
}
