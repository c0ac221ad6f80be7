using Freshet.Http;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http;

public sealed class DeadlinesTests
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Eighth = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly TimerTime time = new();

    [Fact]
    public void Requests_that_begin_within_an_eighth_of_the_time_share_a_token()
    {
        var deadlines = new Deadlines(After, time);
        var first = deadlines.Next();
        deadlines.Next().ShouldBe(first);
        time.Advance(Eighth - Tick);
        deadlines.Next().ShouldBe(first);

        time.Advance(Tick);
        var second = deadlines.Next();
        second.ShouldNotBe(first);
        deadlines.Next().ShouldBe(second);
    }

    [Fact]
    public void Token_is_cancelled_an_eighth_after_the_time_of_the_first_that_has_it()
    {
        var token = new Deadlines(After, time).Next();
        time.Advance(After + Eighth - Tick);
        token.IsCancellationRequested.ShouldBeFalse();
        time.Advance(Tick);
        token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void No_token_that_is_cancelled_is_given_to_a_new_request()
    {
        var deadlines = new Deadlines(After, time);
        for (var i = 0; i < 100; i++)
        {
            deadlines.Next().IsCancellationRequested.ShouldBeFalse();
            time.Advance(After / 3);
        }
    }

    [Fact]
    public void Without_a_limit_nothing_is_cancelled()
    {
        var token = new Deadlines(Timeout.InfiniteTimeSpan, time).Next();
        token.CanBeCanceled.ShouldBeFalse();
    }

    [Fact]
    public void Each_request_has_all_of_its_time_and_at_most_an_eighth_more() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                Gen.Choose(0, 40).ListOf().ToArbitrary(),
                waits =>
                {
                    var clock = new TimerTime();
                    var deadlines = new Deadlines(After, clock);
                    var running = new List<(CancellationToken Token, TimeSpan Age)>();
                    // To the end of the last one's time.
                    foreach (var wait in waits.Append(100))
                    {
                        running.Add((deadlines.Next(), TimeSpan.Zero));
                        for (var i = 0; i < wait; i++)
                        {
                            clock.Advance(Eighth / 10);
                            running =
                            [
                                .. running.Select(one => (one.Token, one.Age + (Eighth / 10))),
                            ];
                            foreach (var (token, age) in running)
                            {
                                if (token.IsCancellationRequested)
                                {
                                    age.ShouldBeGreaterThan(After);
                                }
                                else
                                {
                                    age.ShouldBeLessThan(After + Eighth);
                                }
                            }
                        }
                    }
                }
            )
        );
}
