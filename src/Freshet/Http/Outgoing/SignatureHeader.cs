using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Freshet.Configuration;
using Freshet.Http.Headers;

namespace Freshet.Http.Outgoing;

/// <summary>
/// <c>signature</c>: the header is <c>signature_prefix</c> and an HMAC-SHA256 (RFC 2104) over the body as it is sent: what the rule of the same name
/// and keys accepts (<see cref="SignatureRule"/>).
/// </summary>
internal sealed class SignatureHeader : OutgoingHeader, ICheckOptions
{
    public const string Name = "signature";

    private SignatureKey? key;

    /// <summary>The token to sign with.</summary>
    [Required(ErrorMessage = "give the token to sign with")]
    public Secret? Token { get; set; }

    /// <summary>How the token's bytes are written; without it they are the token's UTF-8.</summary>
    public BinaryEncoding? TokenEncoding { get; set; }

    /// <summary>What stands before the signature: <c>sha256=</c>.</summary>
    public string SignaturePrefix { get; set; } = "";

    /// <summary>How the signature's bytes are written: most receivers expect hex, in lower case.</summary>
    public BinaryEncoding SignatureEncoding { get; set; } = BinaryEncoding.Hex;

    /// <summary>What is signed: the body alone, or headers and then the body.</summary>
    public SignedContent SignatureOn { get; set; } = SignedContent.BodyAlone;

    public void Check(OptionsScope scope)
    {
        key = SignatureKey.Read(Token, TokenEncoding, scope);
        if (!HeaderValue.IsValid(SignaturePrefix))
        {
            scope.Error("signature_prefix", "no header can hold this prefix");
        }
    }

    /// <summary>The header's value; null where the key could not be read, which was told then.</summary>
    /// <param name="valueOf">The value of another header of the same request.</param>
    /// <param name="body">The body as it is sent.</param>
    internal string? Sign(Func<string, string> valueOf, ReadOnlySpan<byte> body)
    {
        if (key is null)
        {
            return null;
        }
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Sign(SignatureOn, valueOf, body, signature);
        return SignaturePrefix
            + (
                SignatureEncoding == BinaryEncoding.Hex
                    ? Convert.ToHexStringLower(signature)
                    : Convert.ToBase64String(signature)
            );
    }
}
