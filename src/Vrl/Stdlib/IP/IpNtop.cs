using System.Buffers.Binary;
using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IpNtop : Function
{
    public override Signature Signature { get; } =
        new(
            "ip_ntop",
            "IP",
            "Writes the bytes of an IP address as text, as inet_ntop does.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The 4 or 16 bytes of the address.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Four bytes are an IPv4 address",
            """ip_ntop!(decode_base64!("wKgAAQ=="))""",
            "\"192.168.0.1\""
        ),
        new(
            "Sixteen bytes are an IPv6 address",
            """ip_ntop!(decode_base64!("IAENuIWjAAAAAIouA3BzNA=="))""",
            "\"2001:db8:85a3::8a2e:370:7334\""
        ),
        new(
            "Any other number of bytes fails",
            """ip_ntop!("ab")""",
            Result: null,
            "\"value\" must be of length 4 or 16 bytes"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var bytes = arguments[0].Bytes.Span;
        return bytes.Length switch
        {
            4 => Value.From(IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(bytes)).ToString()),
            16 => Value.From(IpAddress.V6(BinaryPrimitives.ReadUInt128BigEndian(bytes)).ToString()),
            _ => Value.Fail("\"value\" must be of length 4 or 16 bytes"),
        };
    }
}
