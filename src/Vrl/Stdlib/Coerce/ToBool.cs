using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Coerce;

internal sealed class ToBool : Function
{
    public override Signature Signature { get; } =
        new(
            "to_bool",
            "Coerce",
            "Makes a boolean of a value: numbers are true unless zero, null is false, strings say it in words or numbers.",
            Kind.Boolean,
            new Parameter("value", Kinds.Any, "The value.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A word", """to_bool!("yes")""", "true"),
        new("A word in capitals", """to_bool!("F")""", "false"),
        new("A number in a string", """to_bool!("5")""", "true"),
        new("A number", "to_bool(0.0)", "false"),
        new("Null", "to_bool(null)", "false"),
        new("Another word", """to_bool!("maybe")""", null, "Invalid boolean value \"maybe\""),
        new("An array", "to_bool!([])", null, "unable to coerce array into boolean"),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        new TypeDef(Kind.Boolean).FallibleIf(
            call.KindOf("value")
                .MayTurnOut(Kinds.Bytes | Kinds.Timestamp | Kinds.Regex | Kinds.Container)
        );

    protected internal override Value Call(in Arguments arguments)
    {
        var value = arguments[0];
        return value.Kind switch
        {
            ValueKind.Boolean => value,
            ValueKind.Integer => value.Integer != 0,
            ValueKind.Float => value.Float != 0,
            ValueKind.Null => false,
            ValueKind.Bytes => TryRead(value.Text, out var truth) ? truth : Fail(value.Text),
            _ => Value.Fail($"unable to coerce {Kind.From(value)} into boolean"),
        };
    }

    /// <summary>What is said of a text that is no boolean.</summary>
    public static string Problem(string text) => $"Invalid boolean value {QuotedText.Write(text)}";

    /// <summary>Reads a boolean: a word, or a number that is zero or is not.</summary>
    public static bool TryRead(string text, out bool truth)
    {
        if (TryReadInteger(text, out var number))
        {
            truth = number != 0;
            return true;
        }
        var word = text.ToLowerInvariant();
        truth = word is "true" or "t" or "yes" or "y";
        return truth || word is "false" or "f" or "no" or "n";
    }

    private static Value Fail(string text) => Value.Fail(Problem(text));

    private static bool TryReadInteger(string text, out long number) =>
        long.TryParse(
            text,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out number
        );
}
