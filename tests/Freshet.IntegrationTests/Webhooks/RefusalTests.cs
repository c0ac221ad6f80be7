using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;
using Freshet.Sources.Webhook;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Webhooks;

/// <summary>What a webhook does not take, and what it says then.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{\"a\":1", "line 1")]
    [InlineData("{\"a\":1}\n{\"a\":2}", "line 2")]
    [InlineData("{\"a\":1,\"a\":2}", "twice")]
    [InlineData(
        """{"id":7,"type":"t","source":"s","specversion":"1.0"}""",
        "id: expected a string"
    )]
    [InlineData(
        """{"id":"1","type":"t","timestamp":"now","data":0}""",
        "timestamp: expected an RFC 3339 time"
    )]
    public async Task Bad_json_or_a_bad_event_is_400_with_the_reason(string body, string reason)
    {
        await using var server = await FreshetServer.StartAsync();

        var answer = await server.PostAsync(body);

        answer.Problem(HttpStatusCode.BadRequest).ShouldContain(reason);
    }

    [Fact]
    public async Task A_missing_header_is_401_and_a_wrong_one_403_and_the_log_has_no_value()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                [sources.hook.extractor.headers]
                "X-Token" = { type = "secret", value = "HOOK_TOKEN" }
                """,
            environment: new Dictionary<string, string> { ["HOOK_TOKEN"] = "the-right-value" }
        );

        var missing = await server.PostAsync("{}");
        var wrong = await server.PostAsync("{}", headers: ("X-Token", "the-wrong-value"));
        var right = await server.PostAsync("{}", headers: ("X-Token", "the-right-value"));

        missing.Problem(HttpStatusCode.Unauthorized).ShouldContain("X-Token");
        missing["WWW-Authenticate"].ShouldNotBeNull();
        wrong.Problem(HttpStatusCode.Forbidden).ShouldContain("X-Token");
        right.Status.ShouldBe(HttpStatusCode.Created);
        await server.Log.Shows("127.0.0.1", "/webhook/hook", "secret", "X-Token", "Missing");
        await server.Log.Shows("127.0.0.1", "/webhook/hook", "secret", "X-Token", "Wrong");
        server.Log.Text.ShouldNotContain("the-wrong-value");
        server.Log.Text.ShouldNotContain("the-right-value");
    }

    [Fact]
    public async Task Who_may_not_send_is_told_so_before_the_body_is_read()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                [sources.hook.extractor.headers]
                "X-Token" = { type = "exists" }
                """
        );
        using var client = await RawClient.ConnectAsync(server.EndPoint);

        await client.SendAsync(
            "POST /webhook/hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
        );

        (await client.ReadUntilAsync("\r\n\r\n")).ShouldStartWith("HTTP/1.1 401 ");
    }

    [Fact]
    public async Task A_signature_covers_the_bytes_as_they_were_sent()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                [sources.hook.extractor.headers]
                "X-Hub-Signature-256" = { type = "signature", token = "webhook-secret", signature_prefix = "sha256=" }
                """
        );
        var packed = Pack(
            """{"type":"push"}""",
            stream => new GZipStream(stream, CompressionLevel.Fastest)
        );
        var signature =
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("webhook-secret"u8, packed));

        var right = await server.PostAsync(
            packed,
            headers: [("Content-Encoding", "gzip"), ("X-Hub-Signature-256", signature)]
        );
        var wrong = await server.PostAsync("{}", headers: ("X-Hub-Signature-256", signature));
        var missing = await server.PostAsync("{}");

        right.Status.ShouldBe(HttpStatusCode.Created, right.Body);
        wrong.Problem(HttpStatusCode.Forbidden);
        missing.Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_with_a_length_and_without()
    {
        await using var server = await WithLimit();
        var large = new string('x', 2000);

        var announced = await server.PostAsync($"\"{large}\"");
        var chunked = await PostChunkedAsync(server, $"\"{large}\"");
        var small = await PostChunkedAsync(server, "\"x\"");

        announced.Problem(HttpStatusCode.RequestEntityTooLarge).ShouldContain("1024");
        chunked.Problem(HttpStatusCode.RequestEntityTooLarge).ShouldContain("1024");
        small.Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_body_that_unpacks_to_more_than_the_limit_is_413()
    {
        await using var server = await WithLimit();
        var bomb = Pack(
            $"\"{new string('x', 100_000)}\"",
            stream => new GZipStream(stream, CompressionLevel.SmallestSize)
        );
        bomb.Length.ShouldBeLessThan(1024);

        var answer = await server.PostAsync(bomb, headers: ("Content-Encoding", "gzip"));

        answer.Problem(HttpStatusCode.RequestEntityTooLarge).ShouldContain("unpacks");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_packed_body_is_unpacked(string encoding)
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();
        var packed = Pack(
            """{"type":"packed"}""",
            stream =>
                encoding == "gzip"
                    ? new GZipStream(stream, CompressionLevel.Fastest)
                    : new ZLibStream(stream, CompressionLevel.Fastest)
        );

        var answer = await server.PostAsync(packed, headers: ("Content-Encoding", encoding));

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
        (await client.NextAsync()).Data.ShouldBe("""{"type":"packed"}""");
    }

    [Fact]
    public async Task A_body_cut_short_is_400_and_an_unknown_encoding_415()
    {
        await using var server = await FreshetServer.StartAsync();
        var packed = Pack(
            """{"type":"packed"}""",
            stream => new GZipStream(stream, CompressionLevel.Fastest)
        );

        var cut = await server.PostAsync(packed[..^8], headers: ("Content-Encoding", "gzip"));
        var unknown = await server.PostAsync("{}", headers: ("Content-Encoding", "br"));

        cut.Problem(HttpStatusCode.BadRequest).ShouldContain("not intact");
        unknown.Problem(HttpStatusCode.UnsupportedMediaType).ShouldContain("br");
        unknown["Accept-Encoding"].ShouldBe("gzip, deflate");
    }

    [Fact]
    public async Task What_a_transformer_rejects_is_422_and_nothing_is_taken()
    {
        var catalog = TestCatalog.With(
            (input, output) =>
            {
                if (input.Body?["bad"] is not null)
                {
                    return new(RejectionKind.Transformer, "it is bad");
                }
                output.Add(input);
                return null;
            }
        );
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.hook]
            transformer_refs = ["guard"]

            [transformers.guard]
            type = "test"

            """ + FreshetServer.WebhookAndStream,
            catalog
        );
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync(
            "{\"n\":1}\n{\"bad\":true}",
            mediaType: "application/x-ndjson"
        );

        var problem = answer.Problem(HttpStatusCode.UnprocessableEntity);
        problem.ShouldContain("guard");
        problem.ShouldContain("it is bad");
        answer.Json["index"]!.GetValue<int>().ShouldBe(1);
        await server.PostAsync("{\"n\":2}");
        (await client.NextAsync()).Data.ShouldBe("{\"n\":2}");
    }

    [Fact]
    public async Task Without_a_journal_to_keep_it_an_event_is_503_and_may_come_again()
    {
        var catalog = TestCatalog.Copy();
        catalog.Source<WebhookOptions>(
            "webhook_without_journal",
            (options, context) =>
                new WebhookSource(options, context with { Output = new FullJournal() })
        );
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream.Replace("\"webhook\"", "\"webhook_without_journal\""),
            catalog
        );

        var answer = await server.PostAsync("{}");

        answer.Problem(HttpStatusCode.ServiceUnavailable).ShouldContain("the disk is full");
        int.Parse(answer["Retry-After"]!).ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task A_stopping_server_answers_what_it_has_in_hand_and_503_to_the_rest()
    {
        await using var server = await FreshetServer.StartAsync();
        using var early = await RawClient.ConnectAsync(server.EndPoint);
        await early.SendAsync(
            "POST /webhook/hook HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n"
        );
        // The server reads the body now: the request is in its hands.
        await early.ReadUntilAsync("100 Continue\r\n\r\n");

        var stopped = server.StopAsync();
        await server.Log.Shows("stopping");
        // One that comes at the same moment may still be taken.
        var late = await server.PostAsync("{}");
        while (late.Status == HttpStatusCode.Created)
        {
            late = await server.PostAsync("{}");
        }
        var health = await server.SendAsync(HttpMethod.Get, "/health");
        await early.SendAsync("{\"n\":1234}");

        late.Problem(HttpStatusCode.ServiceUnavailable).ShouldContain("stopping");
        int.Parse(late["Retry-After"]!).ShouldBeInRange(1, 60);
        health.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await early.ReadUntilAsync("]}")).ShouldContain("HTTP/1.1 201 Created");
        await stopped;
    }

    [Fact]
    public async Task A_body_that_never_comes_is_408()
    {
        await using var server = await FreshetServer.StartAsync(
            "[http]\nrequest_timeout = \"200ms\"\n" + FreshetServer.WebhookAndStream
        );
        using var client = await RawClient.ConnectAsync(server.EndPoint);

        await client.SendAsync(
            "POST /webhook/hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"
        );

        var answer = await client.ReadUntilAsync("}");
        answer.ShouldStartWith("HTTP/1.1 408 ");
        answer.ShouldContain("Content-Type: application/problem+json");
    }

    [Fact]
    public async Task A_sender_that_reads_no_answers_is_cut_off()
    {
        await using var server = await FreshetServer.StartAsync(
            "[http]\nrequest_timeout = \"200ms\"\n" + FreshetServer.WebhookAndStream
        );
        using var client = await RawClient.ConnectAsync(server.EndPoint, receiveBuffer: 4096);
        var lines = string.Concat(Enumerable.Repeat("{}\n", 1000));
        var request = Encoding.ASCII.GetBytes(
            $"POST /webhook/hook HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: {lines.Length}\r\n\r\n{lines}"
        );

        // Its answers are 39 KB each. It sends until the server takes no more, and then waits for the end.
        var cutOff = await Should.ThrowAsync<SocketException>(async () =>
        {
            while (true)
            {
                await client.SendAsync(request.AsMemory());
            }
        });

        cutOff.SocketErrorCode.ShouldBeOneOf(SocketError.ConnectionReset, SocketError.Shutdown);
    }

    [Fact]
    public async Task Another_method_is_405_with_the_one_that_is_allowed()
    {
        await using var server = await FreshetServer.StartAsync();

        var answer = await server.SendAsync(HttpMethod.Get, "/webhook/hook");

        answer.Problem(HttpStatusCode.MethodNotAllowed);
        answer["Allow"].ShouldBe("POST");
    }

    [Fact]
    public async Task An_unknown_webhook_is_404()
    {
        await using var server = await FreshetServer.StartAsync();

        (await server.PostAsync("{}", "/webhook/other")).Problem(HttpStatusCode.NotFound);
    }

    private static Task<FreshetServer> WithLimit() =>
        FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream.Replace(
                "id = \"hook\"",
                "id = \"hook\"\nbody_limit = \"1KiB\""
            )
        );

    private static Task<Answer> PostChunkedAsync(FreshetServer server, string text)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/webhook/hook")
        {
            Content = new StringContent(text, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TransferEncodingChunked = true;
        return Answer.ReadAsync(server.Http, request);
    }

    private static byte[] Pack(string text, Func<Stream, Stream> open)
    {
        var packed = new MemoryStream();
        using (var packing = open(packed))
        {
            packing.Write(Encoding.UTF8.GetBytes(text));
        }
        return packed.ToArray();
    }
}
