using System.Globalization;
using System.Runtime.InteropServices;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Objects.DatadogSearch;

/// <summary>What values are compared with: an integer, a float, or text; or no bound at all, <c>*</c>.</summary>
/// <param name="Value">The integer or float; a missing value where there is none.</param>
/// <param name="Text">The bound as text, for what is compared as text.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Bound(Value Value, string Text)
{
    /// <summary>Whether it is <c>*</c>.</summary>
    public bool IsOpen { get; private init; }

    public static Bound FromText(string text) => new(Value.Missing, text);

    /// <summary>The bound that is written so: a number where it reads as one. Quotes around it do not count.</summary>
    public static Bound From(string unescaped)
    {
        var text = unescaped is ['"', _, .., '"'] ? unescaped[1..^1] : unescaped;
        if (text == "*")
        {
            return new(Value.Missing, text) { IsOpen = true };
        }
        if (
            long.TryParse(
                text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var integer
            )
        )
        {
            return new(integer, integer.ToString(CultureInfo.InvariantCulture));
        }
        return TryParseFloat(text, out var number)
            ? new(number, FloatText.Display(number))
            : FromText(text);
    }

    private static bool TryParseFloat(string text, out double number)
    {
        var magnitude = text is ['-' or '+', ..] ? text[1..] : text;
        if (magnitude is [var first, ..] && char.IsAsciiLetter(first))
        {
            number = magnitude.ToUpperInvariant() switch
            {
                "INF" or "INFINITY" => text[0] == '-'
                    ? double.NegativeInfinity
                    : double.PositiveInfinity,
                _ => double.NaN,
            };
            return !double.IsNaN(number);
        }
        return double.TryParse(
                text,
                NumberStyles.AllowLeadingSign
                    | NumberStyles.AllowDecimalPoint
                    | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out number
            ) && !double.IsNaN(number);
    }
}
