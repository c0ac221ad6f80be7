using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Freshet.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class RequestBodyTests
{
    private const int Limit = 100_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(Limit)]
    public async Task Bodies_up_to_the_limit_come_through(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);

        (await PostAsync(new ByteArrayContent(content))).ShouldBe(
            (HttpStatusCode.OK, Convert.ToBase64String(content))
        );
        (await PostAsync(new Chunked(content))).ShouldBe(
            (HttpStatusCode.OK, Convert.ToBase64String(content))
        );
    }

    [Fact]
    public async Task A_larger_body_is_refused_announced_or_not()
    {
        var content = new byte[Limit + 1];

        (await PostAsync(new ByteArrayContent(content))).Status.ShouldBe(
            HttpStatusCode.RequestEntityTooLarge
        );
        (await PostAsync(new Chunked(content))).Status.ShouldBe(
            HttpStatusCode.RequestEntityTooLarge
        );
    }

    [Fact]
    public async Task A_packed_body_is_unpacked_and_kept_as_sent()
    {
        var packed = Gzip(new byte[Limit]);
        var content = new ByteArrayContent(packed);
        content.Headers.ContentEncoding.Add("gzip");
        BodyResult seen = default;

        var answer = await PostAsync(content, body => seen = body);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        seen.Sent.ToArray().ShouldBe(packed);
        seen.Content.Length.ShouldBe(Limit);
    }

    [Fact]
    public async Task A_bomb_is_refused()
    {
        var content = new ByteArrayContent(Gzip(new byte[Limit + 1]));
        content.Headers.ContentEncoding.Add("gzip");

        var (status, text) = await PostAsync(content);

        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        text.ShouldContain("unpacks to more than 100000 bytes");
    }

    [Fact]
    public async Task A_foreign_encoding_is_told_together_with_those_that_are_understood()
    {
        await using var server = await TestServer.StartAsync(app => Map(app, _ => { }));
        using var client = new HttpClient();
        using var content = new ByteArrayContent([1]);
        content.Headers.ContentEncoding.Add("br");

        using var answer = await client.PostAsync(server.Address, content, Cancellation);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        answer.Headers.GetValues("Accept-Encoding").ShouldBe(["gzip, deflate"]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("title").GetString().ShouldBe("Unsupported Media Type");
        problem.GetProperty("status").GetInt32().ShouldBe(415);
        problem
            .GetProperty("detail")
            .GetString()
            .ShouldBe("the content encoding br is not understood; use gzip, deflate or none");
    }

    [Fact]
    public async Task A_body_that_was_cut_before_it_was_packed_up_is_corrupt()
    {
        var content = new ByteArrayContent(Gzip(new byte[5000])[..20]);
        content.Headers.ContentEncoding.Add("gzip");

        (await PostAsync(content)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX")]
    public async Task Broken_framing_is_a_result(string rest)
    {
        var body = await SendRawAsync(rest, isGoing: false);

        body.Outcome.ShouldBe(BodyOutcome.Corrupt);
    }

    [Theory]
    [InlineData("Content-Length: 10\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    public async Task A_client_that_goes_away_is_a_result(string rest)
    {
        var body = await SendRawAsync(rest, isGoing: true);

        body.IsComplete.ShouldBeFalse();
        body.Outcome.ShouldBeOneOf(BodyOutcome.Corrupt, BodyOutcome.ClientGone);
    }

    [Fact]
    public async Task Giving_up_throws()
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new Pipe().Reader.AsStream();
        using var stopping = new CancellationTokenSource();

        var reading = RequestBody.ReadAsync(context.Request, Limit, stopping.Token);
        await stopping.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await reading);
    }

    private static async Task<BodyResult> SendRawAsync(string rest, bool isGoing)
    {
        var seen = new TaskCompletionSource<BodyResult>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        await using var server = await TestServer.StartAsync(app => Map(app, seen.SetResult));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, Cancellation);
            var request = $"POST / HTTP/1.1\r\nHost: localhost\r\n{rest}";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
            if (isGoing)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }
            return await seen.Task.WaitAsync(Cancellation);
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(
        HttpContent content,
        Action<BodyResult>? seen = null
    )
    {
        await using var server = await TestServer.StartAsync(app => Map(app, seen ?? (_ => { })));
        using var client = new HttpClient();
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var answer = await client.PostAsync(server.Address, content, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static void Map(WebApplication app, Action<BodyResult> seen) =>
        app.MapPost(
            "/",
            async (HttpContext context) =>
            {
                var body = await RequestBody.ReadAsync(
                    context.Request,
                    Limit,
                    CancellationToken.None
                );
                seen(body);
                if (!body.IsComplete)
                {
                    await Problem.AnswerAsync(context, body);
                    return;
                }
                await context.Response.WriteAsync(
                    Convert.ToBase64String(body.Content.Span),
                    context.RequestAborted
                );
            }
        );

    private static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var packer = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            packer.Write(content);
        }
        return target.ToArray();
    }

    /// <summary>Content without a length, so that it is sent in chunks.</summary>
    private sealed class Chunked(byte[] content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(content, 0, content.Length, Cancellation);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
