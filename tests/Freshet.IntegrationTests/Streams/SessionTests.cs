using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Streams that a browser opens with a cookie, which it was given for headers.</summary>
public sealed class SessionTests
{
    private const string Stream = "/sse/events";
    private const string Session = "/sse/events/session";
    private const string App = "https://app.example.com";
    private const string Other = "https://other.example.com";

    /// <summary>Looks at silent clients every 10 ms.</summary>
    private const string Guarded =
        FreshetServer.WebhookAndStream
        + """
            keep_alive = "40ms"
            retry = "10ms"
            [sinks.events.headers]
            "Authorization" = { type = "equals", value = "the-token", prefix = "Bearer " }

            """;

    private const string Named =
        Guarded
        + """
            [sinks.events.cors]
            allowed_origins = ["https://app.example.com"]
            allow_credentials = true

            """;

    private static readonly (string, string) Token = ("Authorization", "Bearer the-token");

    [Fact]
    public async Task A_cookie_that_headers_were_answered_with_opens_the_stream_without_them()
    {
        await using var server = await FreshetServer.StartAsync(Guarded);

        var answer = await BeginAsync(server);
        await using var client = await server.ListenAsync(Stream, ("Cookie", Cookie(answer)));
        await server.PostAsync("1");

        (await client.NextAsync()).Data.ShouldBe("1");
        answer["Cache-Control"].ShouldBe("no-store");
        answer["Set-Cookie"]!.ShouldEndWith(
            "; max-age=28800; path=/sse/events; samesite=strict; httponly"
        );
        answer.Json["expires"]!.GetValue<string>().ShouldEndWith("Z");
    }

    [Fact]
    public async Task Without_the_headers_no_session_begins()
    {
        await using var server = await FreshetServer.StartAsync(Guarded);

        var none = await server.SendAsync(HttpMethod.Post, Session);
        var wrong = await server.SendAsync(
            HttpMethod.Post,
            Session,
            headers: ("Authorization", "Bearer another")
        );

        none.Problem(HttpStatusCode.Unauthorized).ShouldBe("the header Authorization is required");
        wrong
            .Problem(HttpStatusCode.Forbidden)
            .ShouldBe("the header Authorization is not accepted");
        none["Set-Cookie"].ShouldBeNull();
        wrong["Set-Cookie"].ShouldBeNull();
    }

    [Fact]
    public async Task A_cookie_that_is_forged_or_of_another_endpoint_is_as_none_and_the_answer_says_so()
    {
        await using var server = await FreshetServer.StartAsync(
            Guarded
                + """
                [sinks.second]
                type = "sse"
                id = "second"
                [sinks.second.headers]
                "Authorization" = { type = "equals", value = "the-token", prefix = "Bearer " }
                """
        );
        var cookie = Cookie(await BeginAsync(server));
        var second = Cookie(await BeginAsync(server, "/sse/second/session"));
        var (name, value) = (cookie.Split('=')[0], cookie.Split('=')[1]);

        foreach (
            var bad in new[] { $"{name}=", $"{name}={value}A", $"{name}={second.Split('=')[1]}" }
        )
        {
            var answer = await server.SendAsync(HttpMethod.Get, Stream, headers: ("Cookie", bad));

            answer
                .Problem(HttpStatusCode.Unauthorized)
                .ShouldBe(
                    "the header Authorization is required, and the session is not, or no longer, one of this endpoint"
                );
        }
        var foreign = await server.SendAsync(HttpMethod.Get, Stream, headers: ("Cookie", second));
        foreign
            .Problem(HttpStatusCode.Unauthorized)
            .ShouldBe("the header Authorization is required");
    }

