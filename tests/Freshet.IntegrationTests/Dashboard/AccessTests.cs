using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Dashboard;

/// <summary>Who may have the dashboard, and who not.</summary>
public sealed class AccessTests
{
    private const string Token = "a-token-of-the-management";
    private const string Root = "/api/v1/dashboard";

    /// <summary>With everything that lets pages of other origins in elsewhere.</summary>
    private const string Open = $"""
        {FreshetServer.WebhookAndStream}
        [http.cors]
        allowed_origins = ["*"]

        """;

    private const string WithToken = $"""
        {Open}
        [management]
        token = "{Token}"

        """;

    /// <summary>Every route of the API, and whether it changes something.</summary>
    private static readonly (string Method, string Path, bool Changes)[] Routes =
    [
        ("GET", "/state", false),
        ("GET", "/live", false),
        ("GET", "/clients", false),
        ("DELETE", "/clients/x", true),
        ("GET", "/dead-letters", false),
        ("GET", "/dead-letters/x", false),
        ("DELETE", "/dead-letters/x", true),
        ("POST", "/dead-letters/x/retry", true),
        ("GET", "/events/1/way", false),
    ];

    [Theory]
    [InlineData("Host", "rebound.example.com")]
    [InlineData("Host", "127.0.0.1.example.com")]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Origin", "https://evil.example.com")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Others_are_told_what_to_do_and_nothing_else(string header, string value)
    {
        var isPage = header is "Origin" or "Sec-Fetch-Site";
        await using var closed = await FreshetServer.StartAsync(Open);
        await closed.PostAsync("\"confidential\"");
        await using var server = await FreshetServer.StartAsync(WithToken);
        await server.PostAsync("\"confidential\"");
        foreach (var (method, path, _) in Routes)
        {
            var refused = await SendAsync(closed, method, path, (header, value));
            refused
                .Problem(HttpStatusCode.Forbidden)
                .ShouldContain(isPage ? "another origin" : "management.token");
            refused["Access-Control-Allow-Origin"].ShouldBeNull();

            var asked = await SendAsync(server, method, path, (header, value));
            if (isPage)
            {
                asked.Problem(HttpStatusCode.Forbidden).ShouldContain("another origin");
            }
            else
            {
                asked.Problem(HttpStatusCode.Unauthorized).ShouldContain("Bearer");
                asked["WWW-Authenticate"].ShouldBe("Bearer");
            }
        }
        // The journal in pages is no way around that: what a browser loads without naming the page, no page can read.
        var events = await closed.SendAsync(
            HttpMethod.Get,
            "/api/v1/events",
            null,
            header == "Sec-Fetch-Site" ? [(header, value), ("Origin", "null")] : [(header, value)]
        );
        events.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_machine_itself_has_all_of_it_and_its_own_page_too()
    {
        await using var server = await FreshetServer.StartAsync(WithToken);
        await server.PostAsync("1");
        var own = $"http://localhost:{server.Address.Port}";
        foreach (var (method, path, changes) in Routes)
        {
            var plain = await SendAsync(server, method, path);
            var page = await SendAsync(
                server,
                method,
                path,
                ("Host", own["http://".Length..]),
                ("Origin", own)
            );
            var expected =
                changes || path == "/dead-letters/x" ? HttpStatusCode.NotFound : HttpStatusCode.OK;
            (plain.Status, page.Status).ShouldBe((expected, expected), method + path);
        }
    }

    [Fact]
    public async Task The_token_opens_it_from_anywhere_and_to_no_foreign_page()
    {
        await using var server = await FreshetServer.StartAsync(WithToken);
        (string, string)[] remote =
        [
            ("X-Forwarded-For", "192.0.2.1"),
            ("Authorization", $"Bearer {Token}"),
        ];

        (await SendAsync(server, "GET", "/state", remote)).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(server, "DELETE", "/clients/x", remote)).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (
            await SendAsync(server, "GET", "/state", [.. remote, ("Origin", "https://a.example")])
        ).Status.ShouldBe(HttpStatusCode.Forbidden);
        (
            await SendAsync(
                server,
                "GET",
                "/state",
                ("Authorization", $"Bearer {Token}x"),
                ("Via", "1.1 proxy")
            )
        ).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_token_is_changed_for_a_cookie_that_opens_the_dashboard_and_the_journal()
    {
        await using var server = await FreshetServer.StartAsync(WithToken);
        await server.PostAsync("1");
        var begun = await SendAsync(
            server,
            "POST",
            "/session",
            ("Authorization", $"Bearer {Token}"),
            ("X-Forwarded-For", "192.0.2.1")
        );
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Body);
        begun.Json["expires"].ShouldNotBeNull();
        var parts = begun["Set-Cookie"].ShouldNotBeNull().Split("; ");
        parts.Skip(1).ShouldBe(["max-age=28800", "path=/api/v1", "samesite=strict", "httponly"]);
        parts[0].ShouldNotContain(Token);
        (string, string)[] remote = [("X-Forwarded-For", "192.0.2.1"), ("Cookie", parts[0])];

        (await SendAsync(server, "GET", "/state", remote)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync(HttpMethod.Get, "/api/v1/events", null, remote)).Status.ShouldBe(
            HttpStatusCode.OK
        );
        (
            await SendAsync(server, "GET", "/state", ("Via", "1.1 p"), ("Cookie", parts[0] + "x"))
        ).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (
            await SendAsync(server, "DELETE", "/clients/x", [.. remote, ("Origin", "null")])
        ).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_session_needs_the_token_and_a_page_of_this_server()
    {
        await using var closed = await FreshetServer.StartAsync(Open);
        (await SendAsync(closed, "POST", "/session"))
            .Problem(HttpStatusCode.Forbidden)
            .ShouldContain("management.token");
        await using var server = await FreshetServer.StartAsync(WithToken);
        (await SendAsync(server, "POST", "/session")).Problem(HttpStatusCode.Unauthorized);
        (
            await SendAsync(
                server,
                "POST",
                "/session",
                ("Authorization", $"Bearer {Token}"),
                ("Origin", "https://a.example")
            )
        ).Problem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_session_outlasts_a_restart_and_ends_with_its_token()
    {
        using var folder = new TemporaryFolder();
        var journal = $"[journal]\npath = \"{folder.Path}\"\n";
        string cookie;
        await using (var server = await FreshetServer.StartAsync(WithToken + journal + Fixed))
        {
            var begun = await SendAsync(
                server,
                "POST",
                "/session",
                ("Authorization", $"Bearer {Token}")
            );
            cookie = begun["Set-Cookie"].ShouldNotBeNull().Split("; ")[0];
        }
        (string, string)[] remote = [("Via", "1.1 proxy"), ("Cookie", cookie)];

        await using (var again = await FreshetServer.StartAsync(WithToken + journal + Fixed))
        {
            (await SendAsync(again, "GET", "/state", remote)).Status.ShouldBe(HttpStatusCode.OK);
        }
        await using var changed = await FreshetServer.StartAsync(
            (WithToken + journal + Fixed).Replace(Token, "another-token")
        );
        (await SendAsync(changed, "GET", "/state", remote)).Status.ShouldBe(
            HttpStatusCode.Unauthorized
        );
    }

    [Fact]
    public async Task An_allowed_host_needs_no_token()
    {
        await using var server = await FreshetServer.StartAsync(
            Open + "[dashboard]\nallowed_hosts = [\"Events.example.com\"]\n"
        );
        (string, string)[] remote =
        [
            ("Host", "events.example.com:443"),
            ("X-Forwarded-For", "192.0.2.1"),
        ];

        (await SendAsync(server, "GET", "/state", remote)).Status.ShouldBe(HttpStatusCode.OK);
        (
            await SendAsync(server, "GET", "/state", [.. remote, ("Origin", "https://a.example")])
        ).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(server, "GET", "/state", ("Host", "other.example.com"))).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task Switched_off_there_is_none()
    {
        await using var server = await FreshetServer.StartAsync(
            Open + "[dashboard]\nenabled = false\n"
        );

        foreach (var (method, path, _) in Routes)
        {
            (await SendAsync(server, method, path)).Problem(HttpStatusCode.NotFound);
        }
        (await server.SendAsync(HttpMethod.Get, "/")).Problem(HttpStatusCode.NotFound);
    }

    /// <summary>The cookie is called after where the server is reached, which a free port makes another each time.</summary>
    private const string Fixed = "[http]\nroot_url = \"http://events.example.com\"\n";

    /// <summary>The head alone of the stream is awaited, which has no end.</summary>
    private static async Task<Answer> SendAsync(
        FreshetServer server,
        string method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        if (path != "/live")
        {
            return await server.SendAsync(new(method), Root + path, null, headers);
        }
        using var request = new HttpRequestMessage(new(method), Root + path);
        Answer.Add(request, headers);
        using var answer = await server.Http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
        var body = answer.IsSuccessStatusCode
            ? ""
            : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(answer.StatusCode, Answer.HeadersOf(answer), body);
    }
}
