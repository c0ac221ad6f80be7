using Freshet.Sinks.Sse;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class SubscriberSetTests
{
    private readonly SubscriberSet set = new();

    [Fact]
    public void Every_subscriber_is_visited()
    {
        Subscriber[] subscribers = [NewSubscriber(), NewSubscriber()];
        foreach (var subscriber in subscribers)
        {
            set.TryAdd(subscriber).ShouldBeTrue();
        }
        set.Count.ShouldBe(2);
        var visited = new List<Subscriber>();
        set.ForEach(visited.Add);
        visited.ShouldBe(subscribers, ignoreOrder: true);

        set.Remove(subscribers[0]);
        visited.Clear();
        set.ForEach(visited.Add);
        visited.ShouldBe([subscribers[1]]);
    }

    [Fact]
    public async Task Closed_set_takes_in_no_more_and_says_when_the_last_is_gone()
    {
        Subscriber[] subscribers = [NewSubscriber(), NewSubscriber()];
        set.TryAdd(subscribers[0]);
        set.TryAdd(subscribers[1]);

        var closed = set.CloseAsync();
        set.TryAdd(NewSubscriber()).ShouldBeFalse();
        set.Remove(subscribers[0]);
        closed.IsCompleted.ShouldBeFalse();
        set.Remove(subscribers[1]);
        await closed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        set.Count.ShouldBe(0);
    }

    [Fact]
    public void Empty_set_is_closed_at_once()
    {
        set.CloseAsync().IsCompletedSuccessfully.ShouldBeTrue();
        set.CloseAsync().IsCompletedSuccessfully.ShouldBeTrue();
    }

    private static Subscriber NewSubscriber() =>
        new(new TestEndpoint(1).Cursor(), new ManualTime());
}
