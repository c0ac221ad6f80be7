using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.IP;

internal sealed class IpNtoa : Function
{
    public override Signature Signature { get; } =
        new(
            "ip_ntoa",
            "IP",
            "Gives the IPv4 address that a number is.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Integer, "A number of 32 bits.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A number is written as an address", "ip_ntoa!(16909060)", "\"1.2.3.4\""),
        new(
            "A number that is too large fails",
            "ip_ntoa!(4294967296)",
            Result: null,
            "cannot convert to bytes: integer does not fit in u32"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        arguments[0].Integer is >= 0 and <= uint.MaxValue and var number
            ? Value.From(IpAddress.V4((uint)number).ToString())
            : Value.Fail("cannot convert to bytes: integer does not fit in u32");
}
