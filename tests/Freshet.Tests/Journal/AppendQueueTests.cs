using Freshet.Journal;
using Freshet.Journal.Segments;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

public sealed class AppendQueueTests
{
    private const long Most = 64L << 20;

    private readonly AppendQueue queue = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_with_too_much_waits_until_there_is_room()
    {
        await queue.EnterAsync(Most - 10, cancellation);
        await queue.EnterAsync(10, cancellation);
        var first = queue.EnterAsync(Most, cancellation).AsTask();
        var second = queue.EnterAsync(1, cancellation).AsTask();
        queue.Leave(10);
        first.IsCompleted.ShouldBeFalse();
        // In their order: a small one does not pass a large one, which would wait for good.
        second.IsCompleted.ShouldBeFalse();

        queue.Leave(Most - 10);
        await first;
        second.IsCompleted.ShouldBeFalse();
        queue.Leave(Most);
        await second;
    }

    [Fact]
    public async Task One_alone_is_let_in_whatever_it_has()
    {
        await queue.EnterAsync(3 * Most, cancellation);
        var next = queue.EnterAsync(1, cancellation).AsTask();
        next.IsCompleted.ShouldBeFalse();
        queue.Leave(3 * Most);
        await next;
    }

    [Fact]
    public async Task Who_was_cancelled_takes_no_room()
    {
        await queue.EnterAsync(Most, cancellation);
        using var impatient = new CancellationTokenSource();
        var cancelled = queue.EnterAsync(Most, impatient.Token).AsTask();
        var next = queue.EnterAsync(Most, cancellation).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);

        queue.Leave(Most);
        await next;
    }

    [Fact]
    public async Task Closed_queue_lets_nobody_in_and_gives_out_what_it_has()
    {
        await queue.EnterAsync(Most, cancellation);
        var waiting = queue.EnterAsync(1, cancellation).AsTask();
        queue.Add(Append(1));
        queue.Close();

        await Should.ThrowAsync<JournalUnavailableException>(waiting);
        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await queue.EnterAsync(1, cancellation)
        );
        Should.Throw<JournalUnavailableException>(() => queue.Add(Append(2)));
        Take(1000).ShouldNotBeNull().Count.ShouldBe(1);
        Take(1000).ShouldBeNull();
    }

    [Fact]
    public void As_much_is_taken_as_fits_and_one_at_least()
    {
        var size = Append(1).Size;
        for (var id = 1; id <= 5; id++)
        {
            queue.Add(Append(id));
        }
        Take((2 * size) + 1).ShouldNotBeNull().Count.ShouldBe(2);
        Take(0).ShouldNotBeNull().Count.ShouldBe(1);
        Take(long.MaxValue).ShouldNotBeNull().Count.ShouldBe(2);
    }

    [Fact]
    public void Tick_is_told_once()
    {
        queue.Tick();
        queue.Tick();
        var taken = new List<PendingAppend>();
        queue.Take(() => 0, taken, out var isTick).ShouldBeTrue();
        isTick.ShouldBeTrue();
        taken.ShouldBeEmpty();
        queue.Close();
        queue.Take(() => 0, taken, out isTick).ShouldBeFalse();
        isTick.ShouldBeFalse();
    }

    private static PendingAppend Append(int id) => new(SampleEvents.Encoded(id), default(SipHash));

    /// <summary>What the queue gives; null at its end.</summary>
    private List<PendingAppend>? Take(long room)
    {
        var taken = new List<PendingAppend>();
        return queue.Take(() => room, taken, out _) ? taken : null;
    }
}
