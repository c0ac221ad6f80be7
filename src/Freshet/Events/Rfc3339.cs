namespace Freshet.Events;

/// <summary>Points in time as RFC 3339, section 5.6, writes them, by the letter of its grammar.</summary>
internal static class Rfc3339
{
    /// <summary>UTC with milliseconds: <c>2026-01-31T12:00:00.000Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>
    /// Reads <c>date T time offset</c>. What a tick (100 ns) cannot hold of the fraction is cut off, and a leap second becomes the second after it. The year 0
    /// is refused.
    /// </summary>
    /// <param name="text">The text, nothing before or after the time.</param>
    /// <param name="time">The time in UTC.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (
            text.Length < "0000-00-00T00:00:00Z".Length
            || !Digits(text[..4], out var year)
            || !Digits(text.Slice(5, 2), out var month)
            || !Digits(text.Slice(8, 2), out var day)
            || !Digits(text.Slice(11, 2), out var hour)
            || !Digits(text.Slice(14, 2), out var minute)
            || !Digits(text.Slice(17, 2), out var second)
            || (text[4], text[7], text[13], text[16]) is not ('-', '-', ':', ':')
            || text[10] is not ('T' or 't')
        )
        {
            return false;
        }
        if (
            year == 0
            || month is 0 or > 12
            || day == 0
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 60
            || !Fraction(text[19..], out var fraction, out var rest)
            || !Offset(rest, out var offset)
        )
        {
            return false;
        }
        var minutes = new DateTime(year, month, day, hour, minute, 0).Ticks - offset;
        // Leap seconds are put at the end of a day of UTC only.
        if (
            second == 60
            && minutes % TimeSpan.TicksPerDay != TimeSpan.TicksPerDay - TimeSpan.TicksPerMinute
        )
        {
            return false;
        }
        var ticks = minutes + (second * TimeSpan.TicksPerSecond) + fraction;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool Fraction(
        ReadOnlySpan<char> text,
        out long ticks,
        out ReadOnlySpan<char> rest
    )
    {
        ticks = 0;
        rest = text;
        if (text[0] != '.')
        {
            return true;
        }
        var digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0)
        {
            return false;
        }
        for (var i = 1; i <= 7; i++)
        {
            ticks = (ticks * 10) + (i <= digits ? text[i] - '0' : 0);
        }
        rest = text[(1 + digits)..];
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text is "Z" or "z")
        {
            return true;
        }
        if (
            text.Length != 6
            || text[0] is not ('+' or '-')
            || text[3] != ':'
            || !Digits(text.Slice(1, 2), out var hours)
            || !Digits(text.Slice(4, 2), out var minutes)
            || hours > 23
            || minutes > 59
        )
        {
            return false;
        }
        ticks = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute;
        ticks = text[0] == '-' ? -ticks : ticks;
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
            value = (value * 10) + (c - '0');
        }
        return true;
    }
}
