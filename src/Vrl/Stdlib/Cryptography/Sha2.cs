using System.Security.Cryptography;
using Freshet.Vrl.Hashing;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

internal sealed class Sha2 : Function
{
    private const string Default = "SHA-512/256";

    public override Signature Signature { get; } =
        new(
            "sha2",
            "Cryptography",
            "Gives the SHA-2 hash of a string in hexadecimal.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to hash."),
            Parameter.Optional("variant", Kinds.Bytes, Default, "The hash of the family.") with
            {
                Form = ArgumentForm.Static,
                Variants = ["SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", Default],
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The default is SHA-512/256",
            """sha2("foobar")""",
            "\"d014c752bc2be868e16330f47e0c316a5967bcbc9c286a457761d7055b9214ce\""
        ),
        new(
            "SHA-224 has 224 bits",
            """sha2("foo", "SHA-224")""",
            "\"0808f64e60d58979fcb676c96ec938270dea42445aeefcd3a4e6f8db\""
        ),
        new(
            "SHA-256 has 256 bits",
            """sha2("foo", variant: "SHA-256")""",
            "\"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\""
        ),
        new(
            "SHA-384 has 384 bits",
            """sha2("foobar", "SHA-384")""",
            "\"3c9c30d9f665e74d515c842960d4a451c83a0125fd3de7392d7b37231af10c72ea58aedfcdf89a5765bf902af93ecf06\""
        ),
        new(
            "SHA-512 has 512 bits",
            """sha2("foo", "SHA-512")""",
            "\"f7fbba6e0636f890e56fbbf3283e524c6fa3204ae298382d624741d0dc6638326e282c41be5e4254d8820772c5518a2c5a8c0c7f7eda19594a7eb539453e1ed7\""
        ),
        new(
            "SHA-512/224 has 224 bits",
            """sha2("foo", "SHA-512/224")""",
            "\"d68f258d37d670cfc1ec1001a0394784233f88f056994f9a7e5e99be\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var data = arguments[0].Bytes.Span;
        return Convert.ToHexStringLower(
            arguments[1].Text switch
            {
                "SHA-224" => Sha224.HashData(data),
                "SHA-256" => SHA256.HashData(data),
                "SHA-384" => SHA384.HashData(data),
                "SHA-512" => SHA512.HashData(data),
                "SHA-512/224" => Sha512Truncated.HashData224(data),
                _ => Sha512Truncated.HashData256(data),
            }
        );
    }
}
