using System.Buffers;
using System.Globalization;

namespace Freshet.Configuration;

/// <summary>Durations as configuration writes them: <c>"30s"</c>, <c>"500ms"</c>, <c>"1h30m"</c>, <c>"7d"</c>.</summary>
internal static class Duration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        // Before m: the first that fits is taken.
        ("ms", TimeSpan.TicksPerMillisecond),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("µs", TimeSpan.TicksPerMicrosecond),
    ];

    /// <summary>One or more numbers, each with its unit; no sign; at most what 63 bits of 100 ns hold.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return false;
        }
        decimal ticks = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (
                digits <= 0
                || digits > 20
                || !decimal.TryParse(
                    rest[..digits],
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
            {
                return false;
            }
            rest = rest[digits..].TrimStart();
            var unit = FindUnit(rest);
            if (unit.Ticks == 0)
            {
                return false;
            }
            // Divided rather than multiplied: the product may be more than even a decimal holds.
            if (number > (long.MaxValue - ticks) / unit.Ticks)
            {
                return false;
            }
            ticks += number * unit.Ticks;
            rest = rest[unit.Unit.Length..].TrimStart();
        }
        duration = new TimeSpan((long)ticks);
        return true;
    }

    /// <summary>The duration in whole numbers of units, the largest first, as <see cref="TryParse"/> reads it back.</summary>
    /// <param name="duration">Not negative.</param>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }
        var text = "";
        var rest = duration.Ticks;
        foreach (
            var (unit, ticks) in Units
                .OrderByDescending(unit => unit.Ticks)
                .TakeWhile(unit => unit.Ticks > TimeSpan.TicksPerMicrosecond)
        )
        {
            if (rest >= ticks)
            {
                text += $"{rest / ticks}{unit}";
                rest %= ticks;
            }
        }
        if (rest > 0)
        {
            // Only the last unit may need a fraction: there are ten ticks in it.
            var microseconds = (decimal)rest / TimeSpan.TicksPerMicrosecond;
            text += $"{microseconds.ToString(CultureInfo.InvariantCulture)}us";
        }
        return text;
    }

    private static (string Unit, long Ticks) FindUnit(ReadOnlySpan<char> text)
    {
        foreach (var unit in Units)
        {
            if (text.StartsWith(unit.Unit, StringComparison.Ordinal))
            {
                return unit;
            }
        }
        return default;
    }
}
