using System.Runtime.InteropServices;
using Freshet.Http;
using Freshet.Management;
using Microsoft.AspNetCore.Http;

namespace Freshet.Dashboard;

/// <summary>Whether a request may have the dashboard.</summary>
/// <param name="IsAdmitted">Whether it may.</param>
/// <param name="Expires">Until when; null for good.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DashboardPass(bool IsAdmitted, DateTimeOffset? Expires = null);

/// <summary>
/// Who may have the dashboard: the machine itself, who names the server as <c>allowed_hosts</c> says, the bearer of the management token, and the browser that was given a
/// session for it. A page may give a name of its own this machine's address (DNS rebinding), so that the name counts that a request has for the server; and no page of
/// another origin may have or do anything here, whoever the browser is.
/// </summary>
/// <param name="options">The names.</param>
/// <param name="management">Knows the token.</param>
/// <param name="session">Knows the sessions.</param>
internal sealed class DashboardAccess(
    DashboardOptions options,
    ManagementAccess management,
    DashboardSession session
)
{
    private static readonly string[] OwnHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether a token opens it.</summary>
    public bool HasToken => management.HasToken;

    /// <summary>The cookie of its sessions; null where there are none.</summary>
    public string? CookieName => session.CookieName;

    /// <summary>Whether somebody may have it.</summary>
    public DashboardPass Check(HttpContext http)
    {
        if (PageOrigin.IsForeign(http))
        {
            return default;
        }
        if (management.HasTokenOf(http) || IsAtHome(http))
        {
            return new(true);
        }
        return session.Find(http) is { } expires ? new(true, expires) : default;
    }

    /// <summary>Whether a request came to a name for which nobody needs a token, whatever page it comes from.</summary>
    public bool IsAtHome(HttpContext http) =>
        Names(options.AllowedHosts, http)
        || (ManagementAccess.IsOnThisMachine(http) && Names(OwnHosts, http));

    /// <summary>The same handler, for those alone who may.</summary>
    public RequestDelegate Guard(RequestDelegate handler) =>
        http => Check(http).IsAdmitted ? handler(http) : RefuseAsync(http);

    /// <summary>Answers one who may not, and says what to do.</summary>
    public Task RefuseAsync(HttpContext http)
    {
        if (PageOrigin.IsForeign(http))
        {
            return Problem.AnswerAsync(
                http,
                StatusCodes.Status403Forbidden,
                "the dashboard answers to no page of another origin: open it at this server's own address"
            );
        }
        if (!HasToken)
        {
            return Problem.AnswerAsync(
                http,
                StatusCodes.Status403Forbidden,
                "the dashboard is for the server's own machine, at localhost or 127.0.0.1; for others set management.token, or name this host in dashboard.allowed_hosts"
            );
        }
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.AnswerAsync(
            http,
            StatusCodes.Status401Unauthorized,
            $"send the management token, Authorization: Bearer …, or the cookie that POST {DashboardSession.Path} gives for it"
        );
    }

    private static bool Names(IReadOnlyList<string> hosts, HttpContext http) =>
        hosts.Contains(http.Request.Host.Host, StringComparer.OrdinalIgnoreCase);
}
