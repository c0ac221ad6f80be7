using Freshet.Http;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http;

public sealed class AdmissionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly ManualTime time = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Admission admission = new();

    public void Dispose() => stopping.Dispose();

    [Fact]
    public async Task Nobody_is_let_in_once_it_stops_and_who_is_inside_is_waited_for()
    {
        var running = admission.RunAsync(Patience, time, stopping.Token);
        admission.TryEnter().ShouldBeTrue();
        admission.TryEnter().ShouldBeTrue();
        admission.Leave();

        await stopping.CancelAsync();
        while (admission.TryEnter())
        {
            admission.Leave();
            await Task.Yield();
        }
        running.IsCompleted.ShouldBeFalse();

        admission.Leave();
        await running;
    }

    [Fact]
    public async Task It_ends_at_once_where_nobody_is_inside()
    {
        var running = admission.RunAsync(Patience, time, stopping.Token);
        await stopping.CancelAsync();
        await running;
        admission.TryEnter().ShouldBeFalse();
    }

    [Fact]
    public async Task Who_takes_too_long_is_told_to_end_and_then_cut_off()
    {
        var running = admission.RunAsync(Patience, time, stopping.Token);
        admission.TryEnter().ShouldBeTrue();
        var told = new TaskCompletionSource();
        var cut = new TaskCompletionSource();
        await using var expired = admission.Expired.Register(told.SetResult);
        await using var overdue = admission.Overdue.Register(cut.SetResult);

        await stopping.CancelAsync();
        await Until(told.Task);
        cut.Task.IsCompleted.ShouldBeFalse();
        await Until(cut.Task);
        running.IsCompleted.ShouldBeFalse();

        admission.Leave();
        await running;
    }

    /// <summary>Lets time pass until it is so: its timer may not have begun yet.</summary>
    private async Task Until(Task done)
    {
        while (!done.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
