using System.Globalization;
using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IpSubnet : Function
{
    public override Signature Signature { get; } =
        new(
            "ip_subnet",
            "IP",
            "Gives the first address of the network that an address is in.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The address, of either version."),
            new Parameter(
                "subnet",
                Kinds.Bytes,
                "How much of it the network keeps: a length such as `/8`, or a mask such as `255.255.0.0` of the same version."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A mask keeps the bits that it has",
            """ip_subnet!("192.168.10.32", "255.255.255.0")""",
            "\"192.168.10.0\""
        ),
        new(
            "A length keeps that many bits of IPv6",
            """ip_subnet!("2404:6800:4003:c02::64", "/32")""",
            "\"2404:6800::\""
        ),
        new(
            "A length keeps that many bits of IPv4",
            """ip_subnet!("192.168.0.1", "/1")""",
            "\"128.0.0.0\""
        ),
        new(
            "A length beyond the address fails",
            """ip_subnet!("192.168.0.1", "/33")""",
            Result: null,
            "subnet cannot be greater than 32 for ipv4 addresses"
        ),
        new(
            "A mask of the other version fails",
            """ip_subnet!("192.168.0.1", "ff00::")""",
            Result: null,
            "attempting to mask an ipv4 address with an ipv6 mask"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        if (!IpAddress.TryParse(arguments[0].Text, out var address))
        {
            return Value.Fail("unable to parse IP address: " + IpAddress.SyntaxError);
        }
        var subnet = arguments[1].Text;
        if (subnet.StartsWith('/'))
        {
            if (
                !uint.TryParse(
                    subnet.AsSpan(1),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var length
                )
                || subnet[1] == '-'
            )
            {
                return Value.Fail(subnet + " is not a valid subnet");
            }
            return length > address.Width
                ? Value.Fail(
                    $"subnet cannot be greater than {address.Width} for {Version(address)} addresses"
                )
                : Keep(address, IpNetwork.Mask((int)length, address.Width));
        }
        if (!IpAddress.TryParse(subnet, out var mask))
        {
            return Value.Fail("unable to parse mask: " + IpAddress.SyntaxError);
        }
        return mask.IsV4 == address.IsV4
            ? Keep(address, mask.Bits)
            : Value.Fail(
                $"attempting to mask an {Version(address)} address with an {Version(mask)} mask"
            );
    }

    private static Value Keep(IpAddress address, UInt128 mask) =>
        Value.From((address with { Bits = address.Bits & mask }).ToString());

    private static string Version(IpAddress address) => address.IsV4 ? "ipv4" : "ipv6";
}
