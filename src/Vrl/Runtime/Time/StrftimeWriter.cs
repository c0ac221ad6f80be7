using System.Globalization;
using System.Text;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime.Time;

/// <summary>Writes a time by the pieces of a format.</summary>
internal readonly struct StrftimeWriter
{
    private readonly Timestamp time;
    private readonly TimeZoneInfo zone;
    private readonly int offset;
    private readonly CivilTime local;

    public StrftimeWriter(Timestamp time, TimeZoneInfo zone)
    {
        this.time = time;
        this.zone = zone;
        offset = (int)TimeZones.OffsetAt(zone, time.Seconds);
        local = new(time.Seconds + offset);
    }

    public string Write(TimeItem[] items)
    {
        var text = new StringBuilder(32);
        foreach (var item in items)
        {
            Write(item, text);
        }
        return text.ToString();
    }

    private void Write(TimeItem item, StringBuilder text)
    {
        Span<char> buffer = stackalloc char[48];
        switch (item.Kind)
        {
            case TimeItemKind.Literal:
            case TimeItemKind.Space:
                text.Append(item.Text);
                break;
            case TimeItemKind.Number:
                WriteNumber(item, text);
                break;
            case TimeItemKind.ShortMonth:
                text.Append(StrftimeScanner.Months[local.Date.Month - 1], 0, 3);
                break;
            case TimeItemKind.LongMonth:
                text.Append(StrftimeScanner.Months[local.Date.Month - 1]);
                break;
            case TimeItemKind.ShortWeekday:
                text.Append(StrftimeScanner.Weekdays[local.Date.DaysFromMonday], 0, 3);
                break;
            case TimeItemKind.LongWeekday:
                text.Append(StrftimeScanner.Weekdays[local.Date.DaysFromMonday]);
                break;
            case TimeItemKind.LowerHalfOfDay:
                text.Append(local.Hour < 12 ? "am" : "pm");
                break;
            case TimeItemKind.UpperHalfOfDay:
                text.Append(local.Hour < 12 ? "AM" : "PM");
                break;
            case TimeItemKind.Fraction when item.Width == 0:
                text.Append(buffer[..TimestampText.WriteFraction(time.Nanoseconds, buffer)]);
                break;
            case TimeItemKind.Fraction:
                text.Append('.');
                WriteFraction(item.Width, text);
                break;
            case TimeItemKind.FractionDigits:
                WriteFraction(item.Width, text);
                break;
            case TimeItemKind.ZoneName:
                text.Append(ZoneName());
                break;
            case TimeItemKind.Offset:
                WriteOffset(item.Width, text);
                break;
            case TimeItemKind.LooseOffset:
                WriteOffset(colons: 3, text);
                break;
            default:
                WriteRfc3339(text);
                break;
        }
    }

    private void WriteNumber(TimeItem item, StringBuilder text)
    {
        var date = local.Date;
        long value = item.Field switch
        {
            TimeField.Year => date.Year,
            TimeField.Century => CivilDate.FloorDivide(date.Year, 100),
            TimeField.YearOfCentury => Modulo(date.Year, 100),
            TimeField.IsoYear => date.IsoWeek.Year,
            TimeField.IsoYearOfCentury => Modulo(date.IsoWeek.Year, 100),
            TimeField.Quarter => (date.Month - 1) / 3 + 1,
            TimeField.Month => date.Month,
            TimeField.Day => date.Day,
            TimeField.WeekFromSunday => date.WeekFromSunday,
            TimeField.WeekFromMonday => date.WeekFromMonday,
            TimeField.IsoWeek => date.IsoWeek.Week,
            TimeField.DaysFromSunday => date.DaysFromSunday,
            TimeField.WeekdayFromMonday => date.DaysFromMonday + 1,
            TimeField.Ordinal => date.Ordinal,
            TimeField.Hour => local.Hour,
            TimeField.HourOfHalf => (local.Hour + 11) % 12 + 1,
            TimeField.Minute => local.Minute,
            TimeField.Second => local.Second,
            TimeField.Nanosecond => time.Nanoseconds,
            _ => time.Seconds,
        };
        // A year that does not fit is told from digits that follow by its sign.
        var isSigned = item.Field is TimeField.Year or TimeField.IsoYear && value is < 0 or > 9999;
        var digits = (value < 0 ? UInt128.One * (ulong)-value : (ulong)value).ToString(
            CultureInfo.InvariantCulture
        );
        var sign =
            value < 0 ? "-"
            : isSigned ? "+"
            : "";
        var width = item.Width + (isSigned ? 1 : 0);
        switch (item.Padding)
        {
            case TimePadding.Zero:
                text.Append(sign).Append('0', Math.Max(0, width - sign.Length - digits.Length));
                break;
            case TimePadding.Space:
                text.Append(' ', Math.Max(0, width - sign.Length - digits.Length)).Append(sign);
                break;
            default:
                text.Append(sign);
                break;
        }
        text.Append(digits);
    }

    private void WriteFraction(int digits, StringBuilder text) =>
        text.Append(time.Nanoseconds.ToString("D9", CultureInfo.InvariantCulture), 0, digits);

    /// <param name="colons">1 for <c>+01:00</c>, 2 with seconds, 3 for the hours alone, 0 for no colon.</param>
    /// <param name="text">Where to.</param>
    private void WriteOffset(int colons, StringBuilder text)
    {
        var seconds = Math.Abs(offset);
        if (colons < 2)
        {
            // Zones of old had offsets with seconds.
            seconds = (seconds + 30) / 60 * 60;
        }
        text.Append(offset < 0 ? '-' : '+').Append(Two(seconds / 3600));
        if (colons == 3)
        {
            return;
        }
        text.Append(colons > 0 ? ":" : "").Append(Two(seconds / 60 % 60));
        if (colons == 2)
        {
            text.Append(':').Append(Two(seconds % 60));
        }
    }

    private void WriteRfc3339(StringBuilder text)
    {
        Span<char> buffer = stackalloc char[48];
        text.Append(buffer[..TimestampText.WriteYear(local.Date.Year, buffer)])
            .Append('-')
            .Append(Two(local.Date.Month))
            .Append('-')
            .Append(Two(local.Date.Day))
            .Append('T')
            .Append(Two(local.Hour))
            .Append(':')
            .Append(Two(local.Minute))
            .Append(':')
            .Append(Two(local.Second))
            .Append(buffer[..TimestampText.WriteFraction(time.Nanoseconds, buffer)]);
        WriteOffset(colons: 1, text);
    }

    private string ZoneName() => ZoneNames.At(zone, time.Seconds) ?? OffsetText();

    private string OffsetText()
    {
        var text = new StringBuilder();
        WriteOffset(colons: 1, text);
        return text.ToString();
    }

    private static long Modulo(long value, long by) =>
        value - CivilDate.FloorDivide(value, by) * by;

    private static string Two(int value) => value.ToString("00", CultureInfo.InvariantCulture);
}
