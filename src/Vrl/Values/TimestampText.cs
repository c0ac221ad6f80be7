using System.Globalization;
using Freshet.Vrl.Runtime.Time;

namespace Freshet.Vrl.Values;

/// <summary>Timestamps as RFC 3339.</summary>
public static class TimestampText
{
    /// <summary>The timestamp as VRL prints it: in UTC with <c>Z</c>, and 0, 3, 6 or 9 digits of the second's fraction. Years beyond 9999 have a sign.</summary>
    public static string Format(Timestamp value)
    {
        Span<char> text = stackalloc char[48];
        var time = new CivilTime(value.Seconds);
        var at = WriteYear(time.Date.Year, text);
        WriteTwo(text, ref at, '-', time.Date.Month);
        WriteTwo(text, ref at, '-', time.Date.Day);
        WriteTwo(text, ref at, 'T', time.Hour);
        WriteTwo(text, ref at, ':', time.Minute);
        WriteTwo(text, ref at, ':', time.Second);
        at += WriteFraction(value.Nanoseconds, text[at..]);
        text[at++] = 'Z';
        return new string(text[..at]);
    }

    /// <summary>
    /// Reads RFC 3339: <c>2021-02-11T15:00:00.5+01:00</c>; <c>T</c> and <c>Z</c> may be small, and a space may stand for <c>T</c>. A leap second is the second
    /// after it.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The point in time.</param>
    /// <param name="error">Why it is none, in chrono's words, since programs see them; empty if it is one.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Timestamp value, out string error)
    {
        var scanner = new TimeScanner(text);
        var fields = new TimeFields();
        error = fields.ReadRfc3339(ref scanner);
        if (error.Length == 0 && !scanner.IsAtEnd)
        {
            error = TimeError.TrailingInput;
        }
        value = default;
        if (error.Length == 0)
        {
            error = fields.ToTimestamp(out value);
        }
        return error.Length == 0;
    }

    /// <summary>The year in four digits; with a sign where it does not fit.</summary>
    internal static int WriteYear(long year, Span<char> into)
    {
        var format = year is >= 0 and <= 9999 ? "0000" : "+0000;-0000";
        year.TryFormat(into, out var written, format, CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>The fraction with its point, in as few groups of three digits as are needed; nothing where it is zero.</summary>
    internal static int WriteFraction(int nanoseconds, Span<char> into)
    {
        if (nanoseconds == 0)
        {
            return 0;
        }
        var (value, digits) =
            nanoseconds % 1_000_000 == 0 ? (nanoseconds / 1_000_000, 3)
            : nanoseconds % 1_000 == 0 ? (nanoseconds / 1_000, 6)
            : (nanoseconds, 9);
        into[0] = '.';
        for (var i = digits; i > 0; i--)
        {
            into[i] = (char)('0' + value % 10);
            value /= 10;
        }
        return digits + 1;
    }

    private static void WriteTwo(Span<char> into, ref int at, char before, int value)
    {
        into[at] = before;
        into[at + 1] = (char)('0' + value / 10);
        into[at + 2] = (char)('0' + value % 10);
        at += 3;
    }
}
