using System.Globalization;
using System.Numerics;
using System.Text;
using Freshet.Vrl.Stdlib.Parse;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Yaml;

/// <summary>
/// What a scalar means: the core schema of YAML 1.2, as upstream's reader has it (binary integers too, and numbers with leading
/// zeros are strings).
/// </summary>
internal static class YamlSchema
{
    private const string Prefix = "tag:yaml.org,2002:";
    private const string Expected = "expected any valid JSON value";

    /// <summary>False where it has no value, with what is wrong.</summary>
    public static bool TryRead(in YamlEvent scalar, out Value value, out string problem)
    {
        value = default;
        problem = "";
        if (scalar.Tag.StartsWith('!'))
        {
            problem = $"invalid type: enum, {Expected}";
            return false;
        }
        var text = scalar.Text;
        var (isRead, expected) = scalar.Tag switch
        {
            Prefix + "bool" => (TryReadBoolean(text, out value), "a boolean"),
            Prefix + "int" => (TryReadInteger(text, out value, ref problem), "an integer"),
            Prefix + "float" => (TryReadFloat(text, out value, ref problem), "a float"),
            Prefix + "null" => (IsNull(text), "null"),
            "" when scalar.IsPlain && TryReadPlain(text, out value, ref problem) => (true, ""),
            _ => (TryReadText(text, out value, problem), ""),
        };
        if (!isRead && problem.Length == 0)
        {
            problem = $"invalid value: string {Quote(text)}, expected {expected}";
        }
        return isRead;
    }

    private static bool TryReadPlain(string text, out Value value, ref string problem)
    {
        value = default;
        return text.Length == 0
            || IsNull(text)
            || TryReadBoolean(text, out value)
            || TryReadInteger(text, out value, ref problem)
            || (
                problem.Length == 0
                && !HasLeadingZero(text)
                && TryReadFloat(text, out value, ref problem)
            );
    }

    /// <summary>False if there is a problem with it already.</summary>
    private static bool TryReadText(string text, out Value value, string problem)
    {
        value = text;
        return problem.Length == 0;
    }

    /// <summary>A string as Rust shows it to programmers.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                '\0' => quoted.Append("\\0"),
                '\t' => quoted.Append("\\t"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                _ when char.IsControl(character) => quoted.Append(
                    CultureInfo.InvariantCulture,
                    $"\\u{{{(int)character:x}}}"
                ),
                _ => quoted.Append(character),
            };
        }
        return quoted.Append('"').ToString();
    }

    private static bool IsNull(string text) => text is "null" or "Null" or "NULL" or "~";

    private static bool TryReadBoolean(string text, out Value value)
    {
        value = text is "true" or "True" or "TRUE";
        return value.Boolean || text is "false" or "False" or "FALSE";
    }

    /// <summary>Integers of more than 64 bits are floats if they have no sign, and wrong if they have up to 128 bits.</summary>
    private static bool TryReadInteger(string text, out Value value, ref string problem)
    {
        value = default;
        if (ReadInteger(text) is not { } number)
        {
            return false;
        }
        if (number >= long.MinValue && number <= long.MaxValue)
        {
            value = (long)number;
            return true;
        }
        if (number > 0 && number <= ulong.MaxValue)
        {
            value = (double)(ulong)number;
            return true;
        }
        if (number > 0 ? number.GetBitLength() <= 128 : number >= Int128.MinValue)
        {
            var type = number > 0 ? "u128" : "i128";
            problem = $"invalid type: integer `{number}` as {type}, {Expected}";
        }
        return false;
    }

    private static BigInteger? ReadInteger(string text)
    {
        var digits = text.AsSpan();
        var isNegative = digits.StartsWith('-');
        if (isNegative || digits.StartsWith('+'))
        {
            digits = digits[1..];
        }
        var radix = digits switch
        {
            ['0', 'x', ..] => 16,
            ['0', 'o', ..] => 8,
            ['0', 'b', ..] => 2,
            _ => 10,
        };
        digits = radix == 10 ? digits : digits[2..];
        // Longer than 128 bits of binary digits no integer is read; leading zeros aside, that is.
        if (digits.IsEmpty || (radix == 10 && HasLeadingZero(text)))
        {
            return null;
        }
        digits = digits.TrimStart('0');
        if (digits.Length > 128)
        {
            return null;
        }
        var number = BigInteger.Zero;
        foreach (var digit in digits)
        {
            var value = char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
            if (!char.IsAsciiHexDigit(digit) || value >= radix)
            {
                return null;
            }
            number = (number * radix) + value;
        }
        return isNegative ? -number : number;
    }

    private static bool TryReadFloat(string text, out Value value, ref string problem)
    {
        value = default;
        if (text is ".nan" or ".NaN" or ".NAN")
        {
            problem = $"invalid value: floating point `NaN`, {Expected}";
            return false;
        }
        var unsigned = text.StartsWith('+') ? text[1..] : text;
        if (unsigned.Length < text.Length && unsigned is ['+' or '-', ..])
        {
            return false;
        }
        double number;
        switch (unsigned)
        {
            case ".inf" or ".Inf" or ".INF":
                number = double.PositiveInfinity;
                break;
            case "-.inf" or "-.Inf" or "-.INF":
                number = double.NegativeInfinity;
                break;
            default:
                if (!RustNumber.TryReadFloat(unsigned, out number) || !double.IsFinite(number))
                {
                    return false;
                }
                break;
        }
        value = number;
        return true;
    }

    /// <summary>Whether this is a number with zeros before its digits, for which it is read as text.</summary>
    private static bool HasLeadingZero(string text)
    {
        var digits = text.AsSpan();
        if (digits is ['-' or '+', ..])
        {
            digits = digits[1..];
        }
        return digits.Length > 1 && digits[0] == '0' && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
