using System.Net;
using Freshet.Vrl.Network;
using Freshet.Vrl.Network.Dns;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Systems;

internal sealed class ReverseDns : Function
{
    public override Signature Signature { get; } =
        new(
            "reverse_dns",
            "System",
            "The name of an IP address, as the machine or the domain name system has it. The program waits for the answer.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("value", Kinds.Bytes, "The address.")
        )
        {
            IsPure = false,
            IsOptIn = true,
        };

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The machine itself", """reverse_dns("127.0.0.1") ?? "localhost" """, "\"localhost\"")
        {
            IsDifferentEachTime = true,
        },
        new(
            "What is no address",
            """reverse_dns!("999.999.999.999")""",
            null,
            "unable to parse IP address: invalid IP address syntax"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        if (!IpAddress.TryParse(arguments[0].Text, out var parsed))
        {
            return Value.Fail($"unable to parse IP address: {IpAddress.SyntaxError}");
        }
        var address = new IPAddress(parsed.ToBytes());
        if (SystemResolver.NameOf(address) is { } known)
        {
            return known;
        }
        var options = new DnsOptions { Servers = SystemResolver.Servers() };
        return ReverseLookup.TryFind(address, options, out var name, out var error)
            ? name
            : Value.Fail($"unable to perform a lookup : {error}");
    }
}
