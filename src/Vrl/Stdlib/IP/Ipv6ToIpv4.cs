using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class Ipv6ToIpv4 : Function
{
    public override Signature Signature { get; } =
        new(
            "ipv6_to_ipv4",
            "IP",
            "Gives the IPv4 address inside an IPv6 address, whether mapped (::ffff:a.b.c.d) or compatible (::a.b.c.d).",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The address as text, of either version.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A mapped address is taken out",
            """ipv6_to_ipv4!("::ffff:192.168.0.1")""",
            "\"192.168.0.1\""
        ),
        new(
            "A compatible address is taken out",
            """ipv6_to_ipv4!("::c633:6410")""",
            "\"198.51.100.16\""
        ),
        new(
            "An IPv4 address stays what it is",
            """ipv6_to_ipv4!("198.51.100.16")""",
            "\"198.51.100.16\""
        ),
        new(
            "Another IPv6 address fails",
            """ipv6_to_ipv4!("2001:0db8:85a3::8a2e:0370:7334")""",
            Result: null,
            "IPV6 address 2001:db8:85a3::8a2e:370:7334 is not compatible with IPV4"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        if (!IpAddress.TryParse(arguments[0].Text, out var address))
        {
            return Value.Fail("unable to parse IP address: " + IpAddress.SyntaxError);
        }
        var prefix = address.Mapped >> 32;
        return prefix == 0 || prefix == 0xFFFF
            ? Value.From(IpAddress.V4((uint)address.Bits).ToString())
            : Value.Fail($"IPV6 address {address} is not compatible with IPV4");
    }
}
