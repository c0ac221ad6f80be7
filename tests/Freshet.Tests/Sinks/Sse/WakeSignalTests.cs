using Freshet.Sinks.Sse.Pumping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class WakeSignalTests
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(120);

    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public void Signal_that_comes_before_the_wait_is_kept_for_it()
    {
        var signal = new WakeSignal();
        signal.Set();
        signal.Set();
        signal.WaitAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();

        signal.WaitAsync().AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Waiter_wakes_each_time()
    {
        var signal = new WakeSignal();
        for (var i = 0; i < 3; i++)
        {
            var wait = signal.WaitAsync().AsTask();
            wait.IsCompleted.ShouldBeFalse();
            signal.Set();
            await wait.WaitAsync(Watchdog, cancellation);
        }
    }

    [Fact]
    public async Task No_wake_up_is_lost_however_setting_and_waiting_interleave()
    {
        var signal = new WakeSignal();
        using var watchdog = new CancellationTokenSource(Watchdog);
        var numbers = new Announcements(100_000);

        var waiter = Task.Run(
            async () =>
            {
                numbers.See();
                while (!numbers.AreAllSeen)
                {
                    await signal.WaitAsync();
                    numbers.See();
                }
            },
            cancellation
        );
        var setter = Task.Run(() => numbers.AnnounceAll(signal.Set, watchdog.Token), cancellation);
        await Task.WhenAll(setter, waiter).WaitAsync(Watchdog, cancellation);
        numbers.AreAllSeen.ShouldBeTrue();
    }

    [Fact]
    public async Task Several_may_set_at_once()
    {
        const int setters = 3;
        const int each = 100_000;
        var signal = new WakeSignal();
        long announced = 0;

        var waiter = Task.Run(
            async () =>
            {
                while (Volatile.Read(ref announced) < setters * each)
                {
                    await signal.WaitAsync();
                }
            },
            cancellation
        );
        var setting = Enumerable
            .Range(0, setters)
            .Select(_ =>
                Task.Run(
                    () =>
                    {
                        for (var i = 0; i < each; i++)
                        {
                            Interlocked.Increment(ref announced);
                            signal.Set();
                        }
                    },
                    cancellation
                )
            );
        await Task.WhenAll([waiter, .. setting]).WaitAsync(Watchdog, cancellation);
    }
}
