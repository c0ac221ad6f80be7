using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Logs;

/// <summary>The year of a time that does not say it.</summary>
internal static class LogYear
{
    /// <summary>This year; in January, December was last year.</summary>
    public static long Of(int month, Timestamp now)
    {
        var today = new CivilTime(now.Seconds).Date;
        return month == 12 && today.Month == 1 ? today.Year - 1 : today.Year;
    }
}
