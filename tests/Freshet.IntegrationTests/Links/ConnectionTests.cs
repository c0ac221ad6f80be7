using System.Globalization;
using System.Text;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;
using static Freshet.IntegrationTests.Links.ScriptedStream;

namespace Freshet.IntegrationTests.Links;

/// <summary>How a source connects, and what it does where that fails.</summary>
public sealed class ConnectionTests
{
    private const string Id1 = "01993a6c-0000-7000-8000-000000000001";
    private const string Id2 = "01993a6c-0000-7000-8000-000000000002";
    private const string First = $"id: {Id1}\ndata: {{\"n\":1}}\n\n";
    private const string Second = $"id: {Id2}\ndata: {{\"n\":2}}\n\n";

    [Fact]
    public async Task It_asks_as_the_standard_says()
    {
        await using var stream = await StartAsync(Stream(First));
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(1);

        var request = stream.Requests.ShouldHaveSingleItem();
        request["Accept"].ShouldBe("text/event-stream");
        request["Cache-Control"].ShouldBe("no-store");
        request.LastEventId.ShouldBeNull();
        request.Query.ShouldBe("");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_connections_end_it_goes_on_after_its_last_event(bool isCut)
    {
        // The second event has not come whole, so that its id does not count.
        const string Text = First + $"id: {Id2}\ndata: cut off\n";
        await using var stream = await StartAsync(
            isCut ? Stream(Text) : StreamToItsEnd(Text),
            Stream(Second)
        );
        await using var proxy = TcpProxy.To(stream.Address);
        await using var collector = await Collector.StartAsync(new(proxy.Address, "/stream"));

        await collector.Journal.HoldsAsync(1);
        if (isCut)
        {
            proxy.Cut();
        }
        await collector.Journal.HoldsAsync(2);

        collector.Journal.Ids.ShouldBe([Id1, Id2]);
        stream.Requests.Select(request => request.LastEventId).ShouldBe([null, Id1]);
    }

    [Fact]
    public async Task An_id_may_be_any_text()
    {
        const string Odd = "größer ✓ \"quoted\", a/b?c=d";
        await using var stream = await StartAsync(
            StreamToItsEnd($"id: {Odd}\ndata: 1\n\n"),
            Stream(Second)
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(2);

        // Kestrel reads headers as Latin-1 where they are not told otherwise; the bytes are what counts.
        var sent = stream.Requests[1].LastEventId!;
        (
            sent == Odd || Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(sent)) == Odd
        ).ShouldBeTrue(sent);
    }

    [Fact]
    public async Task No_content_ends_the_source_and_nothing_else()
    {
        await using var stream = await StartAsync(Status(204));
        await using var collector = await Collector.StartAsync(
            stream.Address,
            more: """
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"

            """
        );

        await collector.Log.Shows("Information", "204", "the source ends");
        await collector.Server.PostAsync("{}");

        await collector.Journal.HoldsAsync(1);
        stream.Requests.Count.ShouldBe(1);
        collector.Server.HasFailed.ShouldBeFalse();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(205)]
    [InlineData(304)]
    public async Task Any_other_status_is_tried_again_and_told_once(int status)
    {
        var failing = Enumerable.Repeat(Status(status), 5);
        await using var stream = await StartAsync([.. failing, Stream(First)]);
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(1);

        var warning = collector
            .Log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal))
            .ShouldHaveSingleItem();
        warning.ShouldContain($"the server answered {status}");
        await collector.Log.Shows("Information", "again after 5 failures");
        stream.Requests.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "\"text/html\"")]
    [InlineData("application/json", "\"application/json\"")]
    [InlineData("", "no content type")]
    public async Task What_is_no_event_stream_is_told_and_tried_again(string type, string told)
    {
        await using var stream = await StartAsync(
            Status(200, type.Length > 0 ? [("Content-Type", type)] : []),
            Stream(First)
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(1);

        await collector.Log.Shows("Warning", "no event stream", told);
    }

    [Fact]
    public async Task A_change_of_what_is_wrong_is_told()
    {
        await using var stream = await StartAsync(
            Status(500),
            Status(500),
            Status(404),
            Status(404),
            Stream(First)
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(1);

        collector
            .Log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal))
            .Select(line => line.Contains("500", StringComparison.Ordinal))
            .ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_server_that_asks_for_time_is_given_it()
    {
        await using var stream = await StartAsync(Status(503, ("Retry-After", "1")), Stream(First));
        var began = TimeProvider.System.GetTimestamp();
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(1);

        TimeProvider.System.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_server_that_asks_for_time_by_a_date_is_given_it()
    {
        var date = TimeProvider.System.GetUtcNow().AddSeconds(2);
        await using var stream = await StartAsync(
            Status(429, ("Retry-After", date.ToString("R", CultureInfo.InvariantCulture))),
            Stream(First)
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(1);

        // A date has no fractions of a second.
        TimeProvider.System.GetUtcNow().ShouldBeGreaterThan(date.AddSeconds(-1));
    }

    [Fact]
    public async Task The_servers_retry_takes_the_place_of_the_configured_one()
    {
        await using var stream = await StartAsync(
            StreamToItsEnd($"retry: 1\n{First}"),
            Stream(Second)
        );
        // Waited for an hour, the second event would not come.
        await using var collector = await Collector.StartAsync(
            stream.Address,
            "retry = \"1h\"\nretry_limit = \"1h\""
        );

        await collector.Journal.HoldsAsync(2);
    }

    [Fact]
    public async Task After_so_many_failures_in_a_row_the_source_ends()
    {
        await using var stream = await StartAsync(
            Status(500),
            Status(500),
            StreamToItsEnd(First),
            Status(500),
            Status(500),
            Status(500)
        );
        await using var collector = await Collector.StartAsync(stream.Address, "max_retries = 2");

        await collector.Log.Shows("Error", "gave up after 2 retries", "500");

        // The end of the stream with the event is a failure too, the first after a success.
        stream.Requests.Count.ShouldBe(5);
        collector.Journal.Ids.ShouldBe([Id1]);
        collector.Server.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_head_alone_is_no_success()
    {
        await using var stream = await StartAsync(StreamToItsEnd(": nothing\n\n"));
        await using var collector = await Collector.StartAsync(stream.Address, "max_retries = 3");

        await collector.Log.Shows(
            "Error",
            "gave up after 3 retries",
            "the server ended the stream"
        );

        stream.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Silence_is_taken_for_a_broken_connection()
    {
        await using var stream = await StartAsync(Stream(First), Stream(Second));
        await using var collector = await Collector.StartAsync(
            stream.Address,
            "idle_timeout = \"100ms\""
        );

        await collector.Journal.HoldsAsync(2);

        await collector.Log.Shows("Warning", "nothing came, not even a comment");
        stream.Requests[1].LastEventId.ShouldBe(Id1);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        await using var stream = await StartAsync(Silence, Stream(First));
        await using var collector = await Collector.StartAsync(
            stream.Address,
            "connect_timeout = \"100ms\""
        );

        await collector.Journal.HoldsAsync(1);

        await collector.Log.Shows("Warning", "there was no answer in time");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_waited_for()
    {
        await using var stream = await StartAsync(Stream(First));
        await using var proxy = TcpProxy.To(stream.Address);
        proxy.IsRefusing = true;
        await using var collector = await Collector.StartAsync(new(proxy.Address, "/stream"));

        await collector.Log.Shows("Warning", "the next try is in");
        proxy.IsRefusing = false;

        await collector.Journal.HoldsAsync(1);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_the_stream()
    {
        await using var stream = await StartAsync(Stream(First));
        await using var collector = await Collector.StartAsync(stream.Address);
        await collector.Journal.HoldsAsync(1);

        await collector.Server.StopAsync();

        collector.Server.HasFailed.ShouldBeFalse();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_followed_with_the_last_id_and_the_headers(int status)
    {
        await using var stream = await StartAsync(
            StreamToItsEnd(First),
            Status(status, ("Location", "/elsewhere?x=1")),
            Stream(Second)
        );
        await using var collector = await Collector.StartAsync(
            stream.Address,
            "headers = { X-Key = { type = \"static\", value = \"v\" } }"
        );

        await collector.Journal.HoldsAsync(2);

        var followed = stream.Requests[2];
        (followed.Path, followed.Query).ShouldBe(("/elsewhere", "?x=1"));
        (followed.LastEventId, followed["X-Key"]).ShouldBe((Id1, "v"));
    }

    [Fact]
    public async Task Headers_are_not_sent_to_another_origin()
    {
        await using var other = await StartAsync(Stream(First));
        await using var stream = await StartAsync(
            Status(307, ("Location", other.Address.ToString()))
        );
        await using var collector = await Collector.StartAsync(
            stream.Address,
            """headers = { Authorization = { type = "secret", value = "TOKEN", prefix = "Bearer " } }""",
            environment: new Dictionary<string, string> { ["TOKEN"] = "not-for-others" }
        );

        await collector.Journal.HoldsAsync(1);

        stream.Requests[0]["Authorization"].ShouldBe("Bearer not-for-others");
        other.Requests[0]["Authorization"].ShouldBeNull();
        collector.Log.Text.ShouldNotContain("not-for-others");
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up()
    {
        await using var stream = await StartAsync(Status(302, ("Location", "/again")));
        await using var collector = await Collector.StartAsync(stream.Address, "max_retries = 0");

        await collector.Log.Shows("Error", "more than 10 redirects");

        stream.Requests.Count.ShouldBe(11);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x")]
    public async Task A_redirect_stays_with_http(string location)
    {
        await using var stream = await StartAsync(Status(302, ("Location", location)));
        await using var collector = await Collector.StartAsync(stream.Address, "max_retries = 0");

        await collector.Log.Shows("Error", "leads away from HTTP");
    }

    [Fact]
    public async Task User_and_password_of_the_address_are_sent_and_never_shown()
    {
        await using var stream = await StartAsync(Stream(First));
        var url = new Uri(
            stream.Address.ToString().Replace("://", "://me:pass%20word@", StringComparison.Ordinal)
                + "?token=hidden"
        );
        await using var collector = await Collector.StartAsync(url);

        await collector.Journal.HoldsAsync(1);

        var expected = Convert.ToBase64String("me:pass word"u8);
        stream.Requests[0]["Authorization"].ShouldBe($"Basic {expected}");
        var metadata = Encoding.UTF8.GetString(collector.Journal.Entries[0].Event.Metadata.Span);
        foreach (var secret in new[] { "pass", "hidden", "me:" })
        {
            metadata.ShouldNotContain(secret);
            collector.Log.Text.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task The_oldest_are_asked_for_by_their_time()
    {
        await using var stream = await StartAsync(
            StreamToItsEnd(""),
            StreamToItsEnd(First),
            Stream("")
        );
        await using var collector = await Collector.StartAsync(
            new Uri($"{stream.Address}?types=a"),
            "start = \"oldest\""
        );

        await collector.Journal.HoldsAsync(1);
        await Eventually.Holds(() => stream.Requests.Count == 3);

        const string Asking = "?types=a&since=1970-01-01T00:00:00.000Z";
        stream
            .Requests.Select(request => (request.Query, request.LastEventId))
            .ShouldBe([(Asking, null), (Asking, null), ("?types=a", Id1)]);
    }

    [Fact]
    public async Task What_comes_between_the_first_connection_and_the_first_event_is_asked_for()
    {
        await using var stream = await StartAsync(StreamToItsEnd(""), Stream(First));
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(1);

        stream.Requests[0].Query.ShouldBe("");
        stream.Requests[1].Query.ShouldStartWith("?since=20");
    }

    [Fact]
    public async Task A_server_that_cannot_be_asked_for_a_time_is_not()
    {
        await using var stream = await StartAsync(
            StreamToItsEnd(""),
            Status(400),
            StreamToItsEnd(""),
            Stream(First)
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(1);

        stream
            .Requests.Select(request => request.Query.Length > 0)
            .ShouldBe([false, true, false, false]);
        await collector.Log.Shows("Warning", "does not take since= in the query");
    }
}
