using System.Net;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class AccessLogTests
{
    private const string Category = "Information Freshet.Http.AccessLog ";

    [Fact]
    public async Task Requests_are_logged_whose_answers_have_one_of_the_statuses()
    {
        await using var server = await StartAsync("filter = ['4xx', '201']");

        await server.PostAsync("{}");
        await server.SendAsync(HttpMethod.Get, "/health");
        await server.SendAsync(HttpMethod.Get, "/nothing/here?token=hidden");
        await server.SendAsync(HttpMethod.Delete, "/webhook/hook");

        await server.Log.Shows(Category, "DELETE");
        var lines = Lines(server);
        lines.Count.ShouldBe(3);
        lines[0].ShouldMatch(@"^127\.0\.0\.1 POST /webhook/hook 201 [0-9]+\.[0-9] ms");
        lines[1].ShouldStartWith("127.0.0.1 GET /nothing/here 404 ");
        lines[2].ShouldStartWith("127.0.0.1 DELETE /webhook/hook 405 ");
        string.Concat(lines).ShouldNotContain("hidden");
    }

    [Fact]
    public async Task A_stream_is_logged_when_it_begins()
    {
        await using var server = await StartAsync("filter = ['all']");

        await using var client = await server.ListenAsync();

        await server.Log.Shows(Category, "127.0.0.1 GET /sse/events 200 ");
    }

    [Fact]
    public async Task The_client_is_the_one_that_a_trusted_proxy_names()
    {
        await using var server = await StartAsync(
            "filter = ['2xx']\n[http]\ntrusted_proxies = ['127.0.0.1']"
        );

        await server.SendAsync(HttpMethod.Get, "/health", null, ("X-Forwarded-For", "192.0.2.7"));

        await server.Log.Shows(Category, "192.0.2.7 GET /health 200 ");
    }

    [Fact]
    public async Task Without_a_filter_nothing_is_logged()
    {
        await using var server = await FreshetServer.StartAsync();

        (await server.SendAsync(HttpMethod.Get, "/nothing")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        await server.StopAsync();

        Lines(server).ShouldBeEmpty();
    }

    private static List<string> Lines(FreshetServer server) =>
        [
            .. server
                .Log.Lines.Where(line => line.StartsWith(Category, StringComparison.Ordinal))
                .Select(line => line[Category.Length..]),
        ];

    private static Task<FreshetServer> StartAsync(string toml) =>
        FreshetServer.StartAsync($"{FreshetServer.WebhookAndStream}\n[http.access_log]\n{toml}");
}
