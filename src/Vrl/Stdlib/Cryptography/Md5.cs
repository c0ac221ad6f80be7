using System.Security.Cryptography;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

internal sealed class Md5 : Function
{
    public override Signature Signature { get; } =
        new(
            "md5",
            "Cryptography",
            "Gives the MD5 hash of a string in hexadecimal. It is no protection against anybody who means harm.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to hash.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [new("A hash is 32 digits", """md5("foo")""", "\"acbd18db4cc2f85cedef654fccc4a4d8\"")];

    protected internal override Value Call(in Arguments arguments) =>
        Convert.ToHexStringLower(MD5.HashData(arguments[0].Bytes.Span));
}
