namespace Freshet.Vrl.Runtime.Time;

/// <summary>Takes a time from a text, piece by piece of a format.</summary>
internal static class StrftimeScanner
{
    public static readonly string[] Months =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    /// <summary>From Monday.</summary>
    public static readonly string[] Weekdays =
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];

    private static readonly TimeItem[] LooseDate = StrftimeReader.Read("%Y - %m - %d")!;
    private static readonly TimeItem[] LooseTime = StrftimeReader.Read("%H : %M : %S%.f ")!;

    /// <summary>Gives what is wrong, as <see cref="TimeError"/>; empty if nothing is.</summary>
    public static string Scan(TimeItem[] items, ref TimeScanner scanner, ref TimeFields fields)
    {
        foreach (var item in items)
        {
            var error = Scan(item, ref scanner, ref fields);
            if (error.Length > 0)
            {
                return error;
            }
        }
        return TimeError.None;
    }

    private static string Scan(TimeItem item, ref TimeScanner scanner, ref TimeFields fields)
    {
        string error;
        int index;
        long value;
        switch (item.Kind)
        {
            case TimeItemKind.Literal:
                return scanner.Literal(item.Text);
            case TimeItemKind.Space:
                scanner.SkipSpace();
                return TimeError.None;
            case TimeItemKind.Number:
                scanner.SkipSpace();
                error = item.Field switch
                {
                    TimeField.Year or TimeField.IsoYear => scanner.SignedNumber(4, out value),
                    TimeField.UnixTime => scanner.SignedNumber(int.MaxValue, out value),
                    _ => scanner.Number(1, item.Width, out value),
                };
                return error.Length > 0 ? error : fields.Set(item.Field, value);
            case TimeItemKind.ShortMonth:
            case TimeItemKind.LongMonth:
                error = scanner.Name(Months, item.Kind == TimeItemKind.LongMonth, out index);
                return error.Length > 0 ? error : fields.Set(TimeField.Month, index + 1);
            case TimeItemKind.ShortWeekday:
            case TimeItemKind.LongWeekday:
                error = scanner.Name(Weekdays, item.Kind == TimeItemKind.LongWeekday, out index);
                return error.Length > 0
                    ? error
                    : fields.Set(TimeField.WeekdayFromMonday, index + 1);
            case TimeItemKind.LowerHalfOfDay:
            case TimeItemKind.UpperHalfOfDay:
                error = scanner.HalfOfDay(out var isAfternoon);
                return error.Length > 0
                    ? error
                    : fields.Set(TimeField.HalfOfDay, isAfternoon ? 1 : 0);
            case TimeItemKind.Fraction:
                if (!scanner.TryTake('.'))
                {
                    return TimeError.None;
                }
                error = scanner.Fraction(out value);
                return error.Length > 0 ? error : fields.Set(TimeField.Nanosecond, value);
            case TimeItemKind.FractionDigits:
                error = scanner.FixedFraction(item.Width, out value);
                return error.Length > 0 ? error : fields.Set(TimeField.Nanosecond, value);
            case TimeItemKind.ZoneName:
                // Names of zones are not unique: they are passed over.
                scanner.SkipWord();
                return TimeError.None;
            case TimeItemKind.Offset:
                return ScanOffset(OffsetForm.LooseSeparator, ref scanner, ref fields);
            case TimeItemKind.LooseOffset:
                return ScanOffset(
                    OffsetForm.LooseSeparator | OffsetForm.Zulu | OffsetForm.HoursAlone,
                    ref scanner,
                    ref fields
                );
            default:
                return ScanRfc3339(ref scanner, ref fields);
        }
    }

    private static string ScanOffset(
        OffsetForm form,
        ref TimeScanner scanner,
        ref TimeFields fields
    )
    {
        scanner.SkipSpace();
        var error = scanner.Offset(form, out var offset);
        return error.Length > 0 ? error : fields.Set(TimeField.Offset, offset);
    }

    /// <summary>RFC 3339 with spaces between its parts, and <c>UTC</c> for <c>Z</c>.</summary>
    private static string ScanRfc3339(ref TimeScanner scanner, ref TimeFields fields)
    {
        var error = Scan(LooseDate, ref scanner, ref fields);
        error = error.Length > 0 ? error : scanner.DateTimeSeparator();
        error = error.Length > 0 ? error : Scan(LooseTime, ref scanner, ref fields);
        if (error.Length > 0)
        {
            return error;
        }
        return scanner.TryTakeWord("UTC")
            ? fields.Set(TimeField.Offset, 0)
            : ScanOffset(OffsetForm.LooseSeparator | OffsetForm.Zulu, ref scanner, ref fields);
    }
}
