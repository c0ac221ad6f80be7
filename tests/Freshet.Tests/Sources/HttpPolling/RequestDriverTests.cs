using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events.Parsing;
using Freshet.Sources.HttpPolling;
using Freshet.Tests.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.HttpPolling;

public sealed class RequestDriverTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly PollWindow Window = new(Time, Time.AddMinutes(1));

    [Fact]
    public void A_plain_url_is_one_request_with_the_windows_times()
    {
        var request = Of("url = \"https://a/b?since={ts_after}\"")
            .Begin(Window)
            .Requests.ShouldHaveSingleItem();

        request.Url.AbsoluteUri.ShouldBe("https://a/b?since=2026-01-02T03%3A04%3A05Z");
        request.Route.ShouldBe(PollRoute.Pipeline);
    }

    [Fact]
    public void The_first_run_sees_the_window_and_nothing_else()
    {
        var request = Program(
                """
                .requests = [{ "url": "https://a/b", "body": encode_json(.) }]
                """
            )
            .Begin(Window)
            .Requests.ShouldHaveSingleItem();

        Body(request)
            .ShouldBe(
                """{"metadata":{"context":{"source":"here"},"ts_after":"2026-01-02T03:04:05Z","ts_before":"2026-01-02T03:05:05Z"},"request":null,"response":null,"state":null}"""
            );
    }

    [Fact]
    public void A_later_run_sees_the_request_the_answer_and_what_was_kept()
    {
        var driver = Program(
            """
            .state = { "page": (int(.state.page) ?? 0) + 1 }
            .requests = [{ "url": "https://a/b", "query": { "q": 1 }, "headers": { "X-Own": "1" }, "body": encode_json(.), "route": "feedback" }]
            """
        );
        var first = driver.Begin(Window).Requests.ShouldHaveSingleItem();

        var second = driver
            .Follow(Window, first, Answer("""{"next": "c2"}"""))
            .Requests.ShouldHaveSingleItem();

        var seen = JsonNode.Parse(Body(second))!;
        seen["request"]!
            .ToJsonString()
            .ShouldBe("""{"headers":{"X-Own":"1"},"method":"GET","url":"https://a/b"}""");
        var response = JsonNode.Parse(
            """{"body":{"next":"c2"},"headers":{"link":"<https://a/2>; rel=\"next\""},"raw":"{\"next\": \"c2\"}","status":200}"""
        );
        JsonNode.DeepEquals(seen["response"], response).ShouldBeTrue(seen.ToJsonString());
        // What was set before the body was made; it rides along with each request.
        seen["state"]!["page"]!.GetValue<int>().ShouldBe(2);
        (first.Depth, second.Depth).ShouldBe((0, 1));
    }

    [Fact]
    public void A_body_that_is_no_json_is_its_text()
    {
        var driver = Program(
            """
            .requests = [{ "url": "https://a/b", "route": "feedback" }]
            if .response != null { .requests = [{ "url": "https://a/" + string!(.response.body) }] }
            """
        );

        driver
            .Follow(Window, driver.Begin(Window).Requests[0], Answer("next page"))
            .Requests.ShouldHaveSingleItem()
            .Url.AbsoluteUri.ShouldBe("https://a/next%20page");
    }

    [Fact]
    public void A_request_has_what_the_program_says()
    {
        var request = Program(
                """
                .requests = [{ "url": "https://u:p@a:8443/b?x=1", "method": "post", "headers": { "Content-Type": "application/json" }, "body": "{}",
                  "query": { "q": "a b&c", "n": 100, "yes": true, "none": null }, "route": "both", "parser": "jsonl" }]
                """
            )
            .Begin(Window)
            .Requests.ShouldHaveSingleItem();

        request.Url.AbsoluteUri.ShouldBe("https://u:p@a:8443/b?x=1&n=100&q=a%20b%26c&yes=true");
        request.Written.ShouldBe("https://u:p@a:8443/b?x=1");
        request.Shown.ShouldBe("https://a:8443/b");
        request.Method.ShouldBe("POST");
        request.Headers.ShouldBe([new("Content-Type", "application/json")]);
        Body(request).ShouldBe("{}");
        (request.Route, request.Parser).ShouldBe((PollRoute.Both, ContentFormat.Jsonl));
    }

    [Theory]
    [InlineData(".x = 1", "must set .requests to an array")]
    [InlineData(".requests = {}", "must set .requests to an array")]
    [InlineData(". = 1", "must set .requests to an array")]
    [InlineData(".requests = [1]", ".requests[0] must be an object with a url")]
    [InlineData(".requests = [{}]", ".requests[0].url must be an absolute URL")]
    [InlineData(".requests = [{ \"url\": 1 }]", ".requests[0].url must be a string")]
    [InlineData(".requests = [{ \"url\": \"file:///etc/passwd\" }]", ".requests[0].url must be")]
    [InlineData(".requests = [{ \"url\": \"/b\" }]", ".requests[0].url must be")]
    [InlineData(
        ".requests = [{ \"url\": \"http://a\" }, { \"url\": \"http://a\", \"querry\": {} }]",
        ".requests[1] has the key \"querry\""
    )]
    [InlineData(
        ".requests = [{ \"url\": \"http://a\", \"query\": [] }]",
        ".query must be an object"
    )]
    [InlineData(
        ".requests = [{ \"url\": \"http://a\", \"query\": { \"a\": [] } }]",
        ".query has a value that is no string"
    )]
    [InlineData(
        ".requests = [{ \"url\": \"http://a\", \"method\": \"CONNECT\" }]",
        ".method must be"
    )]
    [InlineData(".requests = [{ \"url\": \"http://a\", \"route\": \"sink\" }]", ".route must be")]
    [InlineData(".requests = [{ \"url\": \"http://a\", \"parser\": \"html\" }]", ".parser must be")]
    [InlineData(
        ".requests = [{ \"url\": \"http://a\", \"headers\": { \"X\": \"a\\r\\nY: b\" } }]",
        ".headers has one that cannot be sent"
    )]
    [InlineData(
        ".requests = [{ \"url\": \"http://a\", \"headers\": { \"Content-Length\": \"9\" } }]",
        ".headers has one that cannot be sent"
    )]
    [InlineData("abort \"enough\"", "aborted: enough")]
    [InlineData(".requests = array!(.response)", "line 1, column 13")]
    [InlineData(
        ".requests = [{ \"url\": \"http://a\" }, { \"url\": \"http://a\" }, { \"url\": \"http://a\" }, { \"url\": \"http://a\" }]",
        "max_requests is 3"
    )]
    public void What_is_odd_is_a_fault_that_says_where(string program, string said)
    {
        var answer = Program(program).Begin(Window);

        answer.Requests.ShouldBeEmpty();
        answer.Fault.ShouldNotBeNull().ShouldContain(said);
    }

    private static RequestDriver Program(string program) =>
        Of($"max_requests = 3\ndriver_vrl = '''\n{program}\n'''");

    private static RequestDriver Of(string toml)
    {
        var loaded = Loaded.From(toml);
        var options = loaded.Reader.Read<HttpPollingOptions>(loaded.Root, "sources.polled");
        loaded.Diagnostics.ShouldBeEmpty();
        var metadata = new JsonObject { ["context"] = new JsonObject { ["source"] = "here" } };
        return new(options, metadata, NullLogger.Instance, TimeProvider.System);
    }

    private static string Body(PolledRequest request) =>
        Encoding.UTF8.GetString(request.Body.ShouldNotBeNull().Span);

    private static PollAnswer.Received Answer(string body) =>
        new(
            200,
            new Dictionary<string, string> { ["link"] = "<https://a/2>; rel=\"next\"" },
            Encoding.UTF8.GetBytes(body),
            Time
        );
}
