using Freshet.Sinks.Sse.Clients;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Pumping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Clients;

public sealed class SubscribersTests
{
    private readonly TestStream stream = new(new());

    [Fact]
    public void No_more_come_in_than_are_allowed()
    {
        var subscribers = new Subscribers(2);
        var first = Come(subscribers);
        Come(subscribers);
        subscribers.Enter().ShouldBe(Entrance.Full);
        subscribers.Remove(first);
        subscribers.Enter().ShouldBe(Entrance.Open);
        subscribers.Count.ShouldBe(2);
    }

    [Fact]
    public void Closing_is_over_once_the_last_one_has_left()
    {
        var subscribers = new Subscribers(2);
        var first = Come(subscribers);
        var second = Come(subscribers);
        var closing = subscribers.CloseAsync();
        subscribers.Enter().ShouldBe(Entrance.Closed);
        subscribers.Remove(first);
        closing.IsCompleted.ShouldBeFalse();
        subscribers.Remove(second);
        closing.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Closing_is_over_at_once_where_nobody_is_there() =>
        new Subscribers(1).CloseAsync().IsCompleted.ShouldBeTrue();

    [Fact]
    public void Clients_are_in_the_order_in_which_they_came_whoever_left_meanwhile()
    {
        var subscribers = new Subscribers(100);
        var came = Enumerable.Range(0, 10).Select(_ => Come(subscribers)).ToList();
        foreach (var leaving in new[] { came[0], came[4], came[9] })
        {
            subscribers.Remove(leaving);
            came.Remove(leaving);
        }
        came.Add(Come(subscribers));

        subscribers.Snapshot().ShouldBe(came);
    }

    [Fact]
    public void Client_is_found_by_its_id_until_it_leaves()
    {
        var subscribers = new Subscribers(2);
        Come(subscribers);
        var client = Come(subscribers);

        subscribers.TryFind(client.Arrival.Id, out var found).ShouldBeTrue();
        found.ShouldBeSameAs(client);

        subscribers.Remove(client);
        subscribers.TryFind(client.Arrival.Id, out _).ShouldBeFalse();
    }

    private Subscriber Come(Subscribers subscribers)
    {
        subscribers.Enter().ShouldBe(Entrance.Open);
        var client = TestPump.Admit(stream.Join(), EventFilter.All, (_, _) => { });
        subscribers.Add(client);
        return client;
    }
}
