using System.Security.Cryptography;
using Freshet.Vrl.Network;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class CommunityId : Function
{
    private const int Icmp = 1;
    private const int Tcp = 6;
    private const int Udp = 17;
    private const int IcmpV6 = 58;
    private const int Sctp = 132;

    public override Signature Signature { get; } =
        new(
            "community_id",
            "String",
            "Gives the Community ID (version 1) of a network flow, which is the same for both of its directions.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("source_ip", Kinds.Bytes, "The address that the flow comes from."),
            new Parameter(
                "destination_ip",
                Kinds.Bytes,
                "The address that it goes to, of the same version."
            ),
            new Parameter("protocol", Kinds.Integer, "The number of its protocol, 0 to 255."),
            Parameter.Optional(
                "source_port",
                Kinds.Integer,
                "The port that it comes from; the type for ICMP. TCP, UDP, SCTP and ICMP need it."
            ),
            Parameter.Optional(
                "destination_port",
                Kinds.Integer,
                "The port that it goes to; the code for ICMP. TCP, UDP, SCTP and ICMP need it."
            ),
            Parameter.Optional(
                "seed",
                Kinds.Integer,
                0L,
                "A number, 0 to 65535, that tells the identifiers of one site from those of others."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A flow of TCP",
            """community_id!(source_ip: "1.2.3.4", destination_ip: "5.6.7.8", source_port: 1122, destination_port: 3344, protocol: 6)""",
            "\"1:wCb3OG7yAFWelaUydu0D+125CLM=\""
        ),
        new(
            "The answer has the same identifier",
            """community_id!(source_ip: "5.6.7.8", destination_ip: "1.2.3.4", source_port: 3344, destination_port: 1122, protocol: 6)""",
            "\"1:wCb3OG7yAFWelaUydu0D+125CLM=\""
        ),
        new(
            "An echo request of ICMP",
            """community_id!(source_ip: "1.2.3.4", destination_ip: "5.6.7.8", source_port: 8, destination_port: 0, protocol: 1)""",
            "\"1:crodRHL2FEsHjbv3UkRrfbs4bZ0=\""
        ),
        new(
            "A protocol without ports",
            """community_id!(source_ip: "1.2.3.4", destination_ip: "5.6.7.8", protocol: 46)""",
            "\"1:ikv3kmf89luf73WPz1jOs49S768=\""
        ),
        new(
            "A seed makes other identifiers",
            """community_id!(source_ip: "1.2.3.4", destination_ip: "5.6.7.8", protocol: 6, source_port: 1122, destination_port: 3344, seed: 1)""",
            "\"1:HhA1B+6CoLbiKPEs5nhNYN4XWfk=\""
        ),
        new(
            "TCP without ports fails",
            """community_id!(source_ip: "1.2.3.4", destination_ip: "5.6.7.8", protocol: 6)""",
            Result: null,
            "src port and dst port should be set when protocol is icmp/icmp6/tcp/udp/sctp"
        ),
    ];

    /// <summary>Numbers that are known must be in their ranges.</summary>
    protected internal override object? Prepare(CallSite call)
    {
        Check("protocol", byte.MaxValue);
        Check("source_port", ushort.MaxValue);
        Check("destination_port", ushort.MaxValue);
        Check("seed", ushort.MaxValue);
        return null;

        void Check(string name, long most)
        {
            if (
                call[name]?.Constant is { IsInteger: true } number
                && (number.Integer < 0 || number.Integer > most)
            )
            {
                call.Error(403, $"\"{name}\" must be between 0 and {most}", name);
            }
        }
    }

    protected internal override Value Call(in Arguments arguments)
    {
        if (!IpAddress.TryParse(arguments[0].Text, out var source))
        {
            return Value.Fail("unable to parse source IP address: " + IpAddress.SyntaxError);
        }
        if (!IpAddress.TryParse(arguments[1].Text, out var destination))
        {
            return Value.Fail("unable to parse destination IP address: " + IpAddress.SyntaxError);
        }
        if (arguments[2].Integer is < 0 or > byte.MaxValue)
        {
            return OutOfRange("protocol", byte.MaxValue);
        }
        if (!IsPort(arguments[3]))
        {
            return OutOfRange("source port", ushort.MaxValue);
        }
        if (!IsPort(arguments[4]))
        {
            return OutOfRange("destination port", ushort.MaxValue);
        }
        if (!IsPort(arguments[5]))
        {
            return OutOfRange("seed", ushort.MaxValue);
        }
        var protocol = (int)arguments[2].Integer;
        var hasPorts = !arguments[3].IsMissing && !arguments[4].IsMissing;
        if (!hasPorts && protocol is Icmp or IcmpV6 or Tcp or Udp or Sctp)
        {
            return Value.Fail(
                "src port and dst port should be set when protocol is icmp/icmp6/tcp/udp/sctp"
            );
        }
        if (source.IsV4 != destination.IsV4)
        {
            return Value.Fail("src ip and dst ip should be same version!");
        }
        if (source.IsV4 && protocol == IcmpV6)
        {
            return Value.Fail("icmpv6 can not over ipv4!");
        }
        if (!source.IsV4 && protocol == Icmp)
        {
            return Value.Fail("icmpv4 can not over ipv6!");
        }
        var from = new End(source, PortOf(arguments[3]));
        var to = new End(destination, PortOf(arguments[4]));
        var flow = Order(from, to, protocol, hasPorts);
        return Identify(flow.First, flow.Second, protocol, hasPorts, (int)arguments[5].Integer);
    }

    /// <summary>
    /// The ends so that both directions have them in the same order: the smaller first. A message of ICMP stands for a port with its type, and the type
    /// of its answer for the other; one that has no answer keeps its direction.
    /// </summary>
    private static (End First, End Second) Order(End from, End to, int protocol, bool hasPorts)
    {
        var isOneWay = false;
        if (protocol is Icmp or IcmpV6)
        {
            var answer = protocol == Icmp ? AnswerOf(from.Port) : AnswerOfV6(from.Port);
            isOneWay = answer < 0;
            to = isOneWay ? to : to with { Port = answer };
        }
        var isOrdered =
            from.Address.Bits != to.Address.Bits
                ? from.Address.Bits < to.Address.Bits
                : hasPorts && from.Port < to.Port;
        return isOneWay || isOrdered ? (from, to) : (to, from);
    }

    private static Value Identify(End first, End second, int protocol, bool hasPorts, int seed)
    {
        var data = new List<byte>(40);
        AddNumber(seed);
        data.AddRange(first.Address.ToBytes());
        data.AddRange(second.Address.ToBytes());
        data.Add((byte)protocol);
        data.Add(0);
        if (hasPorts)
        {
            AddNumber(first.Port);
            AddNumber(second.Port);
        }
        return "1:" + Convert.ToBase64String(SHA1.HashData(data.ToArray()));

        void AddNumber(int number)
        {
            data.Add((byte)(number >> 8));
            data.Add((byte)number);
        }
    }

    /// <summary>The type of message that answers one of ICMP, and the other way round; -1 for none.</summary>
    private static int AnswerOf(int type) =>
        type switch
        {
            0 => 8,
            8 => 0,
            9 => 10,
            10 => 9,
            >= 13 and <= 18 => type % 2 == 1 ? type + 1 : type - 1,
            _ => -1,
        };

    /// <inheritdoc cref="AnswerOf"/>
    private static int AnswerOfV6(int type) =>
        type switch
        {
            128 or 130 or 144 => type + 1,
            129 or 131 or 145 => type - 1,
            133 or 135 or 139 => type + 1,
            134 or 136 or 140 => type - 1,
            _ => -1,
        };

    private static bool IsPort(Value value) =>
        value.IsMissing || value.Integer is >= 0 and <= ushort.MaxValue;

    private static int PortOf(Value value) => value.IsMissing ? 0 : (int)value.Integer;

    private static Value OutOfRange(string what, long most) =>
        Value.Fail(
            $"{what} must be between 0 and {most}: out of range integral type conversion attempted"
        );

    /// <summary>An end of a flow.</summary>
    private sealed record End(IpAddress Address, int Port);
}
