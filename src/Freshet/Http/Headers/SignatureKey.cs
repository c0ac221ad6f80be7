using System.Security.Cryptography;
using System.Text;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http.Headers;

/// <summary>How bytes are written as text.</summary>
internal enum BinaryEncoding
{
    /// <summary>Two hexadecimal digits for each byte, of either case.</summary>
    Hex,

    /// <summary>RFC 4648, section 4, with padding.</summary>
    Base64,
}

/// <summary>The key of a signature: HMAC-SHA256 (RFC 2104), the same for who signs and who checks.</summary>
internal sealed class SignatureKey
{
    private readonly byte[] key;

    private SignatureKey(byte[] key) => this.key = key;

    /// <summary>The key that the token is; null where there is none, or where it is not what its encoding says, which is then told.</summary>
    /// <param name="token">The option <c>token</c>.</param>
    /// <param name="encoding">How the token's bytes are written; null where they are its UTF-8.</param>
    /// <param name="scope">Where both were read.</param>
    public static SignatureKey? Read(Secret? token, BinaryEncoding? encoding, OptionsScope scope)
    {
        if (token?.Reveal() is not { } text)
        {
            return null;
        }
        if (text.Length == 0)
        {
            scope.Error("token", "the token is empty");
            return null;
        }
        if (Decode(text, encoding) is { } key)
        {
            return new(key);
        }
        var form = encoding == BinaryEncoding.Hex ? "hexadecimal" : "base64";
        scope.Reader.Error(
            WithoutText(scope.At("token")),
            $"the token is not {form}, which token_encoding says it is",
            text.StartsWith("whsec_", StringComparison.Ordinal)
                ? "leave the leading whsec_ out"
                : "without token_encoding the token is taken as it stands"
        );
        return null;
    }

    /// <summary>Signs the body, behind the headers that come first.</summary>
    /// <param name="content">What the signature covers.</param>
    /// <param name="valueOf">The value of a header.</param>
    /// <param name="body">The body's bytes as they are sent.</param>
    /// <param name="signature">Takes the signature, 32 bytes.</param>
    public void Sign(
        SignedContent content,
        Func<string, string> valueOf,
        ReadOnlySpan<byte> body,
        Span<byte> signature
    )
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var name in content.Headers)
        {
            hmac.AppendData(Encoding.UTF8.GetBytes(valueOf(name) + content.Separator));
        }
        hmac.AppendData(body);
        hmac.GetHashAndReset(signature);
    }

    private static byte[]? Decode(string token, BinaryEncoding? encoding)
    {
        try
        {
            return encoding switch
            {
                BinaryEncoding.Hex => Convert.FromHexString(token),
                BinaryEncoding.Base64 => Convert.FromBase64String(token),
                _ => Encoding.UTF8.GetBytes(token),
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The same place with nothing of the line to show from there on, since that is the token.</summary>
    private static Location WithoutText(Location at)
    {
        var before = at.LineText.EnumerateRunes().Take(Math.Max(0, at.Column - 1));
        return at with { LineText = string.Concat(before) + Secret.Mask, Length = 3 };
    }
}
