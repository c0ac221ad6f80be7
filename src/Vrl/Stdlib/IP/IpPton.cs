using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IpPton : Function
{
    public override Signature Signature { get; } =
        new(
            "ip_pton",
            "IP",
            "Gives the bytes of an IP address, as inet_pton does.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The address as text, of either version.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An IPv4 address is four bytes",
            """encode_base64(ip_pton!("192.168.0.1"))""",
            "\"wKgAAQ==\""
        ),
        new(
            "An IPv6 address is sixteen bytes",
            """encode_base64(ip_pton!("2001:db8:85a3::8a2e:370:7334"))""",
            "\"IAENuIWjAAAAAIouA3BzNA==\""
        ),
        new(
            "Text that is no address fails",
            """ip_pton!("i am not an ipaddress")""",
            Result: null,
            "unable to parse IP address: invalid IP address syntax"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        IpAddress.TryParse(arguments[0].Text, out var address)
            ? Value.From(address.ToBytes())
            : Value.Fail("unable to parse IP address: " + IpAddress.SyntaxError);
}
