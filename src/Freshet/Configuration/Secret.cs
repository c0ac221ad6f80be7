using System.Security.Cryptography;
using System.Text;

namespace Freshet.Configuration;

/// <summary>A text that must not be shown: it prints as <c>***</c>, and is compared in constant time.</summary>
internal sealed class Secret(string value)
{
    public const string Mask = "***";

    private readonly byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(value));

    /// <summary>The text itself, for whom it is meant.</summary>
    public string Reveal() => value;

    /// <summary>Whether the text is the same, in a time that tells neither where they differ nor how long the secret is.</summary>
    public bool Matches(ReadOnlySpan<char> other)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(other)];
        Encoding.UTF8.GetBytes(other, bytes);
        Span<byte> otherHash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, otherHash);
        return CryptographicOperations.FixedTimeEquals(hash, otherHash);
    }

    public override string ToString() => Mask;
}
