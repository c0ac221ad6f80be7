using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime.Time;

/// <summary>
/// Time zones by the names of the tz database, <c>Europe/Berlin</c>. The data is the system's (<c>/usr/share/zoneinfo</c>, or where <c>TZDIR</c> says): without
/// it only UTC is known, and every other name is unknown.
/// </summary>
public static class TimeZones
{
    private static readonly string[] UtcNames =
    [
        "UTC",
        "Etc/UTC",
        "UCT",
        "Etc/UCT",
        "Zulu",
        "Etc/Zulu",
        "Universal",
        "Etc/Universal",
    ];

    /// <summary>The zone of that name; <c>local</c> and the empty name are the machine's own.</summary>
    public static bool TryFind(string name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        if (name is "" or "local")
        {
            zone = TimeZoneInfo.Local;
            return true;
        }
        if (Array.IndexOf(UtcNames, name) >= 0)
        {
            return true;
        }
        // A name is the path of a file: only what names of zones are made of may get there.
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+'))
            {
                return false;
            }
        }
        if (name.StartsWith('/') || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found))
        {
            return false;
        }
        zone = found;
        return true;
    }

    /// <summary>The zone's offset from UTC at that Unix time, in seconds.</summary>
    internal static long OffsetAt(TimeZoneInfo zone, long unixSeconds) =>
        (long)
            zone.GetUtcOffset(
                DateTime.SpecifyKind(Clamp(unixSeconds), DateTimeKind.Utc)
            ).TotalSeconds;

    /// <summary>
    /// The offsets that the zone may have when its clocks show that: one mostly, none in the hour that is skipped, two in the hour that is doubled.
    /// </summary>
    internal static (long? First, long? Second) OffsetsAtLocal(TimeZoneInfo zone, long localSeconds)
    {
        var local = Clamp(localSeconds);
        if (zone.IsInvalidTime(local))
        {
            return (null, null);
        }
        if (!zone.IsAmbiguousTime(local))
        {
            return ((long)zone.GetUtcOffset(local).TotalSeconds, null);
        }
        var offsets = zone.GetAmbiguousTimeOffsets(local);
        return ((long)offsets[^1].TotalSeconds, (long)offsets[0].TotalSeconds);
    }

    /// <summary>The timestamp of those seconds, where the nanoseconds of a leap second go on into the next.</summary>
    internal static Timestamp Normalise(long unixSeconds, int nanoseconds) =>
        nanoseconds >= 1_000_000_000
            ? new(unixSeconds + 1, nanoseconds - 1_000_000_000)
            : new(unixSeconds, nanoseconds);

    /// <summary>As the framework has it, which knows the years 1 to 9999; zones do not change beyond.</summary>
    private static DateTime Clamp(long seconds) =>
        new(
            DateTime.UnixEpoch.Ticks
                + Math.Clamp(seconds, -62_135_510_400, 253_402_214_400) * TimeSpan.TicksPerSecond
        );
}
