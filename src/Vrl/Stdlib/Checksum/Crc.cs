using Freshet.Vrl.Hashing;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Checksum;

internal sealed class Crc : Function
{
    public override Signature Signature { get; } =
        new(
            "crc",
            "Checksum",
            "Gives the cyclic redundancy check of a string, as a decimal number in a string, since some are of more than 64 bits.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to check."),
            Parameter.Optional(
                "algorithm",
                Kinds.Bytes,
                "CRC_32_ISO_HDLC",
                "An algorithm of the catalogue of parametrised CRC algorithms, such as `CRC_16_MODBUS`, `CRC_32_ISCSI` or `CRC_64_XZ`, in letters of any case."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The default is that of zip and Ethernet", """crc("foobar")""", "\"2666930069\""),
        new(
            "Another algorithm is named",
            """crc("foobar", algorithm: "CRC_8_MAXIM_DOW")""",
            "\"53\""
        ),
        new(
            "Results may be of more than 64 bits",
            """crc("123456789", algorithm: "CRC_82_DARC")""",
            "\"749237524598872659187218\""
        ),
        new(
            "An unknown algorithm fails",
            """crc!("foo", algorithm: "CRC_UNKNOWN")""",
            Result: null,
            "Invalid CRC algorithm: CRC_UNKNOWN"
        ),
    ];

    /// <summary>A call whose algorithm is known, and is one, cannot fail.</summary>
    protected internal override TypeDef TypeOf(CallSite call) =>
        Signature.Returns.FallibleIf(Prepare(call) is null);

    protected internal override object? Prepare(CallSite call) =>
        call.ConstantOf("algorithm") is { IsBytes: true } name
        && CrcCatalogue.TryGet(name.Text.ToUpperInvariant(), out var crc)
            ? crc
            : null;

    protected internal override Value Call(in Arguments arguments)
    {
        if (arguments.Prepared is not Hashing.Crc crc)
        {
            var name = arguments[1].Text.ToUpperInvariant();
            if (!CrcCatalogue.TryGet(name, out crc))
            {
                return Value.Fail("Invalid CRC algorithm: " + name);
            }
        }
        return crc.Compute(arguments[0].Bytes.Span).ToString();
    }
}
