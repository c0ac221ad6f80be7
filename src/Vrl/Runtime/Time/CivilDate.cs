using System.Runtime.InteropServices;

namespace Freshet.Vrl.Runtime.Time;

/// <summary>A day of the Gregorian calendar, extended to all years; the year 0 is 1 BC.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CivilDate(long Year, int Month, int Day)
{
    private static ReadOnlySpan<int> DaysBefore =>
        [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    /// <summary>From how many days it is after 1970-01-01.</summary>
    public static CivilDate FromDays(long days)
    {
        // Years that begin in March have the leap day at their end; 719,468 days lie between 0000-03-01 and 1970-01-01.
        days += 719_468;
        var era = FloorDivide(days, 146_097);
        var dayOfEra = days - era * 146_097;
        var yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = (int)(dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100));
        var monthFromMarch = (5 * dayOfYear + 2) / 153;
        var day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        return new(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>The day of that month; null where there is none.</summary>
    public static CivilDate? Create(long year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DaysIn(year, month)
            ? new(year, month, day)
            : null;

    /// <summary>The day of that number, 1 to 366, in the year; null where there is none.</summary>
    public static CivilDate? FromOrdinal(long year, int ordinal) =>
        ordinal >= 1 && ordinal <= (IsLeap(year) ? 366 : 365)
            ? FromDays(new CivilDate(year, 1, 1).Days + ordinal - 1)
            : null;

    /// <summary>The day of that ISO 8601 week; null where the year has no such week.</summary>
    /// <param name="isoYear">The year that the week belongs to.</param>
    /// <param name="week">From 1.</param>
    /// <param name="weekday">0 is Monday.</param>
    public static CivilDate? FromIsoWeek(long isoYear, int week, int weekday)
    {
        // The 4th of January is always in week 1.
        var fourth = new CivilDate(isoYear, 1, 4);
        var date = FromDays(fourth.Days - fourth.DaysFromMonday + (week - 1) * 7 + weekday);
        return week >= 1 && date.IsoWeek.Year == isoYear ? date : null;
    }

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>Days after 1970-01-01.</summary>
    public long Days
    {
        get
        {
            var year = Month <= 2 ? Year - 1 : Year;
            var era = FloorDivide(year, 400);
            var yearOfEra = year - era * 400;
            var dayOfYear = (153 * (Month > 2 ? Month - 3 : Month + 9) + 2) / 5 + Day - 1;
            return era * 146_097
                + yearOfEra * 365
                + yearOfEra / 4
                - yearOfEra / 100
                + dayOfYear
                - 719_468;
        }
    }

    /// <summary>0 is Monday.</summary>
    public int DaysFromMonday => (int)(Days + 3 - FloorDivide(Days + 3, 7) * 7);

    /// <summary>0 is Sunday.</summary>
    public int DaysFromSunday => (DaysFromMonday + 1) % 7;

    /// <summary>The day's number in its year, from 1.</summary>
    public int Ordinal => DaysBefore[Month - 1] + Day + (Month > 2 && IsLeap(Year) ? 1 : 0);

    /// <summary>The week of the year, where week 1 begins at the first Sunday.</summary>
    public int WeekFromSunday => (Ordinal + 6 - DaysFromSunday) / 7;

    /// <summary>The week of the year, where week 1 begins at the first Monday.</summary>
    public int WeekFromMonday => (Ordinal + 6 - DaysFromMonday) / 7;

    /// <summary>The week by ISO 8601, and the year that it belongs to.</summary>
    public (long Year, int Week) IsoWeek
    {
        get
        {
            // A week belongs to the year of its Thursday.
            var thursday = FromDays(Days - DaysFromMonday + 3);
            return (thursday.Year, (thursday.Ordinal - 1) / 7 + 1);
        }
    }

    internal static long FloorDivide(long value, long by) => value / by - (value % by < 0 ? 1 : 0);

    private static int DaysIn(long year, int month) =>
        month == 2 ? (IsLeap(year) ? 29 : 28)
        : month is 4 or 6 or 9 or 11 ? 30
        : 31;
}
