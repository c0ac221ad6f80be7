using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Journal;
using Freshet.Pipelines;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>What <c>GET /health</c> says of the server's components.</summary>
public sealed class HealthTests
{
    private const string Both =
        FreshetServer.WebhookAndStream
        + """

            [sources.upstream.extractor]
            type = "test"

            [sinks.archive]
            type = "test"

            """;

    private readonly Reporting source = new();
    private readonly Reporting sink = new();

    [Fact]
    public async Task Ready_says_that_and_nothing_else()
    {
        await using var server = await StartAsync();

        var answer = await server.SendAsync(HttpMethod.Get, "/health");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldBe("""{"status":"ready"}""");
        answer["Content-Type"].ShouldBe("application/json");
        answer["Cache-Control"].ShouldBe("no-store");
    }

    [Fact]
    public async Task Trouble_of_a_source_makes_the_server_unavailable_as_long_as_it_lasts()
    {
        await using var server = await StartAsync();
        source.Trouble = "no broker answers";

        var answer = await server.SendAsync(HttpMethod.Get, "/health");

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Body.ShouldBe(
            """{"status":"unavailable","sources":{"upstream":"no broker answers"}}"""
        );
        (await server.SendAsync(HttpMethod.Get, "/health/live")).Status.ShouldBe(HttpStatusCode.OK);

        source.Trouble = null;
        (await server.SendAsync(HttpMethod.Get, "/health")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Trouble_of_a_sink_is_told_and_does_not_make_the_server_unavailable()
    {
        await using var server = await StartAsync();
        sink.Trouble = "the receiver is down";

        var answer = await server.SendAsync(HttpMethod.Get, "/health");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldBe("""{"status":"ready","sinks":{"archive":"the receiver is down"}}""");
    }

    [Fact]
    public async Task Source_that_follows_a_stream_says_why_it_cannot_until_it_can()
    {
        await using var first = await FreshetServer.StartAsync();
        await using var proxy = TcpProxy.To(first.Address);
        await using var second = await FreshetServer.StartAsync(
            $$"""
            [sources.upstream.extractor]
            type = "sse"
            url = "{{proxy.Address}}sse/events"
            retry = "1ms"
            retry_limit = "10ms"
            """
        );
        await first.Log.Shows("/sse/events", "joined");
        await HealthAsync(second, HttpStatusCode.OK);

        proxy.IsRefusing = true;
        proxy.Cut();
        var unavailable = await HealthAsync(second, HttpStatusCode.ServiceUnavailable);
        unavailable.Json["sources"]!["upstream"]!
            .GetValue<string>()
            .ShouldStartWith($"{proxy.Address}sse/events: ");

        proxy.IsRefusing = false;
        var ready = await HealthAsync(second, HttpStatusCode.OK);
        ready.Body.ShouldBe("""{"status":"ready"}""");
    }

    private Task<FreshetServer> StartAsync() =>
        FreshetServer.StartAsync(
            Both,
            TestCatalog
                .Copy()
                .Source<NoOptions>("test", (_, _) => source)
                .Sink<NoOptions>("test", (_, _) => sink)
        );

    /// <summary>The first answer of that status, once there is one.</summary>
    private static Task<Answer> HealthAsync(FreshetServer server, HttpStatusCode status)
    {
        return Eventually.Comes(AskAsync());

        async Task<Answer> AskAsync()
        {
            Answer answer;
            do
            {
                answer = await server.SendAsync(HttpMethod.Get, "/health");
            } while (answer.Status != status);
            return answer;
        }
    }

    private sealed class NoOptions;

    /// <summary>A source or sink that does nothing but say what hinders it.</summary>
    private sealed class Reporting : ISource, ISink, IReporting
    {
        public string? Trouble { get; set; }

        public long? Lag => null;

        public Task RunAsync(CancellationToken stopping) => Task.Delay(Timeout.Infinite, stopping);

        public Task RunAsync(IJournal input, CancellationToken stopping) => RunAsync(stopping);
    }
}
