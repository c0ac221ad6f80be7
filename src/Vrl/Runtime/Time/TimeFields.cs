using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime.Time;

/// <summary>A piece of a time, as texts give it.</summary>
internal enum TimeField
{
    Year,
    Century,
    YearOfCentury,
    IsoYear,
    IsoCentury,
    IsoYearOfCentury,
    Quarter,
    Month,
    Day,
    WeekFromSunday,
    WeekFromMonday,
    IsoWeek,

    /// <summary>0 is Sunday.</summary>
    DaysFromSunday,

    /// <summary>1 is Monday. Kept as days from Monday, from 0, with the other ways to name a weekday.</summary>
    WeekdayFromMonday,
    Ordinal,
    Hour,

    /// <summary>0 or 1.</summary>
    HalfOfDay,

    /// <summary>1 to 12; kept as 0 to 11.</summary>
    HourOfHalf,
    Minute,
    Second,
    Nanosecond,
    UnixTime,
    Offset,
}

/// <summary>
/// What has been read of a time. Fields may be given in any number and order as long as they agree, and together must give one point in time: as in chrono,
/// whose errors these are.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct TimeFields
{
    private static readonly (long Min, long Max)[] Ranges =
    [
        (int.MinValue, int.MaxValue),
        (0, int.MaxValue),
        (0, 99),
        (int.MinValue, int.MaxValue),
        (0, int.MaxValue),
        (0, 99),
        (1, 4),
        (1, 12),
        (1, 31),
        (0, 53),
        (0, 53),
        (1, 53),
        (0, 6),
        (1, 7),
        (1, 366),
        (0, 23),
        (0, 1),
        (1, 12),
        (0, 59),
        (0, 60),
        (0, 999_999_999),
        (long.MinValue, long.MaxValue),
        (int.MinValue, int.MaxValue),
    ];

    private Fields values;
    private uint set;

    /// <summary>What calendars here can express, as chrono's.</summary>
    private const long MaxYear = 262_142;

    private readonly long? this[TimeField field] =>
        (set & (1u << (int)field)) != 0 ? values[(int)field] : null;

    /// <summary>Sets a field. An error if it is out of its range, or was given as something else.</summary>
    public string Set(TimeField field, long value)
    {
        var (min, max) = Ranges[(int)field];
        if (value < min || value > max)
        {
            return TimeError.OutOfRange;
        }
        switch (field)
        {
            case TimeField.Hour:
                var error = Store(TimeField.HalfOfDay, value / 12);
                return error.Length > 0 ? error : Store(TimeField.HourOfHalf, value % 12);
            case TimeField.HourOfHalf:
                return Store(field, value % 12);
            case TimeField.DaysFromSunday:
                return Store(TimeField.WeekdayFromMonday, (value + 6) % 7);
            case TimeField.WeekdayFromMonday:
                return Store(field, value - 1);
            default:
                return Store(field, value);
        }
    }

    /// <summary>Takes a time as RFC 3339 has it.</summary>
    public string ReadRfc3339(ref TimeScanner scanner)
    {
        var error = ReadNumber(ref scanner, TimeField.Year, 4, "-");
        error = error.Length > 0 ? error : ReadNumber(ref scanner, TimeField.Month, 2, "-");
        error = error.Length > 0 ? error : ReadNumber(ref scanner, TimeField.Day, 2, "");
        error = error.Length > 0 ? error : scanner.DateTimeSeparator();
        error = error.Length > 0 ? error : ReadNumber(ref scanner, TimeField.Hour, 2, ":");
        error = error.Length > 0 ? error : ReadNumber(ref scanner, TimeField.Minute, 2, ":");
        error = error.Length > 0 ? error : ReadNumber(ref scanner, TimeField.Second, 2, "");
        if (error.Length == 0 && scanner.TryTake('.'))
        {
            error = scanner.Fraction(out var nanoseconds);
            error = error.Length > 0 ? error : Set(TimeField.Nanosecond, nanoseconds);
        }
        if (error.Length > 0)
        {
            return error;
        }
        error = scanner.Offset(OffsetForm.Zulu, out var offset);
        return error.Length > 0 ? error : Set(TimeField.Offset, offset);
    }

    /// <summary>The point in time by the offset that was given.</summary>
    public readonly string ToTimestamp(out Timestamp value)
    {
        value = default;
        // A Unix time needs no offset.
        if (this[TimeField.Offset] is not { } offset)
        {
            if (this[TimeField.UnixTime] is null)
            {
                return TimeError.NotEnough;
            }
            offset = 0;
        }
        var error = ToLocal(offset, out var local, out var nanoseconds);
        if (error.Length > 0)
        {
            return error;
        }
        if (offset is <= -86_400 or >= 86_400)
        {
            return TimeError.OutOfRange;
        }
        value = TimeZones.Normalise(local - offset, nanoseconds);
        return TimeError.None;
    }

    /// <summary>The point in time at which clocks in the zone show what was given.</summary>
    public readonly string ToTimestamp(TimeZoneInfo zone, out Timestamp value)
    {
        value = default;
        long guess = 0;
        if (this[TimeField.UnixTime] is { } unix)
        {
            if (
                CivilDate.FromDays(CivilDate.FloorDivide(unix, 86_400)).Year
                is < -MaxYear
                    or > MaxYear
            )
            {
                return TimeError.OutOfRange;
            }
            guess = TimeZones.OffsetAt(zone, unix);
        }
        var error = ToLocal(guess, out var local, out var nanoseconds);
        if (error.Length > 0)
        {
            return error;
        }
        var (first, second) = TimeZones.OffsetsAtLocal(zone, local);
        if (this[TimeField.Offset] is { } offset)
        {
            first = first == offset ? first : null;
            second = second == offset ? second : null;
        }
        if (first is not null && second is not null)
        {
            return TimeError.NotEnough;
        }
        if ((first ?? second) is not { } found)
        {
            return TimeError.Impossible;
        }
        value = TimeZones.Normalise(local - found, nanoseconds);
        return TimeError.None;
    }

    /// <summary>What a clock at that offset shows, as seconds since 1970-01-01T00:00:00 on that clock.</summary>
    private readonly string ToLocal(long offset, out long seconds, out int nanoseconds)
    {
        seconds = 0;
        var dateError = ToDate(out var date);
        var timeError = ToTime(out var secondOfDay, out nanoseconds);
        if (dateError.Length == 0 && timeError.Length == 0)
        {
            seconds = date.Days * 86_400 + secondOfDay;
            var unix = seconds - offset;
            // A leap second may count as the one before or after.
            return
                this[TimeField.UnixTime] is { } given
                && given != unix
                && !(nanoseconds >= 1_000_000_000 && given == unix + 1)
                ? TimeError.Impossible
                : TimeError.None;
        }
        if (this[TimeField.UnixTime] is not { } time)
        {
            return dateError.Length > 0 ? dateError : timeError;
        }
        foreach (var error in (ReadOnlySpan<string>)[TimeError.OutOfRange, TimeError.Impossible])
        {
            if (dateError == error || timeError == error)
            {
                return error;
            }
        }
        return FromUnixTime(time, offset, out seconds, out nanoseconds);
    }

    /// <summary>Fills up from the Unix time what is not given, and checks what is.</summary>
    private readonly string FromUnixTime(
        long time,
        long offset,
        out long seconds,
        out int nanoseconds
    )
    {
        seconds = 0;
        nanoseconds = 0;
        if (time is < -8_334_601_228_800 or > 8_210_266_876_799)
        {
            return TimeError.OutOfRange;
        }
        var filled = this;
        var local = new CivilTime(time + offset);
        if (this[TimeField.Second] == 60)
        {
            // The Unix time of a leap second is that of the second before or after it.
            if (local.Second is not (59 or 0))
            {
                return TimeError.Impossible;
            }
            local = new CivilTime(time + offset - (local.Second == 0 ? 1 : 0));
        }
        else
        {
            var error = filled.Set(TimeField.Second, local.Second);
            if (error.Length > 0)
            {
                return error;
            }
        }
        foreach (
            var (field, value) in (ReadOnlySpan<(TimeField, long)>)
                [
                    (TimeField.Year, local.Date.Year),
                    (TimeField.Ordinal, local.Date.Ordinal),
                    (TimeField.Hour, local.Hour),
                    (TimeField.Minute, local.Minute),
                ]
        )
        {
            var error = filled.Set(field, value);
            if (error.Length > 0)
            {
                return error;
            }
        }
        var dateError = filled.ToDate(out var date);
        var timeError = filled.ToTime(out var secondOfDay, out nanoseconds);
        seconds = date.Days * 86_400 + secondOfDay;
        return dateError.Length > 0 ? dateError : timeError;
    }

    private readonly string ToDate(out CivilDate date)
    {
        date = default;
        var error = ResolveYear(TimeField.Year, out var year);
        if (error.Length > 0)
        {
            return error;
        }
        error = ResolveYear(TimeField.IsoYear, out var isoYear);
        if (error.Length > 0)
        {
            return error;
        }
        var weekday = (int?)this[TimeField.WeekdayFromMonday];
        CivilDate? found;
        if (year is { } y && this[TimeField.Month] is { } month && this[TimeField.Day] is { } day)
        {
            found = CivilDate.Create(y, (int)month, (int)day);
        }
        else if (year is { } ofOrdinal && this[TimeField.Ordinal] is { } ordinal)
        {
            found = CivilDate.FromOrdinal(ofOrdinal, (int)ordinal);
        }
        else if (
            year is { } ofSunday
            && this[TimeField.WeekFromSunday] is { } sundayWeek
            && weekday is { } d
        )
        {
            found = FromWeek(ofSunday, (int)sundayWeek, (d + 1) % 7, first: 6);
        }
        else if (
            year is { } ofMonday
            && this[TimeField.WeekFromMonday] is { } mondayWeek
            && weekday is { } e
        )
        {
            found = FromWeek(ofMonday, (int)mondayWeek, e, first: 0);
        }
        else if (isoYear is { } iso && this[TimeField.IsoWeek] is { } isoWeek && weekday is { } f)
        {
            found = CivilDate.FromIsoWeek(iso, (int)isoWeek, f);
        }
        else
        {
            return TimeError.NotEnough;
        }
        if (found is not { } result || result.Year is < -MaxYear or > MaxYear)
        {
            return TimeError.OutOfRange;
        }
        date = result;
        return AgreesWith(result) ? TimeError.None : TimeError.Impossible;
    }

    /// <summary>The day of a week of the year; weeks begin at that weekday, and week 1 at its first.</summary>
    private static CivilDate? FromWeek(long year, int week, int dayOfWeek, int first)
    {
        var newYear = new CivilDate(year, 1, 1);
        var toFirst = (first - newYear.DaysFromMonday + 7) % 7;
        var ordinal = toFirst + (week - 1) * 7 + dayOfWeek + 1;
        return CivilDate.FromOrdinal(year, ordinal);
    }

    private readonly bool AgreesWith(CivilDate date)
    {
        var (isoYear, isoWeek) = date.IsoWeek;
        return Agrees(TimeField.Year, date.Year)
            && AgreesWithCentury(TimeField.Century, date.Year)
            && Agrees(TimeField.IsoYear, isoYear)
            && AgreesWithCentury(TimeField.IsoCentury, isoYear)
            && Agrees(TimeField.Quarter, (date.Month - 1) / 3 + 1)
            && Agrees(TimeField.Month, date.Month)
            && Agrees(TimeField.Day, date.Day)
            && Agrees(TimeField.Ordinal, date.Ordinal)
            && Agrees(TimeField.WeekFromSunday, date.WeekFromSunday)
            && Agrees(TimeField.WeekFromMonday, date.WeekFromMonday)
            && Agrees(TimeField.IsoWeek, isoWeek)
            && Agrees(TimeField.WeekdayFromMonday, date.DaysFromMonday);
    }

    private readonly bool Agrees(TimeField field, long value) =>
        this[field] is not { } given || given == value;

    /// <param name="century">The century's field; that of the year in it follows.</param>
    /// <param name="year">The whole year.</param>
    private readonly bool AgreesWithCentury(TimeField century, long year) =>
        year < 0
            ? this[century] is null && this[century + 1] is null
            : Agrees(century, year / 100) && Agrees(century + 1, year % 100);

    /// <summary>The year from itself or its century and last digits; null where there is nothing of it.</summary>
    private readonly string ResolveYear(TimeField field, out long? year)
    {
        year = this[field];
        var (century, inCentury) = (this[field + 1], this[field + 2]);
        if (year is { } whole)
        {
            return AgreesWithCentury(field + 1, whole) ? TimeError.None : TimeError.Impossible;
        }
        if (inCentury is { } last)
        {
            // Two digits mean the years 1970 to 2069.
            year = century is { } c ? c * 100 + last : last + (last < 70 ? 2000 : 1900);
            return year > int.MaxValue ? TimeError.OutOfRange : TimeError.None;
        }
        return century is null ? TimeError.None : TimeError.NotEnough;
    }

    private readonly string ToTime(out int secondOfDay, out int nanoseconds)
    {
        secondOfDay = 0;
        nanoseconds = 0;
        if (
            this[TimeField.HalfOfDay] is not { } half
            || this[TimeField.HourOfHalf] is not { } hour
            || this[TimeField.Minute] is not { } minute
        )
        {
            return TimeError.NotEnough;
        }
        var second = this[TimeField.Second];
        if (this[TimeField.Nanosecond] is { } fraction)
        {
            if (second is null)
            {
                return TimeError.NotEnough;
            }
            nanoseconds = (int)fraction;
        }
        if (second == 60)
        {
            second = 59;
            nanoseconds += 1_000_000_000;
        }
        secondOfDay = (int)((half * 12 + hour) * 3600 + minute * 60 + (second ?? 0));
        return TimeError.None;
    }

    private string ReadNumber(
        ref TimeScanner scanner,
        TimeField field,
        int digits,
        ReadOnlySpan<char> after
    )
    {
        var error = scanner.Number(digits, digits, out var value);
        error = error.Length > 0 ? error : Set(field, value);
        return error.Length > 0 || after.IsEmpty ? error : scanner.Literal(after);
    }

    private string Store(TimeField field, long value)
    {
        if (this[field] is { } before)
        {
            return before == value ? TimeError.None : TimeError.Impossible;
        }
        set |= 1u << (int)field;
        values[(int)field] = value;
        return TimeError.None;
    }

    [InlineArray((int)TimeField.Offset + 1)]
    private struct Fields
    {
        private long first;
    }
}
