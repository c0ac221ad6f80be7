using System.Security.Cryptography;

namespace Freshet.Chaos.Sending;

/// <summary>What tells one event's bytes from all others: two events with the same digest are equal byte for byte.</summary>
internal static class Digest
{
    /// <summary>The first half of the SHA-256, in hexadecimal.</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(json, hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
