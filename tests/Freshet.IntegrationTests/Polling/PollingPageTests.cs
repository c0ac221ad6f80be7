using System.Text.RegularExpressions;
using Freshet.IntegrationTests.Links;
using Freshet.IntegrationTests.Running;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Polling;

/// <summary>Runs the configurations of <c>docs/http-polling.md</c> as they stand, but for the servers' names.</summary>
public sealed partial class PollingPageTests
{
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["CI_TOKEN"] = "ci-token",
        ["API_TOKEN"] = "api-token",
    };

    [Fact]
    public async Task One_url_asks_for_what_happened_since()
    {
        await using var api = await PolledApi.StartAsync();
        api.Says("{\"build\":1}\n{\"build\":2}\n", "application/x-ndjson");
        var (server, journal) = await StartAsync("One URL", api);
        await using var started = server;

        await journal.HoldsAsync(2);

        journal.Bodies.ShouldBe(["""{"build":1}""", """{"build":2}"""]);
        api.All[0].Path.ShouldStartWith("/api/builds?since=2026-01-01T00%3A00%3A00Z&until=20");
        api.All[0].Headers["Authorization"].ShouldBe("Bearer ci-token");
    }

    [Fact]
    public async Task A_program_goes_from_lists_to_details_and_from_page_to_page()
    {
        await using var api = await PolledApi.StartAsync();
        api.Answer = http => AnswerAsync(http, api.Address);
        var (server, journal) = await StartAsync("A program", api);
        await using var started = server;

        await journal.HoldsAsync(5);

        journal
            .Bodies.Order(StringComparer.Ordinal)
            .ShouldBe([
                """[{"run":"one-1"}]""",
                """[{"run":"one-2"}]""",
                """[{"run":"one-3"}]""",
                """[{"run":"two-1"}]""",
                """[{"run":"two-2"}]""",
            ]);
        api.Paths.ShouldContain(path =>
            path.StartsWith(
                "/repos/two/runs?created_from=1970-01-01T00%3A00%3A00Z&created_to=20",
                StringComparison.Ordinal
            )
        );
        api.All.ShouldAllBe(request => request.Headers["Authorization"] == "Bearer api-token");
        server.Sources.ShouldHaveSingleItem().Trouble.ShouldBeNull();
    }

    /// <summary>Two pages of repositories with one in each; the first has three pages of runs, the second two.</summary>
    private static Task AnswerAsync(HttpContext http, string address)
    {
        var path = http.Request.Path.Value!;
        var page = int.TryParse(http.Request.Query["page"], out var number) ? number : 1;
        var isList = path == "/repos";
        if (page < (isList || path.Contains("two", StringComparison.Ordinal) ? 2 : 3))
        {
            http.Response.Headers.Link =
                $"<{address}{path}?page={page + 1}>; rel=\"next\", <{address}{path}?page=9>; rel=\"last\"";
        }
        return PolledApi.Write(
            http,
            isList
                ? $$"""[{"name":"{{(page == 1 ? "one" : "two")}}"}]"""
                : $$"""[{"run":"{{path.Split('/')[2]}}-{{page}}"}]"""
        );
    }

    private static async Task<(FreshetServer Server, JournalRecorder Journal)> StartAsync(
        string heading,
        PolledApi api
    )
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "http-polling.md"),
            TestContext.Current.CancellationToken
        );
        var section = page[page.IndexOf($"## {heading}", StringComparison.Ordinal)..];
        var toml = Example().Match(section).Groups["toml"].Value;
        toml.ShouldContain("example.com");
        var journal = new JournalRecorder();
        var server = await FreshetServer.StartAsync(
            JournalRecorder.Configuration + Server().Replace(toml, api.Address),
            journal.Catalog,
            Secrets
        );
        return (server, journal);
    }

    [GeneratedRegex(
        "```toml\n(?<toml>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Example();

    [GeneratedRegex("https://(ci|api).example.com", RegexOptions.ExplicitCapture)]
    private static partial Regex Server();
}
