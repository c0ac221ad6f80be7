using System.Net;
using Freshet.Pipelines;
using Freshet.Sinks.Http;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Http;

public sealed class HttpAnswerTests
{
    private readonly ManualTime time = new();

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(299)]
    public async Task Success_is_done(int status) =>
        (await JudgeAsync(status)).ShouldBe(Delivery.Done);

    [Theory]
    [InlineData(408, "408 Request Timeout")]
    [InlineData(425, "425")]
    [InlineData(429, "429 Too Many Requests")]
    [InlineData(500, "500 Internal Server Error")]
    [InlineData(503, "503 Service Unavailable")]
    [InlineData(599, "599")]
    public async Task What_may_pass_is_tried_again(int status, string reason) =>
        (await JudgeAsync(status)).ShouldBe(Delivery.Again(reason));

    [Theory]
    [InlineData(304, "304 Not Modified: the redirect is not followed")]
    [InlineData(400, "400 Bad Request")]
    [InlineData(401, "401 Unauthorized")]
    [InlineData(404, "404 Not Found")]
    [InlineData(413, "413 Payload Too Large")]
    [InlineData(600, "600")]
    public async Task What_will_not_pass_is_refused(int status, string reason) =>
        (await JudgeAsync(status)).ShouldBe(Delivery.Refused(reason));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("100000", 100_000)]
    public async Task A_pause_in_seconds_is_told(string asked, int seconds) =>
        (await JudgeAsync(503, retryAfter: asked)).ShouldBe(
            Delivery.Again("503 Service Unavailable", TimeSpan.FromSeconds(seconds))
        );

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-90, -90)]
    public async Task A_pause_until_a_date_is_counted_from_now(int ahead, int seconds)
    {
        // A date has no fractions of a second.
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        time.Advance(now.AddSeconds(1) - time.GetUtcNow());
        var date = now.AddSeconds(1 + ahead).ToString("R");
        (await JudgeAsync(429, retryAfter: date)).ShouldBe(
            Delivery.Again("429 Too Many Requests", TimeSpan.FromSeconds(seconds))
        );
    }

    [Fact]
    public async Task A_pause_that_cannot_be_read_is_none() =>
        (await JudgeAsync(503, retryAfter: "soon")).ShouldBe(
            Delivery.Again("503 Service Unavailable")
        );

    [Fact]
    public async Task The_reason_has_the_start_of_what_the_server_says_on_one_line()
    {
        (await JudgeAsync(400, "{\r\n  \"detail\": \"\u0007no\"\r\n}")).ShouldBe(
            Delivery.Refused("""400 Bad Request: { "detail": "\u0007no" }""")
        );
        (await JudgeAsync(400, new string('x', 100_000))).ShouldBe(
            Delivery.Refused($"400 Bad Request: {new string('x', 200)}…")
        );
        (await JudgeAsync(400, " \n ")).ShouldBe(Delivery.Refused("400 Bad Request"));
    }

    [Fact]
    public async Task A_body_that_breaks_off_changes_nothing() =>
        (await JudgeAsync(400, new BrokenContent())).ShouldBe(Delivery.Refused("400 Bad Request"));

    private Task<Delivery> JudgeAsync(int status, string body = "", string? retryAfter = null) =>
        JudgeAsync(status, new StringContent(body), retryAfter);

    private async Task<Delivery> JudgeAsync(
        int status,
        HttpContent content,
        string? retryAfter = null
    )
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }
        return await HttpAnswer.JudgeAsync(
            response,
            new HttpSinkOptions(),
            time,
            TestContext.Current.CancellationToken
        );
    }

    private sealed class BrokenContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            Task.FromException(new IOException("the connection broke"));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
