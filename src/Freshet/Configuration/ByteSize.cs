using System.Globalization;
using System.Runtime.InteropServices;

namespace Freshet.Configuration;

/// <summary>A number of bytes, written <c>"64MiB"</c> (powers of 1,024), <c>"10MB"</c> (powers of 1,000) or as an integer.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ByteSize(long Bytes)
{
    private static readonly (string Unit, long Factor)[] Units =
    [
        ("TiB", 1L << 40),
        ("GiB", 1L << 30),
        ("MiB", 1L << 20),
        ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000),
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
        ("kB", 1_000),
        ("KB", 1_000),
        ("B", 1),
    ];

    /// <summary>Whole numbers and fractions of one unit; the product must be a whole number of bytes that fits 63 bits.</summary>
    public static bool TryParse(string text, out ByteSize size)
    {
        size = default;
        var trimmed = text.AsSpan().Trim();
        foreach (var (unit, factor) in Units)
        {
            if (!trimmed.EndsWith(unit, StringComparison.Ordinal))
            {
                continue;
            }
            var isNumber = decimal.TryParse(
                trimmed[..^unit.Length].TrimEnd(),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            );
            if (!isNumber || number > long.MaxValue / factor || number * factor % 1 != 0)
            {
                return false;
            }
            size = new((long)(number * factor));
            return true;
        }
        return false;
    }

    /// <summary>In the largest power of 1,024 that gives a whole number: <c>1MiB</c>.</summary>
    public override string ToString()
    {
        foreach (var (unit, factor) in Units.Where(unit => unit.Unit.Length == 3))
        {
            if (Bytes >= factor && Bytes % factor == 0)
            {
                return $"{Bytes / factor}{unit}";
            }
        }
        return $"{Bytes}B";
    }
}
