using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Freshet.Tests.Telemetry.OpenMetrics;
using Shouldly;

namespace Freshet.IntegrationTests.Management;

/// <summary>Asks <c>/metrics</c>, and has others judge the answer.</summary>
internal static class Scrape
{
    public const string OpenMetrics = "application/openmetrics-text; version=1.0.0";

    public static async Task<string> TextAsync(FreshetServer server, string accept = OpenMetrics)
    {
        var answer = await server.SendAsync(
            HttpMethod.Get,
            "/metrics",
            content: null,
            ("Accept", accept)
        );
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return answer.Body;
    }

    public static async Task<ScrapedText> ReadAsync(FreshetServer server) =>
        new(await TextAsync(server));

    /// <summary>What Python's <c>prometheus_client</c> reads: families by their names, as <c>metrics.py</c> describes.</summary>
    /// <param name="format"><c>openmetrics</c> or <c>prometheus</c>.</param>
    /// <param name="file">The answer.</param>
    public static async Task<JsonObject> JudgeAsync(string format, string file)
    {
        await using var python = ChildProcess.Start(
            // Debian's own, which is where Debian's packages are.
            "/usr/bin/python3",
            "apt-get install python3-prometheus-client",
            [Repository.At("tests", "clients", "metrics.py"), format, file]
        );
        (await python.ExitAsync()).ShouldBe(0, python.Errors);
        return JsonNode.Parse(python.Output)!.AsObject();
    }
}
