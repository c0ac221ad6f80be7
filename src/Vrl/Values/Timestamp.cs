using System.Runtime.InteropServices;

namespace Freshet.Vrl.Values;

/// <summary>A point in time in UTC, to the nanosecond.</summary>
/// <param name="Seconds">Since 1970-01-01T00:00:00Z.</param>
/// <param name="Nanoseconds">Beyond that, 0 to 999,999,999.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Timestamp(long Seconds, int Nanoseconds) : IComparable<Timestamp>
{
    public static Timestamp Epoch => default;

    public int CompareTo(Timestamp other) =>
        Seconds != other.Seconds
            ? Seconds.CompareTo(other.Seconds)
            : Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The same point as the framework knows it; ticks of 100 ns drop two digits.</summary>
    public static Timestamp From(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0
            ? new(seconds - 1, (int)((rest + TimeSpan.TicksPerSecond) * 100))
            : new(seconds, (int)(rest * 100));
    }
}
