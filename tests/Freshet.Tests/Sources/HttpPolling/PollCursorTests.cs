using Freshet.Pipelines;
using Freshet.Sources.HttpPolling;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.HttpPolling;

public sealed class PollCursorTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_saved_is_read_again()
    {
        var place = new PollPlace(
            Time,
            Time.AddSeconds(60),
            new Dictionary<string, SeenResponse>
            {
                ["a"] = new("d1", 7, Time.AddSeconds(61), "\"e\"", null),
                ["b"] = new(
                    "d2",
                    8,
                    DateTimeOffset.MinValue,
                    null,
                    "Thu, 01 Jan 1970 00:00:00 GMT"
                ),
            }
        );

        New().Save(place);
        var read = New().Load().ShouldNotBeNull();

        read.After.ShouldBe(place.After);
        read.Before.ShouldBe(place.Before);
        read.Seen.ShouldBe(place.Seen, ignoreOrder: true);
    }

    [Fact]
    public void A_window_that_is_done_has_no_end_to_come_back_to()
    {
        New().Save(new(Time, null, new Dictionary<string, SeenResponse>()));

        New().Load().ShouldNotBeNull().Before.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"ts_after": "soon", "responses": {}}""")]
    [InlineData("""{"ts_after": "2026-01-02T03:04:05Z"}""")]
    [InlineData("""{"ts_after": "2026-01-02T03:04:05Z", "responses": {"a": {"digest": 1}}}""")]
    public void A_file_that_says_something_else_is_as_none(string content)
    {
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(Path, content);

        New().Load().ShouldBeNull();
    }

    private string Path => System.IO.Path.Combine(folder.Path, "polling-ci.json");

    [Fact]
    public void Without_a_folder_the_next_of_its_name_finds_it()
    {
        var handover = new Handover();
        var seen = new Dictionary<string, SeenResponse>();
        new PollCursor(null, handover, NullLogger.Instance).Save(new(Time, null, seen));
        // Who saved it goes on with its own.
        seen["a"] = new("d1", 7, Time, null, null);

        var left = new PollCursor(null, handover, NullLogger.Instance).Load().ShouldNotBeNull();

        left.After.ShouldBe(Time);
        left.Seen.ShouldBeEmpty();
    }

    private PollCursor New() => new(Path, new(), NullLogger.Instance);
}
