using Freshet.Sources;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources;

public sealed class BackoffTests
{
    private double chance;

    private Backoff NewBackoff() =>
        new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), () => chance);

    [Fact]
    public void Waits_double_up_to_the_limit()
    {
        var backoff = NewBackoff();

        Enumerable
            .Range(0, 8)
            .Select(_ => backoff.Fail().TotalSeconds)
            .ShouldBe([1, 2, 4, 8, 16, 32, 60, 60]);
        backoff.Failures.ShouldBe(8);
    }

    [Fact]
    public void Each_is_up_to_a_half_longer_by_chance()
    {
        chance = 0.999999;

        NewBackoff().Fail().TotalSeconds.ShouldBe(1.5, 0.001);
    }

    [Fact]
    public void Success_begins_anew()
    {
        var backoff = NewBackoff();
        backoff.Fail();
        backoff.Fail();

        backoff.Reset();

        backoff.Failures.ShouldBe(0);
        backoff.Fail().ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void The_server_says_what_the_first_wait_is_even_beyond_the_limit()
    {
        var backoff = NewBackoff();

        backoff.Ask(TimeSpan.FromSeconds(5));
        backoff.Fail().ShouldBe(TimeSpan.FromSeconds(5));
        backoff.Fail().ShouldBe(TimeSpan.FromSeconds(10));

        backoff.Ask(TimeSpan.FromSeconds(100));
        backoff.Fail().ShouldBe(TimeSpan.FromSeconds(100));
    }

    [Fact]
    public void Retry_after_is_the_least_that_is_waited()
    {
        var backoff = NewBackoff();

        backoff.Fail(TimeSpan.FromSeconds(120)).ShouldBe(TimeSpan.FromSeconds(120));
        backoff.Fail(TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void No_server_sends_a_source_away_for_longer_than_an_hour()
    {
        var backoff = NewBackoff();

        backoff.Fail(TimeSpan.FromDays(1000)).ShouldBe(Backoff.LongestAsked);
        backoff.Ask(TimeSpan.MaxValue);
        backoff.Fail().ShouldBe(Backoff.LongestAsked);
    }

    [Fact]
    public void Thousands_of_failures_do_no_harm()
    {
        var backoff = NewBackoff();

        for (var i = 0; i < 5000; i++)
        {
            backoff.Fail().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
        }
    }
}
