using System.Text;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Http;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines.Letters;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Deliveries;

public sealed class HttpSinkTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("freshet-http-");

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["TOKEN"] = "s3cr3t-t0k3n",
    };

    [Fact]
    public async Task Events_arrive_as_they_are_in_order_named_by_their_ids()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(
            receiver.Address,
            """
            headers.Authorization = { type = "secret", value = "TOKEN", prefix = "Bearer " }
            """
        );
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.AddRange((await server.PostAsync($$"""{"number": {{i}}, "ü": 1.0}""")).Ids);
        }

        var requests = await receiver.Gets(5);

        requests
            .Select(request => request.Text)
            .ShouldBe(Enumerable.Range(0, 5).Select(i => $$"""{"number":{{i}},"ü":1.0}"""));
        requests.Select(request => request["X-Freshet-Event-Id"]).ShouldBe(ids);
        requests.ShouldAllBe(request =>
            request.Method == "POST"
            && request.Path == "/in?x=1"
            && request["Content-Type"] == "application/json"
            && request["Authorization"] == "Bearer s3cr3t-t0k3n"
        );
    }

    [Fact]
    public async Task A_receiver_that_went_away_gets_every_event_in_order_when_it_is_back()
    {
        var receiver = await Receiver.StartAsync();
        var address = receiver.Address;
        await using var server = await StartAsync(address);
        await server.PostAsync("""{"n":0}""");
        await receiver.Gets(1);
        await receiver.DisposeAsync();
        for (var i = 1; i <= 3; i++)
        {
            await server.PostAsync($$"""{"n":{{i}}}""");
        }
        await server.Log.Shows("refused", "127.0.0.1");

        await using var back = await Receiver.StartAsync(port: address.Port);

        await Eventually.Holds(() => back.Requests.Any(request => request.Text == """{"n":3}"""));
        back.Requests.Select(request => request.Text)
            .Distinct()
            .ShouldBe(["""{"n":1}""", """{"n":2}""", """{"n":3}"""]);
    }

    [Fact]
    public async Task Retry_After_is_honoured()
    {
        await using var receiver = await Receiver.StartAsync(
            (http, _, before) =>
            {
                if (before > 0)
                {
                    return Task.CompletedTask;
                }
                http.Response.Headers.RetryAfter = "2";
                return Receiver.Answer(http, StatusCodes.Status429TooManyRequests);
            }
        );
        await using var server = await StartAsync(receiver.Address);
        await server.PostAsync("""{"n":0}""");

        var requests = await receiver.Gets(2);

        requests[1].Text.ShouldBe(requests[0].Text);
        requests[1]["X-Freshet-Event-Id"].ShouldBe(requests[0]["X-Freshet-Event-Id"]);
        (requests[1].At - requests[0].At).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_is_sent_the_event_again()
    {
        await using var receiver = await Receiver.StartAsync(
            (http, _, before) =>
                before == 0
                    ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted)
                        .ContinueWith(_ => { }, TaskScheduler.Default)
                    : Task.CompletedTask
        );
        await using var server = await StartAsync(receiver.Address, "request_timeout = \"200ms\"");
        await server.PostAsync("""{"n":0}""");

        var requests = await receiver.Gets(2);

        requests.ShouldAllBe(request => request.Text == """{"n":0}""");
        await server.Log.Shows("no answer within 200ms");
    }

    [Fact]
    public async Task What_is_refused_does_not_hold_up_the_next_and_its_reason_tells_no_secret()
    {
        await using var receiver = await Receiver.StartAsync(
            (http, received, _) =>
                received.Text.Contains("bad", StringComparison.Ordinal)
                    ? Receiver.Answer(
                        http,
                        StatusCodes.Status422UnprocessableEntity,
                        $"no\n\u001b[1m colours for {received["Authorization"]} at {received.Path}"
                    )
                    : Task.CompletedTask
        );
        await using var server = await StartAsync(
            receiver.Address,
            """
            headers.Authorization = { type = "secret", value = "TOKEN", prefix = "Bearer " }
            """
        );
        await server.PostAsync("""{"bad":1}""");
        await server.PostAsync("""{"good":1}""");

        var requests = await receiver.Gets(2);

        requests.Select(request => request.Text).ShouldBe(["""{"bad":1}""", """{"good":1}"""]);
        var letter = new DeadLetterFolder(DeadLetters)
            .Open()
            .ShouldHaveSingleItem()
            .ShouldBeOfType<KeptEvent>()
            .Letter;
        letter.Reason.ShouldBe(
            @"422 Unprocessable Entity: no \u001b[1m colours for Bearer *** at …"
        );
        letter.Attempts.ShouldBe(1);
        letter.Item.Id.ShouldBe(requests[0]["X-Freshet-Event-Id"]);
        Encoding.UTF8.GetString(letter.Item.Event.Json.Span).ShouldBe("""{"bad":1}""");
        server.Log.Text.ShouldNotContain("s3cr3t");
        server.Log.Text.ShouldNotContain("/in?x=1");
    }

    [Fact]
    public async Task What_comes_while_a_request_is_answered_goes_together_in_the_next()
    {
        var gate = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync(
            (_, _, before) => before == 0 ? gate.Task : Task.CompletedTask
        );
        await using var server = await StartAsync(
            receiver.Address,
            "content = \"batch\"\nbatch_max_events = 3"
        );
        await server.PostAsync("""{"n":0}""");
        await receiver.Gets(1);
        for (var i = 1; i <= 4; i++)
        {
            await server.PostAsync($$"""{"n":{{i}}}""");
        }
        gate.SetResult();

        var requests = await receiver.Gets(3);

        requests
            .Select(request => request.Text)
            .ShouldBe(["""[{"n":0}]""", """[{"n":1},{"n":2},{"n":3}]""", """[{"n":4}]"""]);
        requests.ShouldAllBe(request =>
            request["Content-Type"] == "application/json" && request["X-Freshet-Event-Id"] == null
        );
    }

    [Fact]
    public async Task A_redirect_of_the_same_server_is_followed_with_all_that_was_sent()
    {
        await using var receiver = await Receiver.StartAsync(
            (http, received, _) =>
            {
                if (received.Path.StartsWith("/in", StringComparison.Ordinal))
                {
                    http.Response.Headers.Location = "/moved";
                    http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
                }
                return Task.CompletedTask;
            }
        );
        var address = new UriBuilder(receiver.Address) { UserName = "me", Password = "pw" }.Uri;
        await using var server = await StartAsync(address);
        await server.PostAsync("""{"n":0}""");

        var requests = await receiver.Gets(2);

        requests.Select(request => request.Path).ShouldBe(["/in?x=1", "/moved"]);
        requests.ShouldAllBe(request =>
            request.Method == "POST"
            && request.Text == """{"n":0}"""
            && request["Authorization"] == "Basic bWU6cHc="
        );
    }

    [Theory]
    [InlineData(StatusCodes.Status307TemporaryRedirect)]
    [InlineData(StatusCodes.Status302Found)]
    public async Task No_redirect_takes_events_or_tokens_to_someone_else(int status)
    {
        await using var other = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync(
            (http, _, before) =>
            {
                if (before == 0)
                {
                    http.Response.Headers.Location = $"{other.Address}in?x=1";
                    http.Response.StatusCode = status;
                }
                return Task.CompletedTask;
            }
        );
        await using var server = await StartAsync(receiver.Address);
        await server.PostAsync("""{"n":0}""");
        await server.PostAsync("""{"n":1}""");

        await receiver.Gets(2);

        var letter = new DeadLetterFolder(DeadLetters)
            .Open()
            .ShouldHaveSingleItem()
            .ShouldBeOfType<KeptEvent>()
            .Letter;
        letter.Reason.ShouldStartWith($"{status} ");
        letter.Reason.ShouldEndWith(
            $"the redirect to http://{other.Address.Authority} is not followed"
        );
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_by_an_authority_of_ones_own_is_believed_by_that_alone()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var certificate = authority.Server();
        await using var receiver = await Receiver.StartAsync(listen: listen =>
            listen.UseHttps(certificate)
        );
        var address = new Uri($"https://localhost:{receiver.Address.Port}/");
        await using (
            var server = await StartAsync(address, $"ca = '{Write("stranger.pem", stranger.Pem)}'")
        )
        {
            await server.PostAsync("""{"n":0}""");
            await server.Log.Shows("certificate");
            receiver.Requests.ShouldBeEmpty();
        }
        await using (
            var server = await StartAsync(
                address,
                $"ca = '{Write("authority.pem", authority.Pem)}'"
            )
        )
        {
            await server.PostAsync("""{"n":1}""");
            (await receiver.Gets(1)).ShouldHaveSingleItem().Text.ShouldBe("""{"n":1}""");
        }
    }

    [Theory]
    [InlineData("event", "")]
    [InlineData("cloudevents", "")]
    [InlineData("cloudevents-binary", "")]
    [InlineData(
        "batch",
        "Content-Type = { type = \"static\", value = \"application/cloudevents-batch+json\" }"
    )]
    public async Task One_Freshet_takes_what_another_sends_and_signs(string content, string header)
    {
        const string signature = """
            type = "signature"
            token = "{0}"
            signature_prefix = "sha256="
            """;
        var (rule, key) = (signature.Replace("{0}", "the key"), "headers.X-Signature");
        await using var second = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + $"[sources.hook.extractor.{key}]\n{rule}"
        );
        await using var stream = await second.ListenAsync();
        await using var first = await StartAsync(
            second.Address,
            $"content = \"{content}\"\n[sinks.out.headers]\n{header}\n[sinks.out.{key}]\n{rule}",
            "webhook/hook"
        );
        const string body =
            """{"specversion":"1.0","id":"7","source":"/s","type":"t","time":"2026-01-02T03:04:05Z","datacontenttype":"application/json","data":{"ü":"\n"}}""";
        await first.PostAsync(body);

        var received = await stream.NextAsync();

        received.EventId.ShouldBe("7");
        JsonNode
            .DeepEquals(JsonNode.Parse(received.Data), JsonNode.Parse(body))
            .ShouldBeTrue(received.Data);
    }

    public void Dispose() => root.Delete(recursive: true);

    private Task<FreshetServer> StartAsync(
        Uri receiver,
        string more = "",
        string path = "in?x=1"
    ) =>
        FreshetServer.StartAsync(
            $"""
            [dead_letters]
            path = '{DeadLetters}'

            [sources.hook.extractor]
            type = "webhook"
            id = "hook"

            [sinks.out]
            type = "http"
            destination = "{receiver}{path}"
            {more}
            """,
            environment: Environment
        );

    private string DeadLetters => Path.Combine(root.FullName, "dead-letters");

    private string Write(string name, string text)
    {
        var path = Path.Combine(root.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
