using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

internal sealed class Decrypt : Function
{
    public override Signature Signature { get; } =
        new(
            "decrypt",
            "Cryptography",
            "Decrypts a string with a symmetric cipher.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("ciphertext", Kinds.Bytes, "The string to decrypt."),
            new Parameter("algorithm", Kinds.Bytes, CipherCall.AlgorithmSummary),
            new Parameter("key", Kinds.Bytes, CipherCall.KeySummary),
            new Parameter("iv", Kinds.Bytes, CipherCall.NonceSummary)
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A text is decrypted in CFB mode",
            """decrypt!(decode_base64!("c/dIOA=="), "AES-256-CFB", key: "01234567890123456789012345678912", iv: "0123456789012345")""",
            "\"data\""
        ),
        new(
            "What cannot be what was encrypted fails",
            """decrypt!("data", "AES-128-CBC-PKCS7", key: "0123456789012345", iv: "0123456789012345")""",
            Result: null,
            "Invalid input"
        ),
        new(
            "An unknown algorithm that is known only when the program runs fails",
            """decrypt!("data", .algorithm, key: "0123456789012345", iv: "0123456789012345")""",
            Result: null,
            "Invalid algorithm: ROT13"
        )
        {
            Event = """{"algorithm":"rot13"}""",
        },
    ];

    protected internal override object? Prepare(CallSite call) => CipherCall.Prepare(call);

    protected internal override Value Call(in Arguments arguments)
    {
        var failure = CipherCall.Resolve(arguments, out var cipher);
        if (failure.IsFailure)
        {
            return failure;
        }
        var plaintext = cipher.Decrypt(
            arguments[0].Bytes.Span,
            arguments[2].Bytes.Span,
            arguments[3].Bytes.Span
        );
        return plaintext is null ? Value.Fail("Invalid input") : Value.From(plaintext);
    }
}
