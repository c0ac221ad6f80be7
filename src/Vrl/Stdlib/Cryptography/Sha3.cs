using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

internal sealed class Sha3 : Function
{
    private const string Default = "SHA3-512";

    public override Signature Signature { get; } =
        new(
            "sha3",
            "Cryptography",
            "Gives the SHA-3 hash of a string in hexadecimal.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to hash."),
            Parameter.Optional("variant", Kinds.Bytes, Default, "The hash of the family.") with
            {
                Form = ArgumentForm.Static,
                Variants = ["SHA3-224", "SHA3-256", "SHA3-384", Default],
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The default has 512 bits",
            """sha3("foobar")""",
            "\"ff32a30c3af5012ea395827a3e99a13073c3a8d8410a708568ff7e6eb85968fccfebaea039bc21411e9d43fdb9a851b529b9960ffea8679199781b8f45ca85e2\""
        ),
        new(
            "SHA3-224 has 224 bits",
            """sha3("foo", "SHA3-224")""",
            "\"f4f6779e153c391bbd29c95e72b0708e39d9166c7cea51d1f10ef58a\""
        ),
        new(
            "SHA3-256 has 256 bits",
            """sha3("foo", "SHA3-256")""",
            "\"76d3bc41c9f588f7fcd0d5bf4718f8f84b1c41b20882703100b9eb9413807c01\""
        ),
        new(
            "SHA3-384 has 384 bits",
            """sha3("foobar", "SHA3-384")""",
            "\"0fa8abfbdaf924ad307b74dd2ed183b9a4a398891a2f6bac8fd2db7041b77f068580f9c6c66f699b496c2da1cbcc7ed8\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var data = arguments[0].Bytes.Span;
        var bits = arguments[1].Text switch
        {
            "SHA3-224" => 224,
            "SHA3-256" => 256,
            "SHA3-384" => 384,
            _ => 512,
        };
        return Convert.ToHexStringLower(Hashing.Sha3.HashData(bits, data));
    }
}
