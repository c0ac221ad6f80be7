using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Number;

internal sealed class FormatNumber : Function
{
    /// <summary>Far more zeros than anyone reads, and few enough to be held.</summary>
    private const int MaxScale = 65536;

    public override Signature Signature { get; } =
        new(
            "format_number",
            "Number",
            "Writes a number with a chosen number of decimal places and separators.",
            Kind.Bytes,
            new Parameter("value", Kinds.Number, "The number."),
            Parameter.Optional(
                "scale",
                Kinds.Integer,
                "How many decimal places are written: more are cut off, fewer are filled with zeros; all that there are by default."
            ),
            Parameter.Optional(
                "decimal_separator",
                Kinds.Bytes,
                ".",
                "What stands between the whole number and its decimal places."
            ),
            Parameter.Optional(
                "grouping_separator",
                Kinds.Bytes,
                "What stands between groups of three digits; nothing by default."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Write with thousands and three decimal places",
            """format_number(1234567.89, 3, decimal_separator: ".", grouping_separator: ",")""",
            "\"1,234,567.890\""
        ),
        new(
            "Write with a comma as the decimal separator",
            """format_number(4672.4, decimal_separator: ",", grouping_separator: "_")""",
            "\"4_672,4\""
        ),
        new("Decimal places are cut, not rounded", "format_number(1.999, 2)", "\"1.99\""),
        new("Write an integer with decimal places", "format_number(12, scale: 2)", "\"12.00\""),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var number = arguments[0].IsInteger
            ? arguments[0].Integer.ToString(CultureInfo.InvariantCulture)
            : DecimalText.Write(arguments[0].Float);
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? number : number[..point];
        var places = point < 0 ? "" : number[(point + 1)..];
        if (!arguments[1].IsMissing)
        {
            var scale = arguments[1].Integer;
            if (scale is < 0 or > MaxScale)
            {
                return Value.Fail($"scale must be between 0 and {MaxScale}, got {scale}");
            }
            places =
                places.Length > scale ? places[..(int)scale] : places.PadRight((int)scale, '0');
        }
        if (!arguments[3].IsMissing)
        {
            whole = Group(whole, arguments[3].Text);
        }
        return places.Length == 0 ? whole : whole + arguments[2].Text + places;
    }

    /// <summary>
    /// Puts the separator before each third character from the end. A sign counts as a character, and nothing but the separator may come first: so upstream
    /// writes <c>-,123</c> and <c>,123</c>, and programs have come to expect it.
    /// </summary>
    private static string Group(string whole, string separator)
    {
        var text = new StringBuilder();
        for (var i = 0; i < whole.Length; i++)
        {
            if ((whole.Length - i) % 3 == 0)
            {
                text.Append(separator);
            }
            text.Append(whole[i]);
        }
        return text.ToString();
    }
}
