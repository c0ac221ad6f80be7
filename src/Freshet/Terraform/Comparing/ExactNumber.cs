using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.Terraform.Comparing;

/// <summary>A decimal number of any size without rounding: 5, 5.0 and 5e0 are one, 2⁵³ and 2⁵³ + 1 are two.</summary>
/// <param name="IsNegative">Whether it is below zero.</param>
/// <param name="Digits">Its digits without zeros at either end; empty for zero.</param>
/// <param name="Exponent">The power of ten of the last digit; 0 for zero.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExactNumber(bool IsNegative, string Digits, long Exponent)
{
    /// <summary>Exponents of more digits than this are meant by no one, and not read.</summary>
    private const int LongestExponent = 9;

    /// <summary>As many zeros are written out at most.</summary>
    private const int MostZeros = 20;

    public bool IsZero => Digits.Length == 0;

    /// <summary>A number, or a text that is one.</summary>
    public static bool TryRead(JsonElement value, out ExactNumber number)
    {
        number = default;
        return value.ValueKind is JsonValueKind.Number or JsonValueKind.String
            && TryParse(StateForm.TextOf(value), out number);
    }

    /// <summary>Digits with a sign, a point and an exponent, where there are any (RFC 8259, section 6; zeros may lead, as texts have them).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ExactNumber number)
    {
        number = default;
        var isNegative = text is ['-', ..];
        var rest = isNegative ? text[1..] : text;
        var exponent = 0L;
        if (rest.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            var power = rest[(e + 1)..];
            if (
                power.Length > LongestExponent
                || !long.TryParse(
                    power,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out exponent
                )
            )
            {
                return false;
            }
            rest = rest[..e];
        }
        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? [] : rest[(point + 1)..];
        if (
            whole.IsEmpty
            || (point >= 0 && fraction.IsEmpty)
            || whole.ContainsAnyExceptInRange('0', '9')
            || fraction.ContainsAnyExceptInRange('0', '9')
        )
        {
            return false;
        }
        var digits = string.Concat(whole, fraction);
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length - fraction.Length;
        significant = significant.TrimStart('0');
        number =
            significant.Length == 0 ? new(false, "", 0) : new(isNegative, significant, exponent);
        return true;
    }

    /// <summary>As JSON, and one text for one number.</summary>
    public override string ToString()
    {
        var sign = IsNegative ? "-" : "";
        var whole = Digits.Length + Exponent;
        return (IsZero, Exponent) switch
        {
            (true, _) => "0",
            (_, >= 0 and <= MostZeros) => sign + Digits + new string('0', (int)Exponent),
            (_, < 0) when whole > 0 => $"{sign}{Digits[..(int)whole]}.{Digits[(int)whole..]}",
            (_, < 0) when whole > -MostZeros => $"{sign}0.{new string('0', (int)-whole)}{Digits}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{sign}{Digits}e{Exponent}"),
        };
    }

    /// <summary>As a node that keeps all digits.</summary>
    public JsonNode ToNode() => JsonNode.Parse(ToString())!;
}
