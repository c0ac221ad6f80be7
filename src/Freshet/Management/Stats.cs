using System.Globalization;
using System.Text.Json;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Pipelines;
using Freshet.Sinks.Sse.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Management;

/// <summary>
/// <c>GET /stats</c>: a <see cref="StatsReport"/>. Everybody gets the totals; who is connected is told to those alone whom <see cref="ManagementAccess"/>
/// admits: <c>?limit=</c> and <c>?offset=</c> page through them, 1,000 at most.
/// </summary>
/// <param name="directory">The clients.</param>
/// <param name="topology">What runs.</param>
/// <param name="access">Who may see who is connected.</param>
internal sealed class Stats(
    ClientDirectory directory,
    Func<Topology> topology,
    ManagementAccess access
)
{
    /// <summary>The path that no component may have.</summary>
    public const string Path = "/stats";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], AnswerAsync)
            // No page of another origin has any business here, whatever the streams' origins are.
            .WithMetadata(new DisableCorsAttribute())
            .Described(Describe());

    private Task AnswerAsync(HttpContext http)
    {
        if (
            !TryRead(http.Request.Query["limit"], ClientDirectory.LargestPage, out var limit)
            || !TryRead(http.Request.Query["offset"], 0, out var offset)
        )
        {
            return Problem.AnswerAsync(
                http,
                StatusCodes.Status400BadRequest,
                "limit and offset must be whole numbers that are not negative"
            );
        }
        var response = http.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return Task.CompletedTask;
        }
        var page = access.Admits(http) ? directory.Page(offset, limit) : (ClientPage?)null;
        return JsonSerializer.SerializeAsync(
            response.Body,
            Report(page),
            Json,
            http.RequestAborted
        );
    }

    private StatsReport Report(ClientPage? page)
    {
        var lags = topology()
            .Sources.Where(pair => pair.Source is IReporting)
            .ToDictionary(
                pair => pair.Name,
                pair => ((IReporting)pair.Source).Lag,
                StringComparer.Ordinal
            );
        return new(
            directory.Count,
            directory.MaxClients,
            directory.EventsSent,
            directory.HistorySize,
            directory.EventsByType(),
            new(lags.Values.Any(lag => lag is not null) ? lags.Values.Sum() : null, lags),
            [
                .. directory.Endpoints.Select(endpoint => new StatsReport.Endpoint(
                    endpoint.Route,
                    endpoint.ClientCount,
                    endpoint.MaxClients,
                    endpoint.EventsSent,
                    endpoint.HistorySize
                )),
            ],
            page is { } shown ? [.. shown.Clients.Select(Describe)] : null,
            page is null
                ? $"who is connected is not told to everybody: {ManagementAccess.Hint}"
                : null
        );
    }

    private static StatsReport.Client Describe(StreamClient client) =>
        new(
            client.Id,
            client.ConnectedAt.UtcDateTime,
            client.LastEventAt?.UtcDateTime,
            client.EventsReceived,
            new(client.EventTypes, client.Sources),
            client.UserAgent,
            client.RemoteAddress,
            client.Endpoint,
            client.Behind,
            client.Skipped
        );

    private Operation Describe()
    {
        const string number = """{"type":"integer","format":"int32","minimum":0}""";
        return new("getStats", "Who is connected, and what they were sent")
        {
            Description =
                "Everybody gets the totals. Who is connected is told on the server's own machine, asked by IP address or localhost and not through a proxy"
                + (access.HasToken ? ", and to who sends the management token." : "."),
            Parameters =
            [
                Parameter.Query(
                    "limit",
                    $"How many clients, {ClientDirectory.LargestPage} at most.",
                    number
                ),
                Parameter.Query("offset", "How many clients are passed over.", number),
            ],
            NeedsToken = access.HasToken,
            IsFreeToSome = true,
            Answers =
            [
                new(StatusCodes.Status200OK, "The statistics.")
                {
                    MediaType = "application/json",
                    Schema = """
                        {"type":"object",
                          "required":["total_clients","max_clients","total_events_sent","history_size","events_by_type","lag","endpoints","connected_clients"],
                          "properties":{
                            "total_clients":{"type":"integer"},"max_clients":{"type":"integer"},
                            "total_events_sent":{"type":"integer"},"history_size":{"type":"integer"},
                            "events_by_type":{"type":"object","additionalProperties":{"type":"integer"}},
                            "lag":{"type":"object","properties":{"total":{"type":["integer","null"]},
                              "sources":{"type":"object","additionalProperties":{"type":["integer","null"]}}}},
                            "endpoints":{"type":"array","items":{"type":"object"}},
                            "connected_clients":{"type":["array","null"],"items":{"type":"object"}},
                            "connected_clients_note":{"type":"string","description":"Why they are not told."}}}
                        """,
                },
                Reply.Problem(StatusCodes.Status400BadRequest, "`limit` or `offset` is no number."),
            ],
        };
    }

    private static bool TryRead(string? text, int missing, out int number)
    {
        number = missing;
        return text is null
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
