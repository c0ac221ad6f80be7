using System.Runtime.InteropServices;
using System.Text.Json;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// Protocol and ports of a security group's rule, as EC2 takes them: a protocol has a name or a number (IANA's), -1 is all of them, and ports mean something
/// with TCP, UDP and ICMP alone, which has a type and a code in their place.
/// </summary>
/// <param name="Protocol">In the form of the state: <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>icmpv6</c>, <c>-1</c> or a number.</param>
/// <param name="From">The lowest port; -1 where it is not told, or any.</param>
/// <param name="To">The highest.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RuleTraffic(string Protocol, long From, long To)
{
    private const string All = "-1";

    /// <summary>Reads protocol and ports; false where there is no protocol, or a port is no whole number.</summary>
    public static bool TryRead(
        JsonElement protocol,
        JsonElement from,
        JsonElement to,
        out RuleTraffic traffic
    )
    {
        traffic = default;
        if (
            StateForm.TextOf(protocol) is not { Length: > 0 } written
            || !TryReadPort(from, out var lowest)
            || !TryReadPort(to, out var highest)
        )
        {
            return false;
        }
        var name = NameOf(written);
        traffic = name is "tcp" or "udp" or "icmp" or "icmpv6"
            ? new(name, lowest, highest)
            : new(name, 0, 0);
        return true;
    }

    private static string NameOf(string protocol) =>
        protocol.ToLowerInvariant() switch
        {
            "all" or All => All,
            "6" => "tcp",
            "17" => "udp",
            "1" => "icmp",
            "58" => "icmpv6",
            var other => other,
        };

    private static bool TryReadPort(JsonElement value, out long port)
    {
        port = -1;
        return SameValue.IsNothing(value)
            || (
                ExactNumber.TryRead(value, out var number)
                && long.TryParse(number.ToString(), out port)
            );
    }
}
