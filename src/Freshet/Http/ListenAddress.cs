using System.Net;
using Freshet.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Freshet.Http;

/// <summary>An address to listen on, as options give it: an IP address, <c>localhost</c>, or <c>*</c> for all.</summary>
internal static class ListenAddress
{
    public const string Loopback = "127.0.0.1";

    private const string LocalHost = "localhost";
    private const string All = "*";

    /// <summary>Tells where it is none.</summary>
    /// <param name="host">The address.</param>
    /// <param name="name">The option's full name; its last part is the key in the scope.</param>
    /// <param name="scope">The table.</param>
    public static void Check(string host, string name, OptionsScope scope)
    {
        if (!IPAddress.TryParse(host, out _) && host is not (LocalHost or All))
        {
            scope.Error(
                name[(name.LastIndexOf('.') + 1)..],
                $"{name} must be an IP address, \"{LocalHost}\" or \"{All}\", not \"{host}\"",
                "0.0.0.0 listens on every IPv4 address, * on IPv6 too"
            );
        }
    }

    /// <summary>Whether nobody but this machine reaches it.</summary>
    public static bool IsLoopback(string host) =>
        host == LocalHost || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Makes Kestrel listen there.</summary>
    public static void Listen(
        KestrelServerOptions kestrel,
        string host,
        int port,
        Action<ListenOptions> configure
    )
    {
        switch (host)
        {
            case LocalHost:
                kestrel.ListenLocalhost(port, configure);
                break;
            case All:
                kestrel.ListenAnyIP(port, configure);
                break;
            default:
                kestrel.Listen(IPAddress.Parse(host), port, configure);
                break;
        }
    }
}
