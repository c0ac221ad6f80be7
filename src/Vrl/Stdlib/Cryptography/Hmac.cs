using System.Security.Cryptography;
using Freshet.Vrl.Hashing;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

internal sealed class Hmac : Function
{
    /// <summary>Bytes that SHA-224 takes in at a time.</summary>
    private const int BlockOfSha224 = 64;

    public override Signature Signature { get; } =
        new(
            "hmac",
            "Cryptography",
            "Gives the keyed hash of a string (HMAC, RFC 2104) as raw bytes; encode_base16 or encode_base64 make it text.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to hash."),
            new Parameter("key", Kinds.Bytes, "The secret key."),
            Parameter.Optional(
                "algorithm",
                Kinds.Bytes,
                "SHA-256",
                "The hash: `SHA1`, `SHA-224`, `SHA-256`, `SHA-384` or `SHA-512`, in letters of any case."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The default hash is SHA-256",
            """encode_base64(hmac("Hello there", "super-secret-key"))""",
            "\"eLGE8YMviv85NPXgISRUZxstBNSU47JQdcXkUWcClmI=\""
        ),
        new(
            "Another hash is named",
            """encode_base16(hmac("Hello there", "super-secret-key", algorithm: "SHA-224"))""",
            "\"42fccbc2b7d22a143b92f265a8046187558a94d11ddbb30622207e90\""
        ),
        new(
            "SHA-1 is there for what is old",
            """encode_base64(hmac("Hello there", "super-secret-key", algorithm: "SHA1"))""",
            "\"MiyBIHO8Set9+6crALiwkS0yFPE=\""
        ),
        new(
            "An unknown hash fails",
            """hmac!("Hello there", "super-secret-key", algorithm: .algorithm)""",
            Result: null,
            "Invalid algorithm: MD5"
        )
        {
            Event = """{"algorithm":"md5"}""",
        },
    ];

    /// <summary>A call whose hash is known, and is one, cannot fail.</summary>
    protected internal override TypeDef TypeOf(CallSite call) =>
        Signature.Returns.FallibleIf(
            call.ConstantOf("algorithm") is not { IsBytes: true } algorithm
                || Compute(algorithm, [], []).IsFailure
        );

    protected internal override Value Call(in Arguments arguments) =>
        Compute(arguments[2], arguments[1].Bytes.Span, arguments[0].Bytes.Span);

    private static Value Compute(Value algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var name = algorithm.Text.ToUpperInvariant();
        return name switch
        {
            "SHA1" => Value.From(HMACSHA1.HashData(key, data)),
            "SHA-224" => Value.From(Compute224(key, data)),
            "SHA-256" => Value.From(HMACSHA256.HashData(key, data)),
            "SHA-384" => Value.From(HMACSHA384.HashData(key, data)),
            "SHA-512" => Value.From(HMACSHA512.HashData(key, data)),
            _ => Value.Fail("Invalid algorithm: " + name),
        };
    }

    private static byte[] Compute224(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var inner = new byte[BlockOfSha224];
        (key.Length > BlockOfSha224 ? Sha224.HashData(key) : key).CopyTo(inner);
        var outer = Array.ConvertAll(inner, part => (byte)(part ^ 0x5C));
        inner = Array.ConvertAll(inner, part => (byte)(part ^ 0x36));
        return Sha224.HashData([.. outer, .. Sha224.HashData([.. inner, .. data])]);
    }
}
