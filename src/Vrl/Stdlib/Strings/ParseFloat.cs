using System.Buffers;
using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class ParseFloat : Function
{
    public override Signature Signature { get; } =
        new(
            "parse_float",
            "String",
            "Reads a float: digits with a point or an exponent, or infinity.",
            new TypeDef(Kind.Float).Fallible(),
            new Parameter("value", Kinds.Bytes, "The text.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Read a float", """parse_float!("42.38")""", "42.38"),
        new("Read an integer", """parse_float!("-42")""", "-42.0"),
        new("Read an exponent", """parse_float!("2.5e3")""", "2500.0"),
        new(
            "A text that is no number is refused",
            """parse_float!("abc")""",
            null,
            """Invalid floating point number "abc": invalid float literal"""
        ),
    ];

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create(
        "0123456789.eE+-"
    );

    protected internal override Value? ConstantOf(CallSite call) =>
        call.ConstantOf("value") is { IsBytes: true } text
        && Read(text.Text) is { IsFloat: true } value
            ? value
            : default(Value?);

    protected internal override Value Call(in Arguments arguments) => Read(arguments[0].Text);

    /// <summary>The number that a text is, as Rust reads it.</summary>
    public static Value Read(string text)
    {
        if (text.Length == 0)
        {
            return Value.Fail(
                "Invalid floating point number \"\": cannot parse float from empty string"
            );
        }
        var number = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (Is(number, "nan"))
        {
            return Value.Fail($"NaN number not supported {QuotedText.Write(text)}");
        }
        if (Is(number, "inf") || Is(number, "infinity"))
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }
        // The framework takes more than Rust does, such as spaces: digits, the point and the exponent are all that may be there.
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign
            | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        return
            number.ContainsAnyExcept(NumberCharacters)
            || !double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value)
            ? Value.Fail(
                $"Invalid floating point number {QuotedText.Write(text)}: invalid float literal"
            )
            : value;
    }

    private static bool Is(ReadOnlySpan<char> text, string word) =>
        text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
