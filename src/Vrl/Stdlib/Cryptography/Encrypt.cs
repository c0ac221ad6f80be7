using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

internal sealed class Encrypt : Function
{
    public override Signature Signature { get; } =
        new(
            "encrypt",
            "Cryptography",
            "Encrypts a string with a symmetric cipher.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("plaintext", Kinds.Bytes, "The string to encrypt."),
            new Parameter("algorithm", Kinds.Bytes, CipherCall.AlgorithmSummary),
            new Parameter("key", Kinds.Bytes, CipherCall.KeySummary),
            new Parameter("iv", Kinds.Bytes, CipherCall.NonceSummary)
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A text is encrypted in CFB mode",
            """encode_base64(encrypt!("data", "AES-256-CFB", key: "01234567890123456789012345678912", iv: "0123456789012345"))""",
            "\"c/dIOA==\""
        ),
        new(
            "A key of another size fails",
            """encrypt!("data", "AES-128-CBC-PKCS7", key: "short", iv: "0123456789012345")""",
            Result: null,
            "Invalid key size. Expected 16 bytes. Found 5 bytes"
        ),
        new(
            "An initialisation vector of another size fails",
            """encrypt!("data", "AES-128-CBC-PKCS7", key: "0123456789012345", iv: "short")""",
            Result: null,
            "Invalid iv size. Expected 16 bytes. Found 5 bytes"
        ),
    ];

    protected internal override object? Prepare(CallSite call) => CipherCall.Prepare(call);

    protected internal override Value Call(in Arguments arguments)
    {
        var failure = CipherCall.Resolve(arguments, out var cipher);
        if (failure.IsFailure)
        {
            return failure;
        }
        return Value.From(
            cipher.Encrypt(
                arguments[0].Bytes.Span,
                arguments[2].Bytes.Span,
                arguments[3].Bytes.Span
            )
        );
    }
}
