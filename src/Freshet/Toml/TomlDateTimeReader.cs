namespace Freshet.Toml;

/// <summary>Reads dates and times: RFC 3339, with the space instead of <c>T</c> and the local forms that TOML adds.</summary>
internal static class TomlDateTimeReader
{
    private const int NanosecondDigits = 9;

    /// <summary>Whether the word begins as a date (<c>1979-</c>) or time (<c>07:</c>) does.</summary>
    public static bool Resembles(ReadOnlySpan<char> word)
    {
        var digits = word.IndexOfAnyExceptInRange('0', '9');
        return digits is >= 1 and <= 5 && word[digits] is '-' or ':';
    }

    /// <summary>Whether the word is a whole date, so that a time may follow after one space.</summary>
    public static bool IsDate(ReadOnlySpan<char> word) =>
        word.Length == 10 && Matches(word, "dddd-dd-dd");

    /// <summary>Reads a date or time; where it is none the result is null and the hint says what to write.</summary>
    public static TomlDateTime? Read(ReadOnlySpan<char> word, Location location, out string? hint)
    {
        var rest = word;
        var date = ReadOnlySpan<char>.Empty;
        if (!Matches(rest, "dd:"))
        {
            if (!Matches(rest, "dddd-dd-dd"))
            {
                hint =
                    "write it as 1979-05-27T07:32:00Z: four digits for the year, two for each other part";
                return null;
            }
            date = rest[..10];
            rest = rest[10..];
            hint = CheckDate(date);
            if (hint is not null)
            {
                return null;
            }
            if (rest.IsEmpty)
            {
                return new TomlDateTime(TomlDateTimeKind.LocalDate, date.ToString(), location);
            }
            if (rest[0] is not ('T' or 't' or ' '))
            {
                hint = "the time follows the date after a `T` or a space";
                return null;
            }
            rest = rest[1..];
        }

        hint = CheckTime(rest);
        if (hint is not null)
        {
            return null;
        }
        var time = rest[..8];
        rest = rest[8..];
        var fraction = ReadOnlySpan<char>.Empty;
        if (rest.StartsWith('.'))
        {
            var end = rest[1..].IndexOfAnyExceptInRange('0', '9') + 1;
            fraction = end == 0 ? rest : rest[..end];
            rest = rest[fraction.Length..];
            if (fraction.Length == 1)
            {
                hint = "digits must follow the point of the seconds";
                return null;
            }
            fraction = fraction[..Math.Min(fraction.Length, NanosecondDigits + 1)];
        }
        hint = CheckOffset(rest, date.IsEmpty);
        if (hint is not null)
        {
            return null;
        }
        return date.IsEmpty
            ? new TomlDateTime(TomlDateTimeKind.LocalTime, $"{time}{fraction}", location)
            : new TomlDateTime(
                rest.IsEmpty ? TomlDateTimeKind.Local : TomlDateTimeKind.Offset,
                $"{date}T{time}{fraction}{(rest is "z" ? "Z" : rest)}",
                location
            );
    }

    private static string? CheckDate(ReadOnlySpan<char> date)
    {
        var year = int.Parse(date[..4]);
        var month = TwoDigits(date[5..]);
        var day = TwoDigits(date[8..]);
        if (month is < 1 or > 12)
        {
            return "the month goes from 01 to 12";
        }
        // RFC 3339 has a year 0, which .NET has not; as every 400th year it is a leap year.
        var days = DateTime.DaysInMonth(year == 0 ? 2000 : year, month);
        return day < 1 || day > days ? $"the day goes from 01 to {days} in that month" : null;
    }

    private static string? CheckTime(ReadOnlySpan<char> time)
    {
        if (!Matches(time, "dd:dd:dd"))
        {
            return Matches(time, "dd:dd") && (time.Length == 5 || time[5] != ':')
                ? $"the seconds are missing (TOML 1.1 leaves them out, 1.0 does not): {time[..5]}:00"
                : "a time is written hh:mm:ss, two digits each";
        }
        if (TwoDigits(time) > 23)
        {
            return "the hour goes from 00 to 23";
        }
        if (TwoDigits(time[3..]) > 59)
        {
            return "the minute goes from 00 to 59";
        }
        // RFC 3339 has a 60th second, for leap seconds; when they are is not for a reader to know.
        return TwoDigits(time[6..]) > 60 ? "the second goes from 00 to 59" : null;
    }

    private static string? CheckOffset(ReadOnlySpan<char> offset, bool timeOnly)
    {
        if (offset.IsEmpty)
        {
            return null;
        }
        if (timeOnly)
        {
            return "a time without a date ends after its seconds";
        }
        if (offset is "Z" or "z")
        {
            return null;
        }
        if (offset.Length != 6 || offset[0] is not ('+' or '-') || !Matches(offset[1..], "dd:dd"))
        {
            return "the offset is written `Z`, `+01:00` or `-07:30`";
        }
        return TwoDigits(offset[1..]) > 23 || TwoDigits(offset[4..]) > 59
            ? "the offset goes up to 23:59"
            : null;
    }

    private static int TwoDigits(ReadOnlySpan<char> text) => ((text[0] - '0') * 10) + text[1] - '0';

    /// <summary>Whether the text begins with the pattern, in which <c>d</c> is any digit.</summary>
    private static bool Matches(ReadOnlySpan<char> text, string pattern)
    {
        if (text.Length < pattern.Length)
        {
            return false;
        }
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == 'd' ? !char.IsAsciiDigit(text[i]) : text[i] != pattern[i])
            {
                return false;
            }
        }
        return true;
    }
}
