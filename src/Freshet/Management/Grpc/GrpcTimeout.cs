using Microsoft.Extensions.Primitives;

namespace Freshet.Management.Grpc;

/// <summary>How long a caller waits, as <c>grpc-timeout</c> says: at most eight digits and a unit, such as <c>100m</c> for a tenth of a second.</summary>
internal static class GrpcTimeout
{
    public const string Header = "grpc-timeout";

    private const int MostDigits = 8;

    /// <summary>Timers do not go much further, and no call does; a longer time is as good as none.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Reads the header; the time is null where it is absent, or so long that it makes no difference.</summary>
    /// <returns>Whether it is well-formed.</returns>
    public static bool TryRead(StringValues header, out TimeSpan? timeout)
    {
        timeout = null;
        if (header.Count == 0)
        {
            return true;
        }
        var text = header.ToString();
        if (text.Length is < 2 or > MostDigits + 1 || !IsNumber(text.AsSpan(..^1), out var number))
        {
            return false;
        }
        TimeSpan? read = text[^1] switch
        {
            'H' => TimeSpan.FromHours(number),
            'M' => TimeSpan.FromMinutes(number),
            'S' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMilliseconds(number),
            'u' => TimeSpan.FromMicroseconds(number),
            // Rounded up: a nanosecond is a time, if a short one.
            'n' => TimeSpan.FromTicks((number + 99) / 100),
            _ => null,
        };
        timeout = read > Longest ? null : read;
        return read is not null;
    }

    private static bool IsNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, System.Globalization.NumberStyles.None, null, out number);
}
