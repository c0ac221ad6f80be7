using System.Net;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Dashboard;

/// <summary>The page, whether this build has it or not.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task It_is_at_the_root_and_may_load_nothing_from_elsewhere()
    {
        await using var server = await FreshetServer.StartAsync();

        var page = await server.SendAsync(HttpMethod.Get, "/");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page["Content-Type"].ShouldBe("text/html; charset=utf-8");
        page.Body.ShouldContain("Freshet");
        var policy = page["Content-Security-Policy"].ShouldNotBeNull();
        policy.ShouldStartWith("default-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        page["Cache-Control"].ShouldBe("no-cache");
        var again = await server.SendAsync(
            HttpMethod.Get,
            "/",
            null,
            ("If-None-Match", page["ETag"].ShouldNotBeNull())
        );
        again.Status.ShouldBe(HttpStatusCode.NotModified);
        (await server.SendAsync(HttpMethod.Get, "/dashboard/assets/nothing.js"))
            .Problem(HttpStatusCode.NotFound)
            .ShouldContain("no such file");
    }

    [Fact]
    public async Task A_component_that_answers_at_the_root_keeps_it()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [sinks.events]
            type = "sse"
            path = "/"
            """
        );

        await using var stream = await server.ListenAsync("/");
        (await server.SendAsync(HttpMethod.Get, "/dashboard")).Body.ShouldContain("Freshet");
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Forbidden)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task Others_get_it_where_they_could_show_a_token(
        bool hasToken,
        HttpStatusCode status
    )
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + (hasToken ? "[management]\ntoken = \"t\"\n" : "")
        );

        (await server.SendAsync(HttpMethod.Get, "/", null, ("Via", "1.1 proxy"))).Status.ShouldBe(
            status
        );
        (
            await server.SendAsync(HttpMethod.Get, "/", null, ("Host", "rebound.example.com"))
        ).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_link_from_another_page_leads_to_it()
    {
        await using var server = await FreshetServer.StartAsync();

        var followed = await server.SendAsync(
            HttpMethod.Get,
            "/",
            null,
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate")
        );
        var loaded = await server.SendAsync(
            HttpMethod.Get,
            "/",
            null,
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "no-cors")
        );

        (followed.Status, loaded.Status).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Forbidden));
    }
}
