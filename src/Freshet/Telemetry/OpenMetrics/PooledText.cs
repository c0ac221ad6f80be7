using System.Buffers;
using System.Globalization;
using System.Text;

namespace Freshet.Telemetry.OpenMetrics;

/// <summary>UTF-8 text that is written into one array of the pool, a larger one where it grows.</summary>
internal sealed class PooledText : IDisposable
{
    private const int FirstSize = 64 << 10;

    /// <summary>The longest form of a number takes less.</summary>
    private const int LongestNumber = 32;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int length;

    /// <summary>What was written; not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, length);

    public void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        length += text.Length;
    }

    public void Add(byte letter)
    {
        Room(1)[0] = letter;
        length++;
    }

    /// <summary>Adds text; half a surrogate pair becomes U+FFFD.</summary>
    public void Add(ReadOnlySpan<char> text) =>
        length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void Add(long number)
    {
        number.TryFormat(
            Room(LongestNumber),
            out var written,
            provider: CultureInfo.InvariantCulture
        );
        length += written;
    }

    /// <summary>Adds the shortest text that reads as that number, and <c>NaN</c>, <c>+Inf</c> and <c>-Inf</c>.</summary>
    public void Add(double number)
    {
        if (!double.IsFinite(number))
        {
            Add(
                double.IsNaN(number) ? "NaN"u8
                : number > 0 ? "+Inf"u8
                : "-Inf"u8
            );
            return;
        }
        number.TryFormat(Room(LongestNumber), out var written, "R", CultureInfo.InvariantCulture);
        length += written;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private Span<byte> Room(int size)
    {
        if (buffer.Length - length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + size, buffer.Length * 2));
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        return buffer.AsSpan(length);
    }
}
