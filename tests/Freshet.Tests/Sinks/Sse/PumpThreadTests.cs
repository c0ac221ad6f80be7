using Freshet.Sinks.Sse.Pumping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class PumpThreadTests
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(120);

    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fault_ends_the_thread_and_is_told()
    {
        using var thread = new PumpThread("test", () => throw new InvalidDataException("broken"));
        thread.Start();
        (
            await Should.ThrowAsync<InvalidDataException>(
                thread.Over.WaitAsync(Watchdog, cancellation)
            )
        ).Message.ShouldBe("broken");
    }

    [Fact]
    public async Task Thread_ends_when_it_is_closed_asleep_or_at_work()
    {
        using var asleep = new PumpThread("asleep", () => false);
        using var busy = new PumpThread("busy", () => true);
        asleep.Start();
        busy.Start();
        asleep.Close();
        busy.Close();
        await asleep.Over.WaitAsync(Watchdog, cancellation);
        await busy.Over.WaitAsync(Watchdog, cancellation);
    }

    [Fact]
    public async Task Thread_that_was_woken_before_it_began_looks_once_more_before_it_sleeps()
    {
        var turns = 0;
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var thread = new PumpThread(
            "test",
            () =>
            {
                if (++turns == 2)
                {
                    seen.SetResult();
                }
                return false;
            }
        );
        thread.Wake();
        thread.Start();
        await seen.Task.WaitAsync(Watchdog, cancellation);
        thread.Close();
        await thread.Over.WaitAsync(Watchdog, cancellation);
    }

    [Fact]
    public async Task No_wake_up_is_lost_however_waking_and_falling_asleep_interleave()
    {
        using var watchdog = new CancellationTokenSource(Watchdog);
        var numbers = new Announcements(100_000);
        using var thread = new PumpThread(
            "test",
            () =>
            {
                numbers.See();
                return false;
            }
        );
        thread.Start();

        numbers.AnnounceAll(thread.Wake, watchdog.Token);

        thread.Close();
        await thread.Over.WaitAsync(Watchdog, cancellation);
        numbers.AreAllSeen.ShouldBeTrue();
    }
}
