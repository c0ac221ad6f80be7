using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Freshet.Events;

/// <summary>
/// Makes UUIDs (RFC 9562): of version 7 (section 5.7), the time in milliseconds, then chance; and of version 8 (section 5.8), which follow from what they name.
/// </summary>
internal static class EventUuid
{
    private const int Size = 16;

    /// <summary>How many are made of one call for random bytes: the call is what costs, and it costs the same for 16 bytes as for 1024.</summary>
    private const int Ahead = 64;

    [ThreadStatic]
    private static byte[]? random;

    /// <summary>Where the bytes of <see cref="random"/> begin that are not used yet; each is used once.</summary>
    [ThreadStatic]
    private static int next;

    /// <summary>A new one in its usual form, 36 characters in lower case.</summary>
    public static string New(DateTimeOffset time)
    {
        var ahead = random ??= new byte[Size * Ahead];
        if (next == 0)
        {
            RandomNumberGenerator.Fill(ahead);
        }
        var bytes = ahead.AsSpan(next, Size);
        next = (next + Size) % ahead.Length;
        Span<byte> milliseconds = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, time.ToUnixTimeMilliseconds());
        milliseconds[2..].CopyTo(bytes);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>That of some bytes, the same each time: the first bits of their SHA2-256, as a UUID of version 8.</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        var bytes = hash[..Size];
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
