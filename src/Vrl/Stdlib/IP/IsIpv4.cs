using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IsIpv4 : Function
{
    public override Signature Signature { get; } =
        new(
            "is_ipv4",
            "IP",
            "Tells whether a text is an IPv4 address.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The text.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("An IPv4 address is one", """is_ipv4("10.0.102.37")""", "true"),
        new(
            "An address of the other version is none",
            """is_ipv4("2001:0db8:85a3:0000:0000:8a2e:0370:7334")""",
            "false"
        ),
        new("Any other text is none", """is_ipv4("foobar")""", "false"),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        IpAddress.TryParseV4(arguments[0].Text, out _);
}
