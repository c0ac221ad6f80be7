using Freshet.Sources.Kafka;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Kafka;

public sealed class ConsumerThreadTests
{
    [Fact]
    public async Task All_calls_run_in_order_on_one_thread_that_bears_the_name()
    {
        using var thread = new ConsumerThread("orders");
        var order = new List<int>();

        var calls = Enumerable
            .Range(0, 100)
            .Select(i =>
                thread.RunAsync(() =>
                {
                    order.Add(i);
                    return (Environment.CurrentManagedThreadId, Thread.CurrentThread.Name);
                })
            )
            .ToList();

        var ran = await Task.WhenAll(calls);
        order.ShouldBe(Enumerable.Range(0, 100));
        ran.Distinct().ShouldHaveSingleItem().Name.ShouldBe("kafka orders");
    }

    [Fact]
    public async Task A_fault_is_its_callers_and_the_next_call_runs()
    {
        using var thread = new ConsumerThread("orders");

        var fault = await Should.ThrowAsync<InvalidDataException>(
            thread.RunAsync<int>(() => throw new InvalidDataException("no"))
        );

        fault.Message.ShouldBe("no");
        (await thread.RunAsync(() => 7)).ShouldBe(7);
    }

    [Fact]
    public async Task The_thread_ends_after_the_calls_that_wait()
    {
        // Often, since an end that is in the way of another shows only now and then.
        for (var i = 0; i < 200; i++)
        {
            var thread = new ConsumerThread("orders");
            var own = await thread.RunAsync(() => Thread.CurrentThread);
            var last = thread.RunAsync(() => 7);

            thread.Dispose();

            (await last).ShouldBe(7);
            own.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        }
    }
}
