namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Durations as people write them: whole numbers with units, <c>1h30min</c>.</summary>
internal static class HumanDuration
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Reads a duration of one or more parts, in any order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seconds">Its whole seconds.</param>
    /// <param name="nanoseconds">What is beyond them; perhaps one second more.</param>
    /// <returns>Whether the text is a duration, and fits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong seconds, out ulong nanoseconds)
    {
        seconds = nanoseconds = 0;
        text = text.Trim();
        if (text is "0")
        {
            return true;
        }
        if (text.IsEmpty)
        {
            return false;
        }
        var isZero = !text.ContainsAnyExcept('0');
        while (!text.IsEmpty)
        {
            if (!TryReadNumber(ref text, out var number))
            {
                return false;
            }
            var unit = ReadUnit(ref text);
            if (unit.IsEmpty && isZero)
            {
                return true;
            }
            if (!TryAdd(number, unit, ref seconds, ref nanoseconds))
            {
                return false;
            }
            text = text.TrimStart();
        }
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        if (!char.IsAsciiDigit(text[0]))
        {
            return false;
        }
        var i = 0;
        for (; i < text.Length && (char.IsAsciiDigit(text[i]) || char.IsWhiteSpace(text[i])); i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                continue;
            }
            var digit = (ulong)(text[i] - '0');
            if (number > (ulong.MaxValue - digit) / 10)
            {
                return false;
            }
            number = number * 10 + digit;
        }
        text = text[i..];
        return true;
    }

    private static ReadOnlySpan<char> ReadUnit(ref ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetter(text[length]) || text[length] == 'µ'))
        {
            length++;
        }
        var unit = text[..length];
        text = text[length..];
        return unit;
    }

    private static bool TryAdd(
        ulong number,
        ReadOnlySpan<char> unit,
        ref ulong seconds,
        ref ulong nanoseconds
    )
    {
        var (factor, isSeconds) = FactorOf(unit);
        if (factor == 0 || number > ulong.MaxValue / factor)
        {
            return false;
        }
        var added = number * factor;
        if (!isSeconds)
        {
            if (nanoseconds > ulong.MaxValue - added)
            {
                return false;
            }
            nanoseconds += added;
            (added, nanoseconds) = Math.DivRem(nanoseconds, NanosecondsPerSecond);
        }
        if (seconds > ulong.MaxValue - added)
        {
            return false;
        }
        seconds += added;
        return true;
    }

    /// <summary>How many seconds, else nanoseconds, the unit has; 0 for an unknown one.</summary>
    private static (ulong Factor, bool IsSeconds) FactorOf(ReadOnlySpan<char> unit) =>
        unit switch
        {
            "nanos" or "nsec" or "ns" => (1, false),
            "usec" or "us" or "µs" => (1_000, false),
            "millis" or "msec" or "ms" => (1_000_000, false),
            "seconds" or "second" or "secs" or "sec" or "s" => (1, true),
            "minutes" or "minute" or "min" or "mins" or "m" => (60, true),
            "hours" or "hour" or "hr" or "hrs" or "h" => (3_600, true),
            "days" or "day" or "d" => (86_400, true),
            "weeks" or "week" or "wk" or "wks" or "w" => (604_800, true),
            "months" or "month" or "M" => (2_630_016, true),
            "years" or "year" or "yr" or "yrs" or "y" => (31_557_600, true),
            _ => (0, false),
        };
}
