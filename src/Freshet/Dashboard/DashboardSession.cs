using System.Net;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Management;
using Freshet.Sinks.Sse.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Dashboard;

/// <summary>
/// <c>POST /api/v1/dashboard/session</c>: a cookie for the management token, with which the page need not keep the token itself. It is signed with a key that is made of a random
/// secret and the token, so that another token ends all sessions; nothing is remembered of them.
/// </summary>
internal sealed partial class DashboardSession
{
    public const string Path = DashboardRoutes.Root + "/session";

    /// <summary>A working day, as for sessions of streams.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private readonly ManagementAccess access;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SessionCookie cookie;
    private readonly Lazy<SessionSeal>? seal;

    /// <param name="token">The management token; without one there are no sessions.</param>
    /// <param name="access">Knows who sends it.</param>
    /// <param name="rootUrl">Where the server is reached from outside.</param>
    /// <param name="folder">Where the secret is kept; null to keep it in memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public DashboardSession(
        Secret? token,
        ManagementAccess access,
        string rootUrl,
        string? folder,
        TimeProvider time,
        ILogger logger
    )
    {
        (this.access, this.time, this.logger) = (access, time, logger);
        // The page asks for the journal in pages too, which are beside the dashboard.
        cookie = new(rootUrl, DashboardRoutes.Api);
        if (token is null)
        {
            return;
        }
        CookieName = cookie.Name(
            rootUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        );
        var file = folder is null ? null : System.IO.Path.Combine(folder, "dashboard.key");
        // Put off until the server runs: before that nothing outside the process is touched.
        seal = new(() => new(SessionKey.Open(file, logger), Path, [token.Reveal()]));
    }

    /// <summary>What the cookie is called where the server says that it is; null where there are no sessions.</summary>
    public string? CookieName { get; }

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(Path, [HttpMethods.Post], BeginAsync)
            .WithMetadata(new DisableCorsAttribute())
            .Described(Describe());

    /// <summary>When the session ends that a request shows; null where it shows none that is good.</summary>
    public DateTimeOffset? Find(HttpContext http)
    {
        if (seal is null)
        {
            return null;
        }
        foreach (var text in cookie.Read(http.Request))
        {
            if (seal.Value.TryRead(text, out var expires) && expires > time.GetUtcNow())
            {
                return expires;
            }
        }
        return null;
    }

    private async Task BeginAsync(HttpContext http)
    {
        if (seal is null)
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status403Forbidden,
                "there are no sessions without a token to show for them: set management.token"
            );
            return;
        }
        if (PageOrigin.IsForeign(http))
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status403Forbidden,
                "a page of another origin cannot begin a session of the dashboard"
            );
            return;
        }
        if (!access.HasTokenOf(http))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status401Unauthorized,
                "this is not the management token: Authorization: Bearer …"
            );
            return;
        }
        var expires = DateTimeOffset.FromUnixTimeSeconds(
            (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()
        );
        cookie.Set(http, seal.Value.Make(expires), Lifetime);
        Began(logger, http.Connection.RemoteIpAddress, expires);
        await DashboardRoutes.AnswerAsync(http, new { Expires = Rfc3339.Format(expires) });
    }

    private Operation Describe() =>
        new("beginDashboardSession", "Begins a session of the dashboard")
        {
            Description =
                "Answers the management token with a cookie that does in its place, for eight hours.",
            NeedsToken = access.HasToken,
            Answers =
            [
                .. access.HasToken
                    ?
                    [
                        new Reply(StatusCodes.Status200OK, "The session, in a cookie.")
                        {
                            MediaType = "application/json",
                            Schema =
                                """{"type":"object","required":["expires"],"properties":{"expires":{"type":"string","format":"date-time"}}}""",
                            Headers = { ["Set-Cookie"] = "The session." },
                        },
                        Reply.Problem(
                            StatusCodes.Status401Unauthorized,
                            "The token is not there, or another."
                        ),
                    ]
                    : Array.Empty<Reply>(),
                Reply.Problem(
                    StatusCodes.Status403Forbidden,
                    "A page of another origin asks, or no token is configured."
                ),
            ],
        };

    [LoggerMessage(
        LogLevel.Information,
        "a session of the dashboard began at {Peer}, which ends at {Expires:O}"
    )]
    private static partial void Began(ILogger logger, IPAddress? peer, DateTimeOffset expires);
}
