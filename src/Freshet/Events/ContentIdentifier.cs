using System.Security.Cryptography;

namespace Freshet.Events;

/// <summary>
/// The name of some bytes that follows from the bytes alone: a CID (Multiformats) of version 1, codec raw, hash SHA2-256, written in base32 with lower-case
/// letters. CDEvents recommends it for <c>context.id</c>.
/// </summary>
internal static class ContentIdentifier
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    // Version 1, codec raw, multihash: sha2-256 of 32 bytes.
    private static ReadOnlySpan<byte> Prefix => [0x01, 0x55, 0x12, SHA256.HashSizeInBytes];

    /// <summary>The identifier: 59 characters, the first a <c>b</c> for base32 (multibase).</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> binary = stackalloc byte[Prefix.Length + SHA256.HashSizeInBytes];
        Prefix.CopyTo(binary);
        SHA256.HashData(content, binary[Prefix.Length..]);

        Span<char> text = stackalloc char[1 + (((binary.Length * 8) + 4) / 5)];
        text[0] = 'b';
        var (buffer, bits, at) = (0, 0, 1);
        foreach (var b in binary)
        {
            buffer = ((buffer << 8) | b) & 0xFFF;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text[at++] = Alphabet[(buffer >> (bits - 5)) & 31];
            }
        }
        // RFC 4648: the last group is filled up with zero bits; multibase writes no padding.
        if (bits > 0)
        {
            text[at] = Alphabet[(buffer << (5 - bits)) & 31];
        }
        return new string(text);
    }
}
