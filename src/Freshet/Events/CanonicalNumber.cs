using System.Buffers;
using System.Globalization;
using System.Text;

namespace Freshet.Events;

/// <summary>
/// Numbers as RFC 8785, section 3.2.2.3, has them: read as a double, printed as ECMAScript prints it (<c>Number::toString</c>). The RFC leaves open what
/// becomes of numbers that no double holds; here two that differ must not become one, so
/// <list type="bullet">
/// <item>an integer that a double would change keeps its digits: <c>9007199254740993</c>;</item>
/// <item>a number too large or too small for a double is written by the same rules, from its own digits: <c>1e400</c> is <c>1e+400</c>;</item>
/// <item>only what is written with a fraction or an exponent is rounded, as the RFC's own example rounds <c>333333333.33333329</c>.</item>
/// </list>
/// </summary>
internal static class CanonicalNumber
{
    /// <summary>Exponents of more digits than this stay as they are written: no one means them.</summary>
    private const int LongestExponent = 9;

    public static void Write(ReadOnlySpan<byte> token, IBufferWriter<byte> output)
    {
        var pool = ArrayPool<byte>.Shared;
        var buffer = pool.Rent(token.Length);
        try
        {
            if (!TryTakeApart(token, buffer, out var own))
            {
                output.Write(token);
                return;
            }
            if (own.Digits.IsEmpty)
            {
                output.Write("0"u8); // minus zero too
                return;
            }
            Span<byte> text = stackalloc byte[32];
            Span<byte> digits = stackalloc byte[32];
            var value = double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (!double.IsFinite(value) || value == 0)
            {
                Print(own, output);
                return;
            }
            // "R" prints the shortest digits that lead back to the double, as ECMAScript does; only the layout differs.
            value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
            TryTakeApart(text[..length], digits, out var rounded);
            var isInteger = !token.ContainsAny(".eE"u8);
            if (isInteger && !own.Digits.SequenceEqual(rounded.Digits))
            {
                output.Write(token);
                return;
            }
            Print(rounded, output);
        }
        finally
        {
            pool.Return(buffer);
        }
    }

    /// <summary>The number 0.d₁d₂…dₖ × 10ⁿ: its digits without zeros at either end, and n.</summary>
    private readonly ref struct Parts
    {
        public bool IsNegative { get; init; }
        public ReadOnlySpan<byte> Digits { get; init; }
        public int Point { get; init; }
    }

    private static bool TryTakeApart(ReadOnlySpan<byte> text, Span<byte> buffer, out Parts parts)
    {
        parts = default;
        var isNegative = text[0] == '-';
        var mantissa = text[(isNegative ? 1 : 0)..];
        var exponent = 0;
        if (mantissa.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e)
        {
            var written = mantissa[(e + 1)..];
            if (written.TrimStart("+-0"u8).Length > LongestExponent)
            {
                return false;
            }
            if (written[0] == '+')
            {
                written = written[1..];
            }
            exponent = int.Parse(written, NumberStyles.AllowLeadingSign);
            mantissa = mantissa[..e];
        }
        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..];
        whole.CopyTo(buffer);
        fraction.CopyTo(buffer[whole.Length..]);
        ReadOnlySpan<byte> digits = buffer[..(whole.Length + fraction.Length)];
        var significant = digits.TrimStart((byte)'0');
        parts = new Parts
        {
            IsNegative = isNegative,
            Digits = significant.TrimEnd((byte)'0'),
            Point = whole.Length - (digits.Length - significant.Length) + exponent,
        };
        return true;
    }

    private static void Print(in Parts number, IBufferWriter<byte> output)
    {
        var digits = number.Digits;
        var point = number.Point;
        if (number.IsNegative)
        {
            output.Write("-"u8);
        }
        if (point is > 0 and <= 21)
        {
            var whole = Math.Min(point, digits.Length);
            output.Write(digits[..whole]);
            WriteZeros(point - whole, output);
            if (digits.Length > whole)
            {
                output.Write("."u8);
                output.Write(digits[whole..]);
            }
        }
        else if (point is > -6 and <= 0)
        {
            output.Write("0."u8);
            WriteZeros(-point, output);
            output.Write(digits);
        }
        else
        {
            output.Write(digits[..1]);
            if (digits.Length > 1)
            {
                output.Write("."u8);
                output.Write(digits[1..]);
            }
            Encoding.ASCII.GetBytes(point > 0 ? $"e+{point - 1}" : $"e{point - 1}", output);
        }
    }

    private static void WriteZeros(int count, IBufferWriter<byte> output) =>
        output.Write("000000000000000000000"u8[..count]);
}
