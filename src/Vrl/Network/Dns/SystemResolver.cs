using System.Net;

namespace Freshet.Vrl.Network.Dns;

/// <summary>What the machine is configured to ask: <c>resolv.conf</c>(5) and <c>hosts</c>(5).</summary>
internal static class SystemResolver
{
    private const string ServersFile = "/etc/resolv.conf";
    private const string HostsFile = "/etc/hosts";
    private const int Port = 53;

    /// <summary>Name servers beyond that are not asked.</summary>
    private const int MaxServers = 3;

    /// <summary>The machine's name servers; its own where none are given.</summary>
    public static IReadOnlyList<IPEndPoint> Servers() => ReadServers(ReadLines(ServersFile));

    /// <summary>The first name that the machine itself has for the address; null for none.</summary>
    public static string? NameOf(IPAddress address) => FindName(ReadLines(HostsFile), address);

    internal static IReadOnlyList<IPEndPoint> ReadServers(IEnumerable<string> lines)
    {
        var servers = new List<IPEndPoint>();
        foreach (var words in lines.Select(Words))
        {
            if (
                words is ["nameserver", var text, ..]
                && IPAddress.TryParse(text, out var address)
                && servers.Count < MaxServers
            )
            {
                servers.Add(new(address, Port));
            }
        }
        return servers.Count > 0 ? servers : [new(IPAddress.Loopback, Port)];
    }

    internal static string? FindName(IEnumerable<string> lines, IPAddress address)
    {
        foreach (var words in lines.Select(Words))
        {
            if (
                words is [var text, var name, ..]
                && IPAddress.TryParse(text, out var named)
                && named.Equals(address)
            )
            {
                return name;
            }
        }
        return null;
    }

    private static string[] Words(string line) =>
        line.Split('#', ';')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        // Without the file the defaults hold, as resolv.conf(5) has it.
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
