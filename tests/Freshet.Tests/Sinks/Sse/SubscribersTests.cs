using Freshet.Sinks.Sse.Pumping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class SubscribersTests
{
    [Fact]
    public void No_more_come_in_than_are_allowed()
    {
        var subscribers = new Subscribers(2);
        subscribers.Enter().ShouldBe(Entrance.Open);
        subscribers.Enter().ShouldBe(Entrance.Open);
        subscribers.Enter().ShouldBe(Entrance.Full);
        subscribers.Leave();
        subscribers.Enter().ShouldBe(Entrance.Open);
        subscribers.Count.ShouldBe(2);
    }

    [Fact]
    public void Closing_is_over_once_the_last_one_has_left()
    {
        var subscribers = new Subscribers(2);
        subscribers.Enter();
        subscribers.Enter();
        var closing = subscribers.CloseAsync();
        subscribers.Enter().ShouldBe(Entrance.Closed);
        subscribers.Leave();
        closing.IsCompleted.ShouldBeFalse();
        subscribers.Leave();
        closing.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Closing_is_over_at_once_where_nobody_is_there() =>
        new Subscribers(1).CloseAsync().IsCompleted.ShouldBeTrue();
}
