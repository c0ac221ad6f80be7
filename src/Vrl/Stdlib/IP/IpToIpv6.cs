using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IpToIpv6 : Function
{
    public override Signature Signature { get; } =
        new(
            "ip_to_ipv6",
            "IP",
            "Gives an address as IPv6: one of IPv4 becomes ::ffff:a.b.c.d.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The address as text, of either version.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An IPv4 address is mapped",
            """ip_to_ipv6!("192.168.0.1")""",
            "\"::ffff:192.168.0.1\""
        ),
        new(
            "An IPv6 address stays what it is, in its shortest form",
            """ip_to_ipv6!("2404:6800:4003:0c02:0:0:0:64")""",
            "\"2404:6800:4003:c02::64\""
        ),
        new(
            "Text that is no address fails",
            """ip_to_ipv6!("i am not an ipaddress")""",
            Result: null,
            "unable to parse IP address: invalid IP address syntax"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        IpAddress.TryParse(arguments[0].Text, out var address)
            ? Value.From(IpAddress.V6(address.Mapped).ToString())
            : Value.Fail("unable to parse IP address: " + IpAddress.SyntaxError);
}
