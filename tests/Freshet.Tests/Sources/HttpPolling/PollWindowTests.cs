using Freshet.Events;
using Freshet.Sources.HttpPolling;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.HttpPolling;

public sealed class PollWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:10:00.900Z", null, "2026-01-02T03:09:59Z")]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:10:00Z", null, "2026-01-02T03:09:59Z")]
    [InlineData(
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:10:00Z",
        "2026-01-02T03:05:00.500Z",
        "2026-01-02T03:05:00.500Z"
    )]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.500Z", null, "2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05Z", "2020-01-01T00:00:00Z", null, "2026-01-02T03:04:05Z")]
    public void It_ends_a_second_ago_at_the_limit_and_never_before_it_begins(
        string after,
        string now,
        string? limit,
        string expected
    ) =>
        PollWindow
            .From(Time(after), Time(now), limit is null ? null : Time(limit))
            .BeforeText.ShouldBe(expected);

    [Fact]
    public void Its_times_are_put_into_a_url_as_a_url_has_them()
    {
        var window = new PollWindow(Start, Start.AddMilliseconds(1500));

        window
            .FillIn("https://a/{ts_after}?until={ts_before}&since={ts_after}")
            .ShouldBe(
                "https://a/2026-01-02T03%3A04%3A05Z?until=2026-01-02T03%3A04%3A06.500Z&since=2026-01-02T03%3A04%3A05Z"
            );
    }

    private static DateTimeOffset Time(string text)
    {
        Rfc3339.TryParse(text, out var time).ShouldBeTrue();
        return time;
    }
}
