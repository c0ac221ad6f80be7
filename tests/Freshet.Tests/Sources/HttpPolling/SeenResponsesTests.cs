using System.Text;
using Freshet.Sources.HttpPolling;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.HttpPolling;

public sealed class SeenResponsesTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly PolledRequest Request = new()
    {
        Url = new("https://u:p@a/b?c=1#d"),
        Written = "https://u:p@a/b?c=1#d",
    };

    private readonly SeenResponses seen = new(new Dictionary<string, SeenResponse>());

    [Fact]
    public void The_same_content_keeps_its_stamp_and_comes_back_under_another()
    {
        var first = Take("up", 0);
        var again = Take("up", 1);
        var other = Take("down", 2);
        var back = Take("up", 3);

        again.Stamp.ShouldBe(first.Stamp);
        again.At.ShouldBe(first.At);
        other.Stamp.ShouldBeGreaterThan(first.Stamp);
        back.Stamp.ShouldBeGreaterThan(other.Stamp);
    }

    [Fact]
    public void Content_that_changes_within_one_window_has_another_stamp_each_time()
    {
        var stamps = new[] { "up", "down", "up", "down" }.Select(text => Take(text, 0).Stamp);

        stamps.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void Who_knows_the_same_makes_the_same_stamp()
    {
        Take("up", 0);
        var other = new SeenResponses(new Dictionary<string, SeenResponse>(seen.All));

        other
            .Compare(Request, Answer("down", 5), Window(1))
            .Stamp.ShouldBe(seen.Compare(Request, Answer("down", 9), Window(1)).Stamp);
    }

    [Fact]
    public void Content_is_settled_once_the_window_begins_after_it_came()
    {
        var response = Take("up", 1);

        response.IsSettled(Window(0)).ShouldBeFalse();
        response.IsSettled(Window(1)).ShouldBeTrue();
    }

    [Fact]
    public void What_a_whole_round_did_not_ask_for_is_forgotten_and_kept_after_one_that_failed()
    {
        Take("up", 0);
        seen.EndRound(isWhole: true);
        seen.EndRound(isWhole: false);
        seen.Find(Request).ShouldNotBeNull();

        seen.EndRound(isWhole: true);

        seen.Find(Request).ShouldBeNull();
    }

    [Fact]
    public void Requests_are_told_apart_by_what_the_server_is_asked()
    {
        var others = new[]
        {
            Request with
            {
                Url = new("https://a/b?c=2"),
            },
            Request with
            {
                Method = "POST",
            },
            Request with
            {
                Body = "x"u8.ToArray(),
            },
        };

        others.Select(SeenResponses.KeyOf).ShouldNotContain(SeenResponses.KeyOf(Request));
        SeenResponses
            .KeyOf(Request with { Url = new("https://a/b?c=1") })
            .ShouldBe(SeenResponses.KeyOf(Request));
    }

    private SeenResponse Take(string body, int minute)
    {
        var response = seen.Compare(Request, Answer(body, minute), Window(minute));
        seen.Keep(Request, response);
        return response;
    }

    private static PollWindow Window(int minute) =>
        new(Time.AddMinutes(minute), Time.AddMinutes(minute + 1));

    private static PollAnswer.Received Answer(string body, int minute) =>
        new(
            200,
            new Dictionary<string, string>(),
            Encoding.UTF8.GetBytes(body),
            Time.AddMinutes(minute)
        );
}