    [Theory]
    [InlineData("token")]
    [InlineData("access_token")]
    [InlineData("authorization")]
    [InlineData("session")]
    public async Task Nothing_in_a_URL_opens_a_stream(string parameter)
    {
        await using var server = await FreshetServer.StartAsync(Guarded);
        var cookie = Cookie(await BeginAsync(server));

        foreach (var value in new[] { "the-token", "Bearer the-token", cookie.Split('=')[1] })
        {
            var query = $"?{parameter}={Uri.EscapeDataString(value)}";
            var stream = await server.SendAsync(HttpMethod.Get, Stream + query);
            var session = await server.SendAsync(HttpMethod.Post, Session + query);

            stream.Problem(HttpStatusCode.Unauthorized);
            session.Problem(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task When_the_session_ends_its_stream_does_and_the_next_try_is_refused_while_others_go_on()
    {
        var time = new ShiftedTime();
        await using var server = await FreshetServer.StartAsync(Guarded, time: time);
        var cookie = Cookie(await BeginAsync(server));
        await using var client = await server.ListenAsync(Stream, ("Cookie", cookie));
        await using var other = await server.ListenAsync(Stream, Token);

        time.PutForward(TimeSpan.FromHours(8));

        (await client.RestAsync()).ShouldBeEmpty();
        var again = await server.SendAsync(HttpMethod.Get, Stream, headers: ("Cookie", cookie));
        again
            .Problem(HttpStatusCode.Unauthorized)
            .ShouldBe("the header Authorization is required, and the session is over");
        await server.PostAsync("1");
        (await other.NextAsync()).Data.ShouldBe("1");
        await server.Log.Shows("left (SessionOver)");
    }

    [Fact]
    public async Task An_EventSource_comes_back_when_its_session_ends_and_is_told_that_it_is_over()
    {
        var time = new ShiftedTime();
        await using var server = await FreshetServer.StartAsync(Guarded, time: time);
        var cookie = Cookie(await BeginAsync(server));
        await using var source = EventSourceClient.Start(
            new(server.Address, Stream),
            new Dictionary<string, string> { ["Cookie"] = cookie }
        );
        await source.Hears(heard => heard["open"] is not null);

        time.PutForward(TimeSpan.FromHours(8));

        var last = await source.Hears(heard => heard["closed"]?.GetValue<bool>() == true);
        last["status"]!.GetValue<int>().ShouldBe(401);
    }

    [Fact]
    public async Task Who_comes_back_with_a_new_session_misses_nothing()
    {
        var time = new ShiftedTime();
        await using var server = await FreshetServer.StartAsync(Guarded, time: time);
        var cookie = Cookie(await BeginAsync(server));
        await using var client = await server.ListenAsync(Stream, ("Cookie", cookie));
        await server.PostAsync("1");
        var first = await client.NextAsync();
        time.PutForward(TimeSpan.FromHours(8));
        (await client.RestAsync()).ShouldBeEmpty();
        await server.PostAsync("2");

        var renewed = Cookie(await BeginAsync(server));
        await using var back = await server.ListenAsync(
            Stream,
            ("Cookie", renewed),
            ("Last-Event-ID", first.EventId!)
        );

        (await back.NextAsync()).Data.ShouldBe("2");
    }

    [Fact]
    public async Task To_end_a_session_takes_the_cookie_away()
    {
        await using var server = await FreshetServer.StartAsync(Guarded);
        var cookie = Cookie(await BeginAsync(server));

        var answer = await server.SendAsync(
            HttpMethod.Delete,
            Session,
            headers: ("Cookie", cookie)
        );

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer["Set-Cookie"]
            .ShouldBe(
                $"{cookie.Split('=')[0]}=; max-age=0; path=/sse/events; samesite=strict; httponly"
            );
    }

    [Fact]
    public async Task Other_methods_are_refused()
    {
        await using var server = await FreshetServer.StartAsync(Guarded);

        var answer = await server.SendAsync(HttpMethod.Get, Session, headers: Token);

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer["Allow"]!.Split(", ").ShouldBe(["POST", "DELETE"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_endpoint_without_rules_says_that_it_needs_no_session()
    {
        await using var server = await FreshetServer.StartAsync();

        var answer = await server.SendAsync(HttpMethod.Post, Session);

        answer
            .Problem(HttpStatusCode.NotFound)
            .ShouldBe("/sse/events asks for no headers, so it needs no session: open it as it is");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Over_TLS_a_session_is_for_HTTPS_alone_by_either_version_of_HTTP(int version)
    {
        using var certificates = new TestCertificates();
        var time = new ShiftedTime();
        await using var server = await FreshetServer.StartAsync(
            certificates.Configuration + Guarded,
            time: time
        );
        using var http = certificates.Client(server, version);
        using var begin = new HttpRequestMessage(HttpMethod.Post, Session)
        {
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
        };
        var answer = await Answer.ReadAsync(http, begin, Token);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        var cookie = Cookie(answer);

        await using var client = await SseClient.OpenAsync(http, Stream, ("Cookie", cookie));
        using var hook = new HttpRequestMessage(HttpMethod.Post, "/webhook/hook")
        {
            Content = new StringContent("1"),
        };
        (await Answer.ReadAsync(http, hook)).Status.ShouldBe(HttpStatusCode.Created);

        client.HttpVersion.Major.ShouldBe(version);
        cookie.ShouldStartWith("__Secure-freshet-");
        answer["Set-Cookie"]!.ShouldEndWith(
            "; max-age=28800; path=/sse/events; secure; samesite=strict; httponly"
        );
        (await client.NextAsync()).Data.ShouldBe("1");
        time.PutForward(TimeSpan.FromHours(8));
        (await client.RestAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    public async Task A_trusted_proxy_says_whether_browsers_come_by_HTTPS(
        string trusted,
        bool isSecure
    )
    {
        await using var server = await FreshetServer.StartAsync(
            $"""
            [http]
            trusted_proxies = ["{trusted}"]
            {Guarded}
            """
        );
        (string, string)[] forwarded =
        [
            ("X-Forwarded-For", "192.0.2.7"),
            ("X-Forwarded-Proto", "https"),
        ];

        var answer = await server.SendAsync(
            HttpMethod.Post,
            Session,
            headers: [Token, .. forwarded]
        );

        answer["Set-Cookie"]!.Contains("; secure;").ShouldBe(isSecure);
        await using var client = await server.ListenAsync(
            Stream,
            [("Cookie", Cookie(answer)), .. forwarded]
        );
    }

    [Fact]
    public async Task A_page_of_an_origin_that_may_send_credentials_gets_a_session_after_a_preflight()
    {
        await using var server = await FreshetServer.StartAsync(Named);

        var preflight = await PreflightAsync(server, App, "POST");
        var end = await PreflightAsync(server, App, "DELETE");
        var answer = await server.SendAsync(
            HttpMethod.Post,
            Session,
            headers: [Token, ("Origin", App), ("Sec-Fetch-Site", "same-site")]
        );
        await using var client = await server.ListenAsync(
            Stream,
            ("Cookie", Cookie(answer)),
            ("Origin", App)
        );

        foreach (var allowed in new[] { preflight, end })
        {
            allowed.Status.ShouldBe(HttpStatusCode.NoContent);
            allowed["Access-Control-Allow-Origin"].ShouldBe(App);
            allowed["Access-Control-Allow-Credentials"].ShouldBe("true");
            allowed["Access-Control-Allow-Methods"].ShouldBe("POST,DELETE");
            allowed["Access-Control-Allow-Headers"].ShouldBe("authorization");
        }
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer["Access-Control-Allow-Origin"].ShouldBe(App);
        answer["Access-Control-Allow-Credentials"].ShouldBe("true");
        client["Access-Control-Allow-Origin"].ShouldBe(App);
        client["Access-Control-Allow-Credentials"].ShouldBe("true");
    }

    [Theory]
    [InlineData(Named, Other)]
    [InlineData(Named, "null")]
    [InlineData(Guarded, App)]
    public async Task A_page_of_any_other_origin_neither_begins_nor_ends_a_session(
        string toml,
        string origin
    )
    {
        await using var server = await FreshetServer.StartAsync(toml);

        var preflight = await PreflightAsync(server, origin, "POST");
        preflight["Access-Control-Allow-Credentials"].ShouldBeNull();
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Delete })
        {
            var answer = await server.SendAsync(
                method,
                Session,
                headers: [Token, ("Origin", origin), ("Sec-Fetch-Site", "cross-site")]
            );

            answer
                .Problem(HttpStatusCode.Forbidden)
                .ShouldStartWith("pages of this origin have no sessions here");
            answer["Set-Cookie"].ShouldBeNull();
            answer["Access-Control-Allow-Credentials"].ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_page_of_the_server_itself_needs_no_CORS()
    {
        await using var server = await FreshetServer.StartAsync(Guarded);

        var answer = await server.SendAsync(
            HttpMethod.Post,
            Session,
            headers: [Token, ("Origin", server.Address.GetLeftPart(UriPartial.Authority))]
        );

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
    }

    [Fact]
    public async Task The_rate_limit_holds_for_sessions_too()
    {
        await using var server = await FreshetServer.StartAsync(
            $"""
            [http.rate_limit]
            enabled = true
            requests_per_minute = 1
            burst = 1
            {Guarded}
            """
        );
        await BeginAsync(server);

        var answer = await server.SendAsync(HttpMethod.Post, Session, headers: Token);

        answer.Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Neither_log_nor_the_list_of_clients_nor_an_answer_tells_a_session()
    {
        await using var server = await FreshetServer.StartAsync(Guarded);
        var begun = await BeginAsync(server);
        var value = Cookie(begun).Split('=')[1];
        await using var client = await server.ListenAsync(Stream, ("Cookie", Cookie(begun)));
        var refused = await server.SendAsync(
            HttpMethod.Get,
            Stream,
            headers: ("Cookie", $"{Cookie(begun)}A")
        );

        var stats = await server.SendAsync(HttpMethod.Get, "/stats");
        await server.Log.Shows("joined");

        server.Log.Text.ShouldContain("a session of");
        foreach (var told in new[] { server.Log.Text, stats.Body, refused.Body, begun.Body })
        {
            told.ShouldNotContain(value);
            told.ShouldNotContain("the-token");
        }
        stats.Json["total_clients"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_session_outlasts_a_kill_of_a_server_with_a_journal_in_files_until_a_secret_changes()
    {
        using var folder = new TemporaryFolder();
        string[] Arguments(string token) =>
            [
                "--config",
                folder.Write("freshet.toml", Guarded.Replace("the-token", token)),
                "--set",
                $"journal.path={folder.Path}/journal",
            ];
        string cookie;
        await using (var freshet = await FreshetProcess.StartAsync(Arguments("one")))
        {
            using var http = NewClient(freshet);
            var answer = await PostAsync(http, ("Authorization", "Bearer one"));
            cookie = Cookie(answer);
            (await StatusAsync(http, cookie)).ShouldBe(HttpStatusCode.OK);
            freshet.Signal(9);
            await freshet.ExitAsync();
        }
        await using (var freshet = await FreshetProcess.StartAsync(Arguments("one")))
        {
            using var http = NewClient(freshet);
            (await StatusAsync(http, cookie)).ShouldBe(HttpStatusCode.OK);
            freshet.Signal(9);
            await freshet.ExitAsync();
        }
        await using (var freshet = await FreshetProcess.StartAsync(Arguments("two")))
        {
            using var http = NewClient(freshet);
            (await StatusAsync(http, cookie)).ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    private static async Task<Answer> BeginAsync(FreshetServer server, string path = Session)
    {
        var answer = await server.SendAsync(HttpMethod.Post, path, headers: Token);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return answer;
    }

    /// <summary>What a browser sends back of the cookie that the answer sets.</summary>
    private static string Cookie(Answer answer) =>
        answer["Set-Cookie"].ShouldNotBeNull().Split(';')[0];

    private static Task<Answer> PreflightAsync(
        FreshetServer server,
        string origin,
        string method
    ) =>
        server.SendAsync(
            HttpMethod.Options,
            Session,
            headers:
            [
                ("Origin", origin),
                ("Access-Control-Request-Method", method),
                ("Access-Control-Request-Headers", "authorization"),
            ]
        );

    /// <summary>A client that keeps no cookies of its own.</summary>
    private static HttpClient NewClient(FreshetProcess freshet) =>
        new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = freshet.Address };

    private static Task<Answer> PostAsync(HttpClient http, (string, string) token) =>
        Answer.ReadAsync(http, new HttpRequestMessage(HttpMethod.Post, Session), token);

    /// <summary>What a stream is answered with, without its body.</summary>
    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string cookie) =>
        (
            await Answer.ReadAsync(
                http,
                new HttpRequestMessage(HttpMethod.Head, Stream),
                ("Cookie", cookie)
            )
        ).Status;
}
