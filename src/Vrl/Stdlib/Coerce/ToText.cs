using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Coerce;

internal sealed class ToText : Function
{
    public override Signature Signature { get; } =
        new(
            "to_string",
            "Coerce",
            "Makes a string of a value: numbers as they are written, a timestamp in RFC 3339, null empty.",
            Kind.Bytes,
            new Parameter("value", Kinds.Any, "The value.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("An integer", "to_string(5)", "\"5\""),
        new("A float", "to_string(5.60)", "\"5.6\""),
        new("A boolean", "to_string(true)", "\"true\""),
        new("Null", "to_string(null)", "\"\""),
        new(
            "A timestamp",
            "to_string(t'2020-01-01T00:00:00.100Z')",
            "\"2020-01-01T00:00:00.100Z\""
        ),
        new("An object", "to_string!({})", null, "unable to coerce object into string"),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        new TypeDef(Kind.Bytes).FallibleIf(
            call.KindOf("value").MayTurnOut(Kinds.Regex | Kinds.Container)
        );

    protected internal override Value Call(in Arguments arguments)
    {
        var value = arguments[0];
        return value.Kind switch
        {
            ValueKind.Bytes => value,
            ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
            ValueKind.Float => FloatText.Display(value.Float),
            ValueKind.Boolean => value.Boolean ? "true" : "false",
            ValueKind.Timestamp => TimestampText.Format(value.Timestamp),
            ValueKind.Null => Value.EmptyString,
            _ => Value.Fail($"unable to coerce {Kind.From(value)} into string"),
        };
    }
}
