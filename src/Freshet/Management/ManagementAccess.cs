using System.Net;
using Freshet.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Freshet.Management;

/// <summary>Who may manage: see who is connected, for who somebody is and where they are is personal.</summary>
/// <param name="token">What tells those who may; null where none was configured.</param>
internal sealed class ManagementAccess(Secret? token)
{
    /// <summary>What a user who may not is told to do.</summary>
    public const string Hint =
        "ask from the server's own machine by IP address or localhost, not through a proxy, or send the management token: Authorization: Bearer …";

    private const string Scheme = "Bearer ";

    /// <summary>What proxies say of those for whom they ask.</summary>
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Real-IP",
        "Via",
        // What is left of X-Forwarded-For where a trusted proxy's was taken.
        "X-Original-For",
    ];

    /// <summary>Whether the header carries the token; any does where none was configured. For a port that is itself out of strangers' reach.</summary>
    public bool IsTokenGiven(StringValues authorization) => token is null || Matches(authorization);

    /// <summary>Whether a request over the port that is open to all may see what is personal: it carries the token, or comes from this machine itself.</summary>
    public bool Admits(HttpContext http) =>
        Matches(http.Request.Headers.Authorization) || IsLocal(http);

    private bool Matches(StringValues authorization) =>
        token is not null
        && authorization.Count == 1
        && authorization[0] is { } value
        && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && token.Matches(value.AsSpan(Scheme.Length));

    /// <summary>
    /// Whether it was sent on this machine, by somebody who meant this server. A page in a browser here may send requests too, under a name of its own that
    /// it lets point to this machine: so the request must not name the server other than by its address.
    /// </summary>
    private static bool IsLocal(HttpContext http)
    {
        var request = http.Request;
        var host = request.Host.Host;
        return http.Connection.RemoteIpAddress is { } peer
            && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
            && !ForwardingHeaders.Any(request.Headers.ContainsKey)
            && (
                host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || IPAddress.TryParse(host, out _)
            );
    }
}
