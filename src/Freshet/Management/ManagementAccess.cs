using System.Net;
using Freshet.Configuration;
using Freshet.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Freshet.Management;

/// <summary>Who may manage: see who is connected, for who somebody is and where they are is personal.</summary>
/// <param name="token">What tells those who may; null where none was configured.</param>
internal sealed class ManagementAccess(Secret? token)
{
    /// <summary>Whether there is a token that opens it from elsewhere.</summary>
    public bool HasToken => token is not null;

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

    /// <summary>
    /// Whether it may see what every page may read that is let read the answer: as <see cref="Admits"/>, but that a page itself, which a browser names in
    /// <c>Origin</c>, needs the token wherever it runs.
    /// </summary>
    public bool AdmitsPage(HttpContext http) =>
        Matches(http.Request.Headers.Authorization)
        || (!http.Request.Headers.ContainsKey(HeaderNames.Origin) && IsLocal(http));

    /// <summary>Answers one that is not admitted, and tells what to do: 401 where a token would help, 403 where none was configured.</summary>
    public Task RefuseAsync(HttpContext http, string what)
    {
        if (token is null)
        {
            return Problem.AnswerAsync(
                http,
                StatusCodes.Status403Forbidden,
                $"{what} is told on the server's own machine alone, by IP address or localhost, not through a proxy, and not to pages of other origins; for others set management.token"
            );
        }
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.AnswerAsync(
            http,
            StatusCodes.Status401Unauthorized,
            $"{what} is not told to everybody: {Hint}"
        );
    }

    /// <summary>Whether a request carries the token.</summary>
    public bool HasTokenOf(HttpContext http) => Matches(http.Request.Headers.Authorization);

    /// <summary>Whether a request was sent on this machine, and not through a proxy that says so. A page in a browser here may have sent it.</summary>
    public static bool IsOnThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } peer
        && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
        && !ForwardingHeaders.Any(http.Request.Headers.ContainsKey);

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
        var host = http.Request.Host.Host;
        return IsOnThisMachine(http)
            && (
                host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || IPAddress.TryParse(host, out _)
            );
    }
}
