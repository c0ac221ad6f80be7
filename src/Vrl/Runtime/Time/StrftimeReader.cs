namespace Freshet.Vrl.Runtime.Time;

/// <summary>Reads the text of a time format into its pieces.</summary>
internal static class StrftimeReader
{
    /// <summary>The format's pieces; null if one of its specifiers is unknown.</summary>
    public static TimeItem[]? Read(string format)
    {
        var items = new List<TimeItem>();
        return TryRead(format, items) ? [.. items] : null;
    }

    private static bool TryRead(ReadOnlySpan<char> format, List<TimeItem> items)
    {
        while (!format.IsEmpty)
        {
            var isSpace = char.IsWhiteSpace(format[0]);
            var length = 0;
            while (
                length < format.Length
                && format[length] != '%'
                && char.IsWhiteSpace(format[length]) == isSpace
            )
            {
                length++;
            }
            if (length > 0)
            {
                var kind = isSpace ? TimeItemKind.Space : TimeItemKind.Literal;
                items.Add(new(kind, Text: format[..length].ToString()));
            }
            else
            {
                length = ReadSpecifier(format, items);
                if (length == 0)
                {
                    return false;
                }
            }
            format = format[length..];
        }
        return true;
    }

    /// <summary>Reads the specifier that the text begins with. Gives its length; 0 if it is none.</summary>
    private static int ReadSpecifier(ReadOnlySpan<char> format, List<TimeItem> items)
    {
        var at = 1;
        TimePadding? padding = null;
        if (at < format.Length && format[at] is '-' or '0' or '_')
        {
            padding = format[at] switch
            {
                '-' => TimePadding.None,
                '0' => TimePadding.Zero,
                _ => TimePadding.Space,
            };
            at++;
        }
        var rest = format[at..];
        if (rest.IsEmpty)
        {
            return 0;
        }
        if (ReadNumber(rest[0]) is { } number)
        {
            items.Add(padding is { } other ? number with { Padding = other } : number);
            return at + 1;
        }
        // Only plain numbers can be filled up otherwise.
        if (padding is not null)
        {
            return 0;
        }
        if (Shorthand(rest[0]) is { } shorthand)
        {
            TryRead(shorthand, items);
            return at + 1;
        }
        var (item, length) = ReadOther(rest);
        if (length > 0)
        {
            items.Add(item);
            return at + length;
        }
        return 0;
    }

    private static TimeItem? ReadNumber(char specifier) =>
        specifier switch
        {
            'Y' => Zeros(TimeField.Year, 4),
            'C' => Zeros(TimeField.Century, 2),
            'y' => Zeros(TimeField.YearOfCentury, 2),
            'G' => Zeros(TimeField.IsoYear, 4),
            'g' => Zeros(TimeField.IsoYearOfCentury, 2),
            'q' => Plain(TimeField.Quarter),
            'm' => Zeros(TimeField.Month, 2),
            'd' => Zeros(TimeField.Day, 2),
            'e' => Spaces(TimeField.Day),
            'j' => Zeros(TimeField.Ordinal, 3),
            'U' => Zeros(TimeField.WeekFromSunday, 2),
            'W' => Zeros(TimeField.WeekFromMonday, 2),
            'V' => Zeros(TimeField.IsoWeek, 2),
            'u' => Plain(TimeField.WeekdayFromMonday),
            'w' => Plain(TimeField.DaysFromSunday),
            'H' => Zeros(TimeField.Hour, 2),
            'k' => Spaces(TimeField.Hour),
            'I' => Zeros(TimeField.HourOfHalf, 2),
            'l' => Spaces(TimeField.HourOfHalf),
            'M' => Zeros(TimeField.Minute, 2),
            'S' => Zeros(TimeField.Second, 2),
            'f' => Zeros(TimeField.Nanosecond, 9),
            's' => new(TimeItemKind.Number, TimeField.UnixTime, TimePadding.None, Width: 9),
            _ => null,
        };

    private static TimeItem Zeros(TimeField field, int width) =>
        new(TimeItemKind.Number, field, TimePadding.Zero, width);

    private static TimeItem Spaces(TimeField field) =>
        new(TimeItemKind.Number, field, TimePadding.Space, Width: 2);

    private static TimeItem Plain(TimeField field) =>
        new(TimeItemKind.Number, field, TimePadding.None, Width: 1);

    /// <summary>The format that a specifier stands for.</summary>
    private static string? Shorthand(char specifier) =>
        specifier switch
        {
            'D' or 'x' => "%m/%d/%y",
            'F' => "%Y-%m-%d",
            'v' => "%e-%b-%Y",
            'R' => "%H:%M",
            'T' or 'X' => "%H:%M:%S",
            'r' => "%I:%M:%S %p",
            'c' => "%a %b %e %H:%M:%S %Y",
            _ => null,
        };

    private static (TimeItem Item, int Length) ReadOther(ReadOnlySpan<char> specifier) =>
        specifier[0] switch
        {
            'b' or 'h' => (new(TimeItemKind.ShortMonth), 1),
            'B' => (new(TimeItemKind.LongMonth), 1),
            'a' => (new(TimeItemKind.ShortWeekday), 1),
            'A' => (new(TimeItemKind.LongWeekday), 1),
            'P' => (new(TimeItemKind.LowerHalfOfDay), 1),
            'p' => (new(TimeItemKind.UpperHalfOfDay), 1),
            'Z' => (new(TimeItemKind.ZoneName), 1),
            '+' => (new(TimeItemKind.Rfc3339), 1),
            't' => (new(TimeItemKind.Space, Text: "\t"), 1),
            'n' => (new(TimeItemKind.Space, Text: "\n"), 1),
            '%' => (new(TimeItemKind.Literal, Text: "%"), 1),
            'z' => (new(TimeItemKind.Offset), 1),
            ':' when specifier.StartsWith(":::z") => (new(TimeItemKind.Offset, Width: 3), 4),
            ':' when specifier.StartsWith("::z") => (new(TimeItemKind.Offset, Width: 2), 3),
            ':' when specifier.StartsWith(":z") => (new(TimeItemKind.Offset, Width: 1), 2),
            '#' when specifier.StartsWith("#z") => (new(TimeItemKind.LooseOffset), 2),
            '.' when specifier.StartsWith(".f") => (new(TimeItemKind.Fraction), 2),
            '.'
                when specifier.Length > 2
                    && specifier[1] is '3' or '6' or '9'
                    && specifier[2] == 'f' => (
                new(TimeItemKind.Fraction, Width: specifier[1] - '0'),
                3
            ),
            '3' or '6' or '9' when specifier.Length > 1 && specifier[1] == 'f' => (
                new(TimeItemKind.FractionDigits, Width: specifier[0] - '0'),
                2
            ),
            _ => (default, 0),
        };
}
