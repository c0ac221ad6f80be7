using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Freshet.Configuration;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Headers;

/// <summary>
/// <c>signature</c>: the header is <c>signature_prefix</c> and an HMAC-SHA256 (RFC 2104) over the body as it was sent, as GitHub, GitLab and Svix
/// sign. Several signatures may stand in the header, parted by spaces, as Svix sends while a token is being replaced; one good one is enough.
/// </summary>
internal sealed class SignatureRule : HeaderRule, ICheckOptions
{
    public const string Name = "signature";

    private SignatureKey? key;

    public override string Type => Name;

    public override bool NeedsBody => true;

    public override IEnumerable<string> Terms =>
        [
            Token?.Reveal() ?? "",
            $"{TokenEncoding}",
            SignaturePrefix,
            $"{SignatureEncoding}",
            SignatureOn.Separator,
            .. SignatureOn.Headers,
        ];

    /// <summary>The token that the sender signs with.</summary>
    [Required(ErrorMessage = "give the token that the sender signs with")]
    public Secret? Token { get; set; }

    /// <summary>How the token's bytes are written; without it they are the token's UTF-8.</summary>
    public BinaryEncoding? TokenEncoding { get; set; }

    /// <summary>What stands before each signature: <c>sha256=</c>.</summary>
    public string SignaturePrefix { get; set; } = "";

    /// <summary>How the signature's bytes are written: most senders use hex.</summary>
    public BinaryEncoding SignatureEncoding { get; set; } = BinaryEncoding.Hex;

    /// <summary>What is signed: the body alone, or headers and then the body.</summary>
    public SignedContent SignatureOn { get; set; } = SignedContent.BodyAlone;

    public void Check(OptionsScope scope) => key = SignatureKey.Read(Token, TokenEncoding, scope);

    public override HeaderVerdict Check(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        // A part that is left out must not become a part that is not signed.
        foreach (var name in SignatureOn.Headers)
        {
            var values = headers[name];
            if (values.Count == 0)
            {
                return Missing(name);
            }
            if (Single(values) is null)
            {
                return Wrong(name);
            }
        }
        return base.Check(headers, body);
    }

    protected override bool Holds(string value, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        if (key is null)
        {
            return false;
        }
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Sign(SignatureOn, name => headers[name].ToString(), body, expected);
        if (IsSignature(value, expected))
        {
            return true;
        }
        foreach (var part in value.AsSpan().Split(' '))
        {
            if (IsSignature(value.AsSpan()[part], expected))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsSignature(ReadOnlySpan<char> text, ReadOnlySpan<byte> expected)
    {
        if (!text.StartsWith(SignaturePrefix, StringComparison.Ordinal))
        {
            return false;
        }
        text = text[SignaturePrefix.Length..];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        int written;
        var isRead =
            SignatureEncoding == BinaryEncoding.Hex
                ? text.Length == 2 * given.Length
                    && Convert.FromHexString(text, given, out _, out written)
                        == System.Buffers.OperationStatus.Done
                : Convert.TryFromBase64Chars(text, given, out written) && written == given.Length;
        return isRead && CryptographicOperations.FixedTimeEquals(given, expected);
    }
}
