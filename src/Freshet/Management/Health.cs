using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Management;

/// <summary>Whether the server can do its work.</summary>
internal enum ServerState
{
    Starting,
    Ready,
    Stopping,
}

/// <summary>
/// <c>GET /health</c>: 200 where events are taken in and delivered, 503 where not, with the state as JSON. <c>GET /health/live</c>: 200 as
/// long as the process runs, since a restart mends nothing that waiting does not.
/// </summary>
internal sealed class Health
{
    private const string ReadyPath = "/health";
    private const string LivePath = "/health/live";

    /// <summary>The paths that no component may have.</summary>
    public static readonly IReadOnlyList<string> Paths = [ReadyPath, LivePath];

    private volatile ServerState state = ServerState.Starting;

    public ServerState State
    {
        get => state;
        set => state = value;
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods(
            ReadyPath,
            methods,
            http =>
            {
                var now = State;
                var status =
                    now == ServerState.Ready
                        ? StatusCodes.Status200OK
                        : StatusCodes.Status503ServiceUnavailable;
                return AnswerAsync(http, status, now.ToString().ToLowerInvariant());
            }
        );
        routes.MapMethods(
            LivePath,
            methods,
            http => AnswerAsync(http, StatusCodes.Status200OK, "live")
        );
    }

    private static Task AnswerAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.WriteAsync($$"""{"status":"{{text}}"}""", http.RequestAborted);
    }
}
