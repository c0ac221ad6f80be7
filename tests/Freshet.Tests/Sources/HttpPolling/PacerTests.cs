using Freshet.Sources.HttpPolling;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.HttpPolling;

public sealed class PacerTests
{
    private readonly TimerTime time = new();

    [Fact]
    public async Task Requests_begin_no_closer_than_the_interval()
    {
        var pacer = new Pacer(TimeSpan.FromSeconds(2), time);
        await pacer.EnterAsync(CancellationToken.None);
        var second = pacer.EnterAsync(CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(1.9));
        second.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));

        await second.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_pause_holds_for_those_that_wait_already()
    {
        var pacer = new Pacer(TimeSpan.FromSeconds(1), time);
        await pacer.EnterAsync(CancellationToken.None);
        var waiting = pacer.EnterAsync(CancellationToken.None);
        pacer.Pause(TimeSpan.FromSeconds(60));

        time.Advance(TimeSpan.FromSeconds(59));
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_shorter_pause_does_not_end_a_longer_one()
    {
        var pacer = new Pacer(TimeSpan.Zero, time);
        pacer.Pause(TimeSpan.FromSeconds(60));
        pacer.Pause(TimeSpan.FromSeconds(1));
        using var giveUp = new CancellationTokenSource();
        var waiting = pacer.EnterAsync(giveUp.Token);

        time.Advance(TimeSpan.FromSeconds(30));
        waiting.IsCompleted.ShouldBeFalse();
        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }
}
