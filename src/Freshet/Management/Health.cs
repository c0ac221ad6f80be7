using System.Text.Json;
using Freshet.Journal;
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
/// <c>GET /health</c>: 200 where events are taken in and delivered, 503 where not, with the state as JSON:
/// <c>{"status":"ready"}</c>, <c>{"status":"unavailable","journal":"why it takes no events"}</c>. <c>GET /health/live</c>: 200 as long as the
/// process runs, since a restart mends nothing that waiting does not.
/// </summary>
/// <param name="journal">Asked at each request whether it takes events.</param>
internal sealed class Health(IJournal journal)
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
        routes.MapMethods(ReadyPath, methods, AnswerReadyAsync);
        routes.MapMethods(
            LivePath,
            methods,
            http => AnswerAsync(http, StatusCodes.Status200OK, """{"status":"live"}"""u8.ToArray())
        );
    }

    private Task AnswerReadyAsync(HttpContext http)
    {
        var now = State;
        var fault = now == ServerState.Ready ? journal.Fault : null;
        var status = fault is null ? now.ToString().ToLowerInvariant() : "unavailable";
        var answer = new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = status };
        if (fault is not null)
        {
            answer["journal"] = fault;
        }
        return AnswerAsync(
            http,
            now == ServerState.Ready && fault is null
                ? StatusCodes.Status200OK
                : StatusCodes.Status503ServiceUnavailable,
            JsonSerializer.SerializeToUtf8Bytes(answer)
        );
    }

    private static Task AnswerAsync(HttpContext http, int status, byte[] json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
