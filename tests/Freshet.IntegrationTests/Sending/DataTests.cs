using System.Diagnostics;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Deliveries;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Sending;

/// <summary><c>freshet send --data</c> against servers that are real.</summary>
public sealed class DataTests : IDisposable
{
    private const string Secret = "s3cr3t-t0k3n";
    private const string WrongCDEvent =
        """{"context":{"specversion":"0.5.1","id":"1","source":"/a","type":"dev.cdevents.service.deployed.0.3.0","timestamp":"2026-01-31T12:00:00Z"},"subject":{"id":"s","content":{"environment":{"id":7},"artifactId":"pkg:oci/a"}}}""";

    private static readonly Dictionary<string, string> Environment = new() { ["TOKEN"] = Secret };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_event_comes_to_a_webhook_that_asks_for_a_token_of_the_environment()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            headers.Authorization = { type = "secret", value = "TOKEN", prefix = "Bearer " }
            [sinks.events]
            type = "sse"
            id = "events"
            """,
            environment: Environment
        );
        await using var stream = await server.ListenAsync();

        var sent = await Sent.DataAsync(
            [
                "--url",
                $"{server.Address}webhook/hook",
                "--header",
                "Authorization: Bearer ${TOKEN}",
                "--metadata",
                "context.source=/cli",
                "--data",
                """{"id":"e-1","type":"greeting","data":{"n":1}}""",
            ],
            environment: Environment
        );

        sent.ExitCode.ShouldBe(0, sent.Errors);
        sent.Output.ShouldBeEmpty();
        sent.Errors.ShouldBe("sent to http: greeting e-1\n");
        var arrived = await stream.NextAsync();
        arrived.EventId.ShouldBe("e-1");
        var body = JsonNode.Parse(arrived.Data)!;
        body["source"]!.ToString().ShouldBe("/cli");
        body["timestamp"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_that_is_not_taken_is_told_and_never_shown()
    {
        await using var receiver = await Receiver.StartAsync(
            (http, request, _) =>
                Receiver.Answer(http, 403, $"not with {request["Authorization"]} at {request.Path}")
        );

        var sent = await Sent.DataAsync(
            [
                "--url",
                $"http://user:passw0rd@{receiver.Address.Authority}/hook/{Secret}",
                "-H",
                "Authorization: Bearer ${TOKEN}",
                "-H",
                "X-Literal: l1ter4l-t0k3n",
                "-v",
                "--data",
                "{}",
            ],
            environment: Environment
        );

        sent.ExitCode.ShouldBe(2);
        sent.Errors.ShouldContain("403 Forbidden");
        sent.Errors.ShouldNotContain(Secret);
        sent.Errors.ShouldNotContain("passw0rd");
        sent.Errors.ShouldNotContain("l1ter4l");
        receiver.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mistake_beside_a_token_does_not_show_it()
    {
        var sent = await Sent.DataAsync([
            "--url",
            $"ftp://user:{Secret}@example.com",
            "-H",
            $"X-Tök: {Secret}",
            "-H",
            $"Content-Length: {Secret}",
            "--data",
            "{}",
        ]);

        sent.ExitCode.ShouldBe(1);
        sent.Errors.ShouldContain("error:");
        sent.Errors.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Elements_of_an_array_and_lines_of_input_are_events()
    {
        await using var receiver = await Receiver.StartAsync();

        var sent = await Sent.DataAsync(
            [
                "-u",
                receiver.Address.ToString(),
                "-d",
                "[1, 2]",
                "-d",
                "-",
                "--input-parser",
                "json",
            ],
            input: "[3]"
        );
        var lines = await Sent.DataAsync(
            ["-u", receiver.Address.ToString(), "-d", "@-", "--input-parser", "jsonl"],
            input: "4\n\n5\n"
        );

        (sent.ExitCode, lines.ExitCode).ShouldBe((0, 0), sent.Errors + lines.Errors);
        receiver.Requests.Select(request => request.Text).ShouldBe(["1", "2", "3", "4", "5"]);
    }

    [Fact]
    public async Task Files_are_read_by_their_extensions()
    {
        await using var receiver = await Receiver.StartAsync();
        folder.Write("a.jsonl", "{\"a\":1}\n{\"a\":2}\n");
        folder.Write("b.xml", "<b c=\"1\"/>");

        var sent = await Sent.DataAsync([
            "-u",
            receiver.Address.ToString(),
            "-d",
            $"@{folder.Path}/a.jsonl",
            "-d",
            $"@{folder.Path}/b.xml",
        ]);

        sent.ExitCode.ShouldBe(0, sent.Errors);
        receiver
            .Requests.Select(request => request.Text)
            .ShouldBe(["""{"a":1}""", """{"a":2}""", """{"b":{"@c":"1"}}"""]);
    }

    [Fact]
    public async Task Events_go_through_the_transformers_of_their_source_and_of_each_sink()
    {
        await using var receiver = await Receiver.StartAsync();
        var file = folder.Write(
            "freshet.toml",
            $$""""
            [sources.cli]
            transformer_refs = ["mark"]
            [transformers.mark]
            type = "vrl"
            template = '''
            .body.by = .metadata.team
            [.]
            '''
            [transformers.twice]
            type = "vrl"
            template = '''
            [., .]
            '''
            [sinks.one]
            type = "http"
            destination = "{{receiver.Address}}one"
            [sinks.two]
            type = "http"
            destination = "{{receiver.Address}}two"
            transformer_refs = ["twice"]
            [sinks.off]
            type = "http"
            destination = "{{receiver.Address}}off"
            enabled = false
            [sinks.live]
            type = "sse"
            id = "live"
            """"
        );

        var sent = await Sent.DataAsync([
            "--config",
            file,
            "--metadata",
            "team=blue",
            "--data",
            """{"n":1}""",
        ]);

        sent.ExitCode.ShouldBe(0, sent.Errors);
        receiver
            .Requests.Select(request => $"{request.Path} {request.Text}")
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                """/one {"by":"blue","n":1}""",
                """/two {"by":"blue","n":1}""",
                """/two {"by":"blue","n":1}""",
            ]);
    }

    [Fact]
    public async Task What_a_file_says_of_the_sink_http_holds_for_the_url_of_the_command_line()
    {
        await using var receiver = await Receiver.StartAsync();
        var file = folder.Write(
            "freshet.toml",
            """
            [sinks.http.headers]
            X-Signature = { type = "signature", token = "${TOKEN}", signature_prefix = "sha256=" }
            """
        );

        var sent = await Sent.DataAsync(
            ["-u", receiver.Address.ToString(), "-H", "X-Team: blue", "-c", file, "-d", "{}"],
            environment: Environment
        );

        sent.ExitCode.ShouldBe(0, sent.Errors);
        var request = receiver.Requests.ShouldHaveSingleItem();
        request["X-Team"].ShouldBe("blue");
        request["X-Signature"].ShouldNotBeNull().ShouldStartWith("sha256=");
    }

    [Theory]
    [InlineData(
        """{"context":{"id":7,"type":"dev.cdevents.x.y.0.1.0"},"subject":{"id":"s"}}""",
        "context.id"
    )]
    [InlineData("""{"a": [1, }""", "line 1")]
    [InlineData("@/no/such/file.json", "does not exist")]
    public async Task Data_that_is_wrong_is_told_with_its_place_and_not_sent(
        string data,
        string told
    )
    {
        await using var receiver = await Receiver.StartAsync();

        var sent = await Sent.DataAsync(["-u", receiver.Address.ToString(), "-d", data]);

        sent.ExitCode.ShouldBe(1);
        sent.Errors.ShouldContain(told);
        receiver.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_CDEvent_is_told_of_and_sent_and_where_it_must_be_right_it_is_not()
    {
        await using var receiver = await Receiver.StartAsync();
        string[] arguments = ["-u", receiver.Address.ToString(), "-d", WrongCDEvent];

        var sent = await Sent.DataAsync(arguments);
        var refused = await Sent.DataAsync([.. arguments, "--set", "pipeline.cdevents=require"]);

        sent.ExitCode.ShouldBe(0, sent.Errors);
        sent.Errors.ShouldContain("subject.content.environment.id");
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("subject.content.environment.id");
        receiver.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task More_than_a_webhook_takes_is_refused()
    {
        await using var receiver = await Receiver.StartAsync();
        var large = $"\"{new string('x', 1 << 20)}\"";

        var sent = await Sent.DataAsync(["-u", receiver.Address.ToString(), "-d", "-"], large);

        sent.ExitCode.ShouldBe(1);
        sent.Errors.ShouldContain("larger than 1MiB");
    }

    [Fact]
    public async Task What_fails_for_a_while_is_tried_again()
    {
        await using var receiver = await Receiver.StartAsync(
            (http, _, before) => before == 0 ? Receiver.Answer(http, 503) : Task.CompletedTask
        );

        var sent = await Sent.DataAsync(["-u", receiver.Address.ToString(), "-d", "{}"]);

        sent.ExitCode.ShouldBe(0, sent.Errors);
        receiver.Requests.Count.ShouldBe(2);
        receiver
            .Requests[0]["X-Freshet-Event-Id"]
            .ShouldBe(receiver.Requests[1]["X-Freshet-Event-Id"]);
    }

    [Fact]
    public async Task A_destination_that_is_not_there_is_given_up_for_all_events_in_time()
    {
        await using var receiver = await Receiver.StartAsync();
        var address = receiver.Address.ToString();
        await receiver.DisposeAsync();
        var watch = Stopwatch.StartNew();

        var sent = await Sent.DataAsync([
            "-u",
            address,
            "--total-duration-of-retries",
            "1s",
            "-d",
            $"[{string.Join(',', Enumerable.Range(0, 50))}]",
        ]);

        sent.ExitCode.ShouldBe(2);
        sent.Errors.ShouldContain("0 sent, 50 not");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Without_a_destination_it_is_told_what_to_do()
    {
        var sent = await Sent.DataAsync(["--data", "{}"]);

        sent.ExitCode.ShouldBe(1);
        sent.Errors.ShouldContain("no sink of the type http is enabled");
        sent.Errors.ShouldContain("--url");
    }
}
