using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IpAton : Function
{
    public override Signature Signature { get; } =
        new(
            "ip_aton",
            "IP",
            "Gives the number that an IPv4 address is.",
            new TypeDef(Kind.Integer, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The address in dotted decimal.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("An address is a number of 32 bits", """ip_aton!("1.2.3.4")""", "16909060"),
        new(
            "Text that is no address fails",
            """ip_aton!("i am not an ipaddress")""",
            Result: null,
            "unable to parse IPv4 address: invalid IPv4 address syntax"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        IpAddress.TryParseV4(arguments[0].Text, out var address)
            ? Value.From((long)address.Bits)
            : Value.Fail("unable to parse IPv4 address: " + IpAddress.SyntaxErrorV4);
}
