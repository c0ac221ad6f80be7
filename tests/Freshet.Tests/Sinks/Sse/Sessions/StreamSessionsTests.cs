using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.Pipelines;
using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Sessions;
using Freshet.Telemetry;
using Freshet.Tests.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Sessions;

/// <summary>Sessions by a clock that a test moves.</summary>
public sealed class StreamSessionsTests : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    private readonly ManualTime time = new();
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .AddLogging()
        .AddRoutingCore()
        .AddSingleton(new Freshet.Http.CorsOptions())
        .BuildServiceProvider();

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task A_session_opens_the_stream_up_to_its_end_and_no_longer()
    {
        var sessions = NewSessions();
        var cookie = await BeginAsync(sessions);

        time.Advance(Lifetime - TimeSpan.FromSeconds(1));
        var good = sessions.Check(NewRequest(cookie));
        time.Advance(TimeSpan.FromSeconds(1));
        var over = sessions.Check(NewRequest(cookie));

        good.Verdict.IsAccepted.ShouldBeTrue();
        good.Expires.ShouldBe(time.GetUtcNow());
        over.Verdict.StatusCode.ShouldBe(401);
        over.Remark.ShouldBe("the session is over");
        over.Expires.ShouldBeNull();
    }

    [Fact]
    public async Task The_answer_tells_when_it_ends_and_the_cookie_what_browsers_need()
    {
        var http = await BeginRequestAsync(NewSessions());

        var expires = time.GetUtcNow() + Lifetime;
        JsonNode.Parse(Body(http))!["expires"]!
            .GetValue<string>()
            .ShouldBe($"{expires:yyyy-MM-dd'T'HH:mm:ss}.000Z");
        http.Response.Headers.CacheControl.ToString().ShouldBe("no-store");
        Attributes(http)
            .ShouldBe(
                ["max-age=28800", "path=/sse/events", "samesite=strict", "httponly"],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Under_HTTPS_the_cookie_is_for_HTTPS_alone_and_no_other_is_taken_there()
    {
        var sessions = NewSessions();
        var plain = await BeginAsync(sessions);
        var http = await BeginRequestAsync(sessions, "https");
        var secure = Cookie(http);

        secure.ShouldStartWith("__Secure-freshet-");
        Attributes(http).ShouldContain("secure");
        sessions.Check(NewRequest(secure, "https")).Verdict.IsAccepted.ShouldBeTrue();
        sessions.Check(NewRequest(plain, "https")).Verdict.IsAccepted.ShouldBeFalse();
        sessions.Check(NewRequest(secure)).Verdict.IsAccepted.ShouldBeFalse();
    }

    [Fact]
    public async Task Cookies_that_others_set_of_the_same_name_hide_nothing()
    {
        var sessions = NewSessions();
        var cookie = await BeginAsync(sessions);
        var name = cookie[..cookie.IndexOf('=')];

        foreach (
            var header in new[]
            {
                $"{name}=forged; {cookie}",
                $"{cookie}; {name}=forged",
                $"a=b;{cookie};c",
            }
        )
        {
            sessions.Check(NewRequest(header)).Verdict.IsAccepted.ShouldBeTrue(header);
        }
        sessions
            .Check(NewRequest($"{name}=forged; {name}="))
            .Remark.ShouldBe("the session is not, or no longer, one of this endpoint");
    }

    [Fact]
    public async Task Headers_that_open_the_stream_do_so_without_an_end_whatever_cookie_comes_along()
    {
        var sessions = NewSessions();
        var http = NewRequest(await BeginAsync(sessions));
        http.Request.Headers["X-Key"] = "good";

        var pass = sessions.Check(http);

        pass.Verdict.IsAccepted.ShouldBeTrue();
        pass.Expires.ShouldBeNull();
    }

    [Fact]
    public async Task A_session_begins_no_other()
    {
        var sessions = NewSessions();
        var http = NewRequest(await BeginAsync(sessions));

        await SendAsync(sessions, "POST", http);

        http.Response.StatusCode.ShouldBe(401);
        http.Response.Headers.SetCookie.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Two_endpoints_have_two_cookies_and_neither_opens_the_other()
    {
        var (one, two) = (NewSessions(id: "one"), NewSessions(id: "two"));
        var cookie = await BeginAsync(one);
        var other = await BeginAsync(two);
        var value = cookie[cookie.IndexOf('=')..];

        other[..other.IndexOf('=')].ShouldNotBe(cookie[..cookie.IndexOf('=')]);
        two.Check(NewRequest(cookie)).Verdict.IsAccepted.ShouldBeFalse();
        two.Check(NewRequest(other[..other.IndexOf('=')] + value))
            .Verdict.IsAccepted.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_servers_of_one_host_have_two_cookies()
    {
        var one = await BeginAsync(NewSessions(rootUrl: "http://localhost:8080"));
        var two = await BeginAsync(NewSessions(rootUrl: "http://localhost:8081"));

        two[..two.IndexOf('=')].ShouldNotBe(one[..one.IndexOf('=')]);
    }

    [Theory]
    [InlineData("/events", "http://localhost", "/events")]
    [InlineData("/events/", "http://localhost", "/events")]
    [InlineData("/", "http://localhost", "/")]
    [InlineData("/events", "https://example.com/freshet", "/freshet/events")]
    [InlineData("/", "https://example.com/freshet", "/freshet")]
    [InlineData("/live/a;b/c", "http://localhost", "/live")]
    [InlineData("/a;b", "http://localhost", "/")]
    public async Task The_cookie_is_for_the_path_of_the_endpoint(
        string path,
        string rootUrl,
        string expected
    )
    {
        var http = await BeginRequestAsync(NewSessions(path: path, rootUrl: rootUrl));

        Attributes(http).ShouldContain($"path={expected}");
    }

    [Fact]
    public async Task To_end_a_session_the_browser_is_told_to_forget_it()
    {
        var sessions = NewSessions();
        var cookie = await BeginAsync(sessions);
        var http = NewRequest(cookie);

        await SendAsync(sessions, "DELETE", http);

        http.Response.StatusCode.ShouldBe(204);
        Cookie(http).ShouldBe(cookie[..(cookie.IndexOf('=') + 1)]);
        Attributes(http).ShouldContain("max-age=0");
        Attributes(http).ShouldContain("path=/sse/events");
    }

    [Theory]
    [InlineData("0s", true, "session_ttl is 0")]
    [InlineData("8h", false, "asks for no headers")]
    public async Task Where_there_are_no_sessions_the_answer_says_why(
        string ttl,
        bool hasRules,
        string expected
    )
    {
        var sessions = NewSessions(hasRules: hasRules, ttl: ttl == "0s" ? TimeSpan.Zero : Lifetime);

        foreach (var method in new[] { "POST", "DELETE" })
        {
            var http = NewRequest("");
            http.Request.Headers["X-Key"] = "good";
            await SendAsync(sessions, method, http);

            http.Response.StatusCode.ShouldBe(404);
            Body(http).ShouldContain(expected);
            http.Response.Headers.SetCookie.Count.ShouldBe(0);
        }
        sessions.CookieName.ShouldBeNull();
    }

    private StreamSessions NewSessions(
        string id = "events",
        string? path = null,
        string rootUrl = "http://localhost:8080",
        bool hasRules = true,
        TimeSpan? ttl = null
    )
    {
        var options = new SseOptions
        {
            Id = id,
            Path = path,
            SessionTtl = ttl ?? Lifetime,
        };
        if (hasRules)
        {
            options.Headers = RulesText.Good(
                """headers.X-Key = { type = "equals", value = "good" }"""
            );
        }
        return new(
            options,
            new()
            {
                Name = id,
                Loggers = NullLoggerFactory.Instance,
                Time = time,
                Instruments = new Instruments(services.GetRequiredService<IMeterFactory>()),
                RootUrl = rootUrl,
                Transformers = new TransformerChain([], 1),
            }
        );
    }

    private async Task<string> BeginAsync(StreamSessions sessions) =>
        Cookie(await BeginRequestAsync(sessions));

    private async Task<HttpContext> BeginRequestAsync(
        StreamSessions sessions,
        string scheme = "http"
    )
    {
        var http = NewRequest("", scheme);
        http.Request.Headers["X-Key"] = "good";
        await SendAsync(sessions, "POST", http);
        http.Response.StatusCode.ShouldBe(200);
        return http;
    }

    private DefaultHttpContext NewRequest(string cookies, string scheme = "http")
    {
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.Scheme = scheme;
        http.Request.Headers.Cookie = cookies;
        http.Response.Body = new MemoryStream();
        return http;
    }

    /// <summary>Has a request answered as its route does.</summary>
    private async Task SendAsync(StreamSessions sessions, string method, HttpContext http)
    {
        var routes = new Routes(services);
        sessions.Map(routes);
        var endpoint = routes
            .DataSources.SelectMany(source => source.Endpoints)
            .Single(endpoint =>
                endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains(method)
            );
        http.Request.Method = method;
        http.SetEndpoint(endpoint);
        await endpoint.RequestDelegate!(http);
    }

    private static string Body(HttpContext http) =>
        Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());

    /// <summary>The cookie that the answer sets, as a browser sends it back.</summary>
    private static string Cookie(HttpContext http) => Parts(http)[0];

    private static IEnumerable<string> Attributes(HttpContext http) => Parts(http).Skip(1);

    private static string[] Parts(HttpContext http) =>
        http.Response.Headers.SetCookie.ShouldHaveSingleItem().ShouldNotBeNull().Split("; ");

    private sealed class Routes(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
