using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IpCidrContains : Function
{
    public override Signature Signature { get; } =
        new(
            "ip_cidr_contains",
            "IP",
            "Tells whether an address is in a network, or in one of several.",
            new TypeDef(Kind.Boolean, IsFallible: true),
            new Parameter(
                "cidr",
                Kinds.Bytes | Kinds.Array,
                "The network as `address/length`, or an array of such."
            ),
            new Parameter("value", Kinds.Bytes, "The address, of either version.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An address is in its network",
            """ip_cidr_contains!("192.168.0.0/16", "192.168.0.1")""",
            "true"
        ),
        new(
            "An address is not in another network",
            """ip_cidr_contains!("192.168.0.0/24", "192.168.10.32")""",
            "false"
        ),
        new(
            "One network of several is enough",
            """ip_cidr_contains!(["10.0.0.0/8", "192.168.0.0/16"], "192.168.10.32")""",
            "true"
        ),
        new(
            "IPv6 works alike",
            """ip_cidr_contains!("2001:4f8:3:ba::/64", "2001:4f8:3:ba:2e0:81ff:fe22:d1f1")""",
            "true"
        ),
        new(
            "Text that is no address fails",
            """ip_cidr_contains!("192.168.0.0/24", "INVALID")""",
            Result: null,
            "unable to parse IP address: invalid IP address syntax"
        ),
        new(
            "A network that is only known when the program runs may be none",
            """ip_cidr_contains!(.cidr, "10.0.0.1")""",
            Result: null,
            "unable to parse CIDR: host part of address was not zero"
        )
        {
            Event = """{"cidr":"10.0.0.1/8"}""",
        },
    ];

    /// <summary>Networks that are known are read once, and must be networks.</summary>
    protected internal override object? Prepare(CallSite call)
    {
        if (call["cidr"]?.Constant is not { } constant)
        {
            return null;
        }
        var given = constant.IsArray ? constant.Array : [constant];
        var networks = new List<IpNetwork>(given.Count);
        foreach (var value in given)
        {
            if (!value.IsBytes)
            {
                call.Error(403, "\"cidr\" must be string", "cidr");
                return null;
            }
            if (!IpNetwork.TryParse(value.Text, out var network, out _))
            {
                call.Error(403, "\"cidr\" must be valid cidr", "cidr");
                return null;
            }
            networks.Add(network);
        }
        return networks.ToArray();
    }

    protected internal override Value Call(in Arguments arguments)
    {
        if (!IpAddress.TryParse(arguments[1].Text, out var address))
        {
            return Value.Fail("unable to parse IP address: " + IpAddress.SyntaxError);
        }
        if (arguments.Prepared is IpNetwork[] networks)
        {
            return Array.Exists(networks, network => network.Contains(address));
        }
        var cidr = arguments[0];
        if (!cidr.IsArray)
        {
            return Contains(cidr, address);
        }
        foreach (var value in cidr.Array)
        {
            var contains = Contains(value, address);
            if (contains.IsFailure || contains.Boolean)
            {
                return contains;
            }
        }
        return false;
    }

    private static Value Contains(Value cidr, IpAddress address) =>
        !cidr.IsBytes ? Expected.Fail("string", cidr)
        : IpNetwork.TryParse(cidr.Text, out var network, out var error) ? network.Contains(address)
        : Value.Fail("unable to parse CIDR: " + error);
}
