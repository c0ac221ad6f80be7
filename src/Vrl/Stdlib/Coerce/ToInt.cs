using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Coerce;

internal sealed class ToInt : Function
{
    public override Signature Signature { get; } =
        new(
            "to_int",
            "Coerce",
            "Makes an integer of a value: a float loses its fraction, a timestamp is its seconds since 1970, a boolean 1 or 0, null 0.",
            Kind.Integer,
            new Parameter("value", Kinds.Any, "The value.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A float", "to_int(5.6)", "5"),
        new("A string", """to_int!("-5")""", "-5"),
        new("A timestamp", "to_int(t'2020-01-01T00:00:00Z')", "1577836800"),
        new("A boolean", "to_int(true)", "1"),
        new("Null", "to_int(null)", "0"),
        new(
            "Another word",
            """to_int!("foobar")""",
            null,
            "Invalid integer \"foobar\": invalid digit found in string"
        ),
        new("An array", "to_int!([])", null, "unable to coerce array into integer"),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        new TypeDef(Kind.Integer).FallibleIf(
            call.KindOf("value").MayTurnOut(Kinds.Bytes | Kinds.Regex | Kinds.Container)
        );

    protected internal override Value Call(in Arguments arguments)
    {
        var value = arguments[0];
        return value.Kind switch
        {
            ValueKind.Integer => value,
            ValueKind.Float => Truncate(value.Float),
            ValueKind.Boolean => value.Boolean ? 1L : 0L,
            ValueKind.Null => 0L,
            ValueKind.Timestamp => value.Timestamp.Seconds,
            ValueKind.Bytes => Read(value.Text),
            _ => Value.Fail($"unable to coerce {Kind.From(value)} into integer"),
        };
    }

    /// <summary>What is too large for an integer becomes the largest, as in Rust.</summary>
    private static long Truncate(double number) =>
        number >= long.MaxValue ? long.MaxValue
        : number <= long.MinValue ? long.MinValue
        : (long)number;

    private static Value Read(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        if (long.TryParse(text, Style, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        var digits = text.AsSpan(text is ['+' or '-', _, ..] ? 1 : 0);
        var reason =
            text.Length == 0 ? "cannot parse integer from empty string"
            : digits.ContainsAnyExceptInRange('0', '9') ? "invalid digit found in string"
            : text[0] == '-' ? "number too small to fit in target type"
            : "number too large to fit in target type";
        return Value.Fail($"Invalid integer {QuotedText.Write(text)}: {reason}");
    }
}
