using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IsIpv6 : Function
{
    public override Signature Signature { get; } =
        new(
            "is_ipv6",
            "IP",
            "Tells whether a text is an IPv6 address.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The text.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An IPv6 address is one",
            """is_ipv6("2001:0db8:85a3:0000:0000:8a2e:0370:7334")""",
            "true"
        ),
        new("An address of the other version is none", """is_ipv6("10.0.102.37")""", "false"),
        new("Any other text is none", """is_ipv6("foobar")""", "false"),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        IpAddress.TryParseV6(arguments[0].Text, out _);
}
