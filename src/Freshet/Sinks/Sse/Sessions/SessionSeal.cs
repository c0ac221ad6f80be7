using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Freshet.Http.Headers;

namespace Freshet.Sinks.Sse.Sessions;

/// <summary>
/// Makes and checks what a session's cookie holds: <c>EXPIRY.MAC</c>, a time in seconds since 1970 and, in base64url, its HMAC-SHA256 (RFC 2104). There is nothing
/// to remember of a session, and nothing in it but its end: whoever has one may listen until then. The key is made of the endpoint's own, its path and all that
/// its rules ask for, so a session is good for that endpoint and those rules alone.
/// </summary>
internal sealed class SessionSeal
{
    /// <summary>Says what the key is for, and which form of session this is.</summary>
    private const string Purpose = "freshet session 1";

    private static readonly long LatestExpiry = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private readonly byte[] key;

    /// <param name="secret">The endpoint's secret.</param>
    /// <param name="path">The endpoint's path.</param>
    /// <param name="rules">What it asks of headers.</param>
    public SessionSeal(ReadOnlySpan<byte> secret, string path, HeaderRules rules)
        : this(secret, path, rules.Terms) { }

    /// <param name="secret">The endpoint's secret.</param>
    /// <param name="path">The endpoint's path.</param>
    /// <param name="terms">What a session is given for: where that changes, sessions end.</param>
    public SessionSeal(ReadOnlySpan<byte> secret, string path, IEnumerable<string> terms)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in terms.Prepend(path).Prepend(Purpose))
        {
            // Each with its length, lest two lists of texts be the same bytes.
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hmac.AppendData(length);
            hmac.AppendData(bytes);
        }
        key = hmac.GetHashAndReset();
    }

    /// <summary>A session that is good until then, to the second.</summary>
    public string Make(DateTimeOffset expires) => Make(expires.ToUnixTimeSeconds());

    /// <summary>Whether it was made here, and when it ends or ended. In a time that tells nothing of the signature that it should have.</summary>
    public bool TryRead(string text, [NotNullWhen(true)] out DateTimeOffset? expires)
    {
        expires = null;
        var end = text.IndexOf('.');
        if (
            end < 0
            || !long.TryParse(
                text.AsSpan(0, end),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            )
            || seconds > LatestExpiry
        )
        {
            return false;
        }
        // Compared as it is written: a text that would only be read as the same is another.
        var isGood = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(text),
            Encoding.UTF8.GetBytes(Make(seconds))
        );
        expires = isGood ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return isGood;
    }

    private string Make(long seconds)
    {
        Span<byte> content = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(content, seconds);
        var mac = HMACSHA256.HashData(key, content);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds}.{Base64Url.EncodeToString(mac)}"
        );
    }
}
