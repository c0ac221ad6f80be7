using System.Runtime.InteropServices;

namespace Freshet.Vrl.Runtime.Time;

/// <summary>A day and a time of day, in no zone.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct CivilTime
{
    private const int SecondsPerDay = 86_400;
    private readonly int secondOfDay;

    /// <param name="seconds">Since 1970-01-01T00:00:00.</param>
    public CivilTime(long seconds)
    {
        var days = CivilDate.FloorDivide(seconds, SecondsPerDay);
        Date = CivilDate.FromDays(days);
        secondOfDay = (int)(seconds - days * SecondsPerDay);
    }

    public CivilDate Date { get; }

    public int Hour => secondOfDay / 3600;
    public int Minute => secondOfDay / 60 % 60;
    public int Second => secondOfDay % 60;
}
