using System.Text.Json;
using System.Text.Json.Serialization;
using Freshet.Http.Describing;
using Freshet.Http.RateLimiting;
using Freshet.Journal;
using Freshet.Pipelines;
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
/// <c>GET /health</c>, and the same at <c>/api/v1/health</c>: 200 where events are taken in, 503 where not, with the reasons as JSON: <c>{"status":"ready"}</c>,
/// <c>{"status":"unavailable","journal":"why it takes no events","sources":{"kafka":"what hinders it"}}</c>. What hinders a sink is told under
/// <c>sinks</c> and is no 503: its events wait in the journal and nothing is lost, while a balancer that took this server out would stop the sources and the
/// other sinks too. <c>GET /health/live</c>: 200 as long as the process runs, since a restart mends nothing that waiting does not.
/// </summary>
/// <param name="journal">Asked at each request whether it takes events.</param>
/// <param name="topology">What runs: its sources and sinks are asked what hinders them.</param>
internal sealed class Health(IJournal journal, Func<Topology> topology)
{
    private const string ReadyPath = "/health";
    private const string VersionedPath = "/api/v1/health";
    private const string LivePath = "/health/live";

    /// <summary>The paths that no component may have.</summary>
    public static readonly IReadOnlyList<string> Paths = [ReadyPath, VersionedPath, LivePath];

    private static readonly (string Path, string Id)[] Ready =
    [
        (ReadyPath, "getHealth"),
        (VersionedPath, "getHealthV1"),
    ];

    private const string JsonType = "application/json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private volatile ServerState state = ServerState.Starting;

    public ServerState State
    {
        get => state;
        set => state = value;
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        // Who asks whether the server lives must get an answer, however often.
        foreach (var (path, id) in Ready)
        {
            routes
                .MapMethods(path, methods, AnswerReadyAsync)
                .WithoutRateLimit()
                .Described(DescribeReady(id));
        }
        routes
            .MapMethods(
                LivePath,
                methods,
                http =>
                    AnswerAsync(http, StatusCodes.Status200OK, """{"status":"live"}"""u8.ToArray())
            )
            .WithoutRateLimit()
            .Described(
                new("isLive", "Whether the process runs")
                {
                    Answers =
                    [
                        new(StatusCodes.Status200OK, "It does.")
                        {
                            MediaType = JsonType,
                            Schema =
                                """{"type":"object","required":["status"],"properties":{"status":{"const":"live"}}}""",
                        },
                    ],
                }
            );
    }

    /// <summary>What <c>GET /health</c> answers now.</summary>
    public HealthReport Report()
    {
        var now = State;
        if (now != ServerState.Ready)
        {
            return new(now.ToString().ToLowerInvariant());
        }
        var fault = journal.Fault;
        var running = topology();
        var sources = Troubles(running.Sources.Select(pair => (pair.Name, (object)pair.Source)));
        var sinks = Troubles(running.Sinks.Select(pair => (pair.Name, (object)pair.Sink)));
        var isReady = fault is null && sources is null;
        return new(isReady ? "ready" : "unavailable", fault, sources, sinks);
    }

    private static SortedDictionary<string, string>? Troubles(
        IEnumerable<(string Name, object Component)> components
    )
    {
        SortedDictionary<string, string>? troubles = null;
        foreach (var (name, component) in components)
        {
            if (component is IReporting { Trouble: { } trouble })
            {
                troubles ??= new(StringComparer.Ordinal);
                troubles[name] = trouble;
            }
        }
        return troubles;
    }

    private Task AnswerReadyAsync(HttpContext http)
    {
        var report = Report();
        return AnswerAsync(
            http,
            report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            JsonSerializer.SerializeToUtf8Bytes(report, Json)
        );
    }

    private static Operation DescribeReady(string id)
    {
        const string schema = """
            {"type":"object","required":["status"],"properties":{
              "status":{"enum":["ready","unavailable","starting","stopping"]},
              "journal":{"type":"string","description":"Why the journal takes no events."},
              "sources":{"type":"object","additionalProperties":{"type":"string"},"description":"What hinders sources, by their names."},
              "sinks":{"type":"object","additionalProperties":{"type":"string"},"description":"What hinders sinks, by their names."}}}
            """;
        return new(id, "Whether events are taken in")
        {
            Answers =
            [
                new(StatusCodes.Status200OK, "They are; what hinders sinks is told.")
                {
                    MediaType = JsonType,
                    Schema = schema,
                },
                new(StatusCodes.Status503ServiceUnavailable, "They are not, and why.")
                {
                    MediaType = JsonType,
                    Schema = schema,
                },
            ],
        };
    }

    private static Task AnswerAsync(HttpContext http, int status, byte[] json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = JsonType;
        http.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
