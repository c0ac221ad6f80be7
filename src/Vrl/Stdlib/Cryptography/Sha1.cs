using System.Security.Cryptography;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

internal sealed class Sha1 : Function
{
    public override Signature Signature { get; } =
        new(
            "sha1",
            "Cryptography",
            "Gives the SHA-1 hash of a string in hexadecimal. It is no protection against anybody who means harm.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to hash.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [new("A hash is 40 digits", """sha1("foo")""", "\"0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33\"")];

    protected internal override Value Call(in Arguments arguments) =>
        Convert.ToHexStringLower(SHA1.HashData(arguments[0].Bytes.Span));
}
