using System.Globalization;

namespace Freshet.Vrl.Runtime;

/// <summary>The two texts of a float that VRL's programs see. Both give the fewest digits that lead back to the same float.</summary>
internal static class FloatText
{
    /// <summary>Enough for <see cref="double.MinValue"/> and for the smallest number, written out.</summary>
    private const int Longest = 352;

    /// <summary>Without an exponent, however large or small: 1.0 is <c>1</c>, 1e20 is <c>100000000000000000000</c>.</summary>
    public static string Display(double value)
    {
        Span<char> buffer = stackalloc char[Longest];
        return new string(buffer[..WritePlain(value, buffer)]);
    }

    /// <summary>As serde_json writes it: 1.0 is <c>1.0</c>, and from 1e16 up and below 1e-5 with an exponent, <c>1e20</c>, <c>1.5e-7</c>.</summary>
    public static string Json(double value)
    {
        Span<char> buffer = stackalloc char[Longest];
        return new string(buffer[..WriteJson(value, buffer)]);
    }

    /// <summary>Writes the form of <see cref="Json"/>; <c>null</c> for what JSON has no number for. Returns how much was written: at most 32 characters.</summary>
    public static int WriteJson(double value, Span<char> into)
    {
        if (!double.IsFinite(value))
        {
            "null".CopyTo(into);
            return 4;
        }
        Span<char> digits = stackalloc char[20];
        var (count, point, isNegative) = Decompose(value, digits);
        digits = digits[..count];
        var at = 0;
        if (isNegative)
        {
            into[at++] = '-';
        }
        if (point is > -5 and <= 16)
        {
            at += WriteFixed(digits, point, into[at..]);
            if (count <= point)
            {
                ".0".CopyTo(into[at..]);
                at += 2;
            }
            return at;
        }
        into[at++] = digits[0];
        if (count > 1)
        {
            into[at++] = '.';
            digits[1..].CopyTo(into[at..]);
            at += count - 1;
        }
        into[at++] = 'e';
        (point - 1).TryFormat(into[at..], out var written, default, CultureInfo.InvariantCulture);
        return at + written;
    }

    private static int WritePlain(double value, Span<char> into)
    {
        if (!double.IsFinite(value))
        {
            var name =
                double.IsNaN(value) ? "NaN"
                : value > 0 ? "inf"
                : "-inf";
            name.CopyTo(into);
            return name.Length;
        }
        Span<char> digits = stackalloc char[20];
        var (count, point, isNegative) = Decompose(value, digits);
        if (!isNegative)
        {
            return WriteFixed(digits[..count], point, into);
        }
        into[0] = '-';
        return 1 + WriteFixed(digits[..count], point, into[1..]);
    }

    /// <summary>The value's digits, without zeros at either end, and where the point is: 12.5 is 125 and 2, 0.05 is 5 and -1.</summary>
    private static (int Count, int Point, bool IsNegative) Decompose(
        double value,
        Span<char> digits
    )
    {
        Span<char> text = stackalloc char[32];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        var isNegative = text[0] == '-';
        int count = 0,
            point = 0;
        var isAfterPoint = false;
        for (var i = isNegative ? 1 : 0; i < length; i++)
        {
            if (text[i] == '.')
            {
                isAfterPoint = true;
            }
            else if (text[i] == 'E')
            {
                point += int.Parse(
                    text[(i + 1)..length],
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture
                );
                break;
            }
            else
            {
                if (count > 0 || text[i] != '0')
                {
                    digits[count++] = text[i];
                    point += isAfterPoint ? 0 : 1;
                }
                else if (isAfterPoint)
                {
                    point--;
                }
            }
        }
        while (count > 0 && digits[count - 1] == '0')
        {
            count--;
        }
        if (count == 0)
        {
            digits[0] = '0';
            return (1, 1, isNegative);
        }
        return (count, point, isNegative);
    }

    /// <summary>Writes digits with the point where it belongs, filled up by zeros.</summary>
    private static int WriteFixed(ReadOnlySpan<char> digits, int point, Span<char> into)
    {
        if (point <= 0)
        {
            "0.".CopyTo(into);
            into.Slice(2, -point).Fill('0');
            digits.CopyTo(into[(2 - point)..]);
            return 2 - point + digits.Length;
        }
        if (digits.Length <= point)
        {
            digits.CopyTo(into);
            into[digits.Length..point].Fill('0');
            return point;
        }
        digits[..point].CopyTo(into);
        into[point] = '.';
        digits[point..].CopyTo(into[(point + 1)..]);
        return digits.Length + 1;
    }
}
