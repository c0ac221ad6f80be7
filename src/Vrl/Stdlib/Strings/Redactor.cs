using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Freshet.Vrl.Hashing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>What <c>redact</c> puts in the place of what it found.</summary>
internal sealed class Redactor
{
    private delegate byte[] Hash(ReadOnlySpan<byte> data);

    private delegate string Replacement(ReadOnlySpan<char> found);

    private readonly Replacement replacement;

    private Redactor(Replacement replacement) => this.replacement = replacement;

    public static Redactor Full { get; } = new(static _ => "[REDACTED]");

    public string Replace(ReadOnlySpan<char> found) => replacement(found);

    /// <summary>Reads a redactor as a program gives it.</summary>
    public static bool TryRead(
        Value value,
        [NotNullWhen(true)] out Redactor? redactor,
        out string error
    )
    {
        (redactor, error) = value.Kind switch
        {
            ValueKind.Object => ReadObject(value.Object),
            ValueKind.Bytes => value.Text switch
            {
                "full" => (Full, ""),
                "sha2" or "sha3" => ReadHash(value.Text, new VrlObject(0)),
                _ => (null, "unknown name of redactor"),
            },
            _ => (null, "unknown literal for redactor, must be redactor name or object"),
        };
        return redactor is not null;
    }

    private static (Redactor?, string) ReadObject(VrlObject redactor)
    {
        if (!redactor.TryGet("type", out var type))
        {
            return (null, "redactor specified as objects must have type parameter");
        }
        return type switch
        {
            { IsBytes: false } => (null, "type key in redactor must be a string"),
            { Text: "full" } => (Full, ""),
            { Text: "text" } => ReadText(redactor),
            { Text: "sha2" or "sha3" } => ReadHash(type.Text, redactor),
            _ => (null, "unknown `type` for `redactor`"),
        };
    }

    private static (Redactor?, string) ReadText(VrlObject redactor)
    {
        if (!redactor.TryGet("replacement", out var text))
        {
            return (null, "text redactor must have `replacement` specified");
        }
        return text.IsBytes
            ? (new Redactor(_ => text.Text), "")
            : (null, "`replacement` must be a string");
    }

    private static (Redactor?, string) ReadHash(string type, VrlObject redactor)
    {
        var variant = type == "sha2" ? "SHA-512/256" : "SHA3-512";
        if (redactor.TryGet("variant", out var given))
        {
            if (!given.IsBytes)
            {
                return (null, "`variant` must be a string");
            }
            variant = given.Text;
        }
        Hash? hash = (type, variant) switch
        {
            ("sha2", "SHA-224") => Sha224.HashData,
            ("sha2", "SHA-256") => SHA256.HashData,
            ("sha2", "SHA-384") => SHA384.HashData,
            ("sha2", "SHA-512") => SHA512.HashData,
            ("sha2", "SHA-512/224") => Sha512Truncated.HashData224,
            ("sha2", "SHA-512/256") => Sha512Truncated.HashData256,
            ("sha3", "SHA3-224") => static data => Sha3.HashData(224, data),
            ("sha3", "SHA3-256") => static data => Sha3.HashData(256, data),
            ("sha3", "SHA3-384") => static data => Sha3.HashData(384, data),
            ("sha3", "SHA3-512") => static data => Sha3.HashData(512, data),
            _ => null,
        };
        if (hash is null)
        {
            return (null, $"invalid {type} variant");
        }
        var encoding = "base64";
        if (redactor.TryGet("encoding", out given))
        {
            if (!given.IsBytes)
            {
                return (null, "encoding must be string");
            }
            encoding = given.Text;
        }
        return encoding switch
        {
            "base64" => (new Redactor(found => Convert.ToBase64String(hash(Utf8(found)))), ""),
            "base16" or "hex" => (
                new Redactor(found => Convert.ToHexStringLower(hash(Utf8(found)))),
                ""
            ),
            _ => (null, "unexpected encoding"),
        };
    }

    private static byte[] Utf8(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
