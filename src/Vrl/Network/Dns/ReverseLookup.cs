using System.Globalization;
using System.Net;

namespace Freshet.Vrl.Network.Dns;

/// <summary>Finds the name of an address.</summary>
internal static class ReverseLookup
{
    /// <summary>Asks for the name; an address that has none is its own.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">Whom to ask.</param>
    /// <param name="name">The name, without a dot at its end.</param>
    /// <param name="error">Why nobody could say; empty if somebody could.</param>
    public static bool TryFind(
        IPAddress address,
        DnsOptions options,
        out string name,
        out string error
    )
    {
        name = address.ToString();
        if (
            !DnsName.TryParse(QueryNameOf(address), out var query, out error)
            || !DnsClient.TryQuery(
                query,
                DnsCodes.Ptr,
                DnsCodes.In,
                options,
                out var answer,
                out error
            )
        )
        {
            return false;
        }
        foreach (var record in answer.Answers)
        {
            if (record.Type == DnsCodes.Ptr)
            {
                name = record.Data[..^1];
                break;
            }
        }
        return true;
    }

    /// <summary>The name that stands for an address: its parts backwards (RFC 1035, section 3.5; RFC 3596, section 2.5).</summary>
    internal static string QueryNameOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4
            ? string.Join(
                '.',
                bytes.Reverse().Select(part => part.ToString(CultureInfo.InvariantCulture))
            ) + ".in-addr.arpa"
            : string.Join('.', Convert.ToHexStringLower(bytes).Reverse()) + ".ip6.arpa";
    }
}
