using Freshet.Configuration;

namespace Freshet.Dashboard;

/// <summary>
/// <c>[dashboard]</c>: the page at <c>/</c> that shows what runs, and the API behind it. It is for the server's own machine: a request that comes from there and names the server
/// <c>localhost</c>, <c>127.0.0.1</c> or <c>[::1]</c>. From elsewhere it opens to who sends <c>management.token</c>, which the page asks for.
/// </summary>
internal sealed class DashboardOptions : ICheckOptions
{
    /// <summary>Whether there is one; where not, its paths are answered with 404. Default true: nobody but the machine itself gets anything of it.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Further names of this server, without scheme and port, under which the dashboard answers everybody who reaches it, without a token: for a server behind a proxy that says who may.
    /// None by default.
    /// </summary>
    public List<string> AllowedHosts { get; set; } = [];

    public void Check(OptionsScope scope)
    {
        foreach (var host in AllowedHosts.Where(host => !IsHost(host)))
        {
            scope.Error(
                "allowed_hosts",
                $"dashboard.allowed_hosts has \"{host}\", which is no name of a host",
                "write it without scheme, port and path, as requests do: events.example.com, 192.0.2.7, [2001:db8::7]"
            );
        }
    }

    /// <summary>Whether it is a host as the header <c>Host</c> has it, an IPv6 address in brackets.</summary>
    private static bool IsHost(string host) =>
        host.StartsWith('[') && host.EndsWith(']')
            ? Uri.CheckHostName(host[1..^1]) == UriHostNameType.IPv6
            : Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
}
