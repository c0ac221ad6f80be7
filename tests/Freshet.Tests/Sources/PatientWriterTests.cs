using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Sources;
using Freshet.Tests.Sources.Kafka;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources;

public sealed class PatientWriterTests : IDisposable
{
    private readonly FakeContext context = new();
    private readonly KeptLog log = new();
    private readonly List<TimeSpan> waits = [];
    private readonly CancellationTokenSource giveUp = new();

    public void Dispose()
    {
        context.Dispose();
        giveUp.Dispose();
    }

    [Fact]
    public async Task A_journal_that_fails_is_tried_again_later_each_time_until_it_takes_them()
    {
        FailWrites(12);

        await WriteAsync(3);

        context.History.ShouldBe(Enumerable.Repeat("write 3", 13));
        waits.Count.ShouldBe(12);
        waits[0].ShouldBeInRange(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.3));
        waits[3].ShouldBeInRange(TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(2.4));
        waits[^1].ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task That_it_waits_and_that_it_goes_on_is_told_once()
    {
        FailWrites(5);

        await WriteAsync(3);

        log.Lines.ShouldBe([
            (LogLevel.Error, "orders: what came in cannot be kept now, and waits: full"),
            (LogLevel.Information, "orders: what waited is kept now"),
        ]);
    }

    [Fact]
    public async Task What_is_refused_is_kept_in_its_order_with_who_refused_it()
    {
        context.OnWrite = _ =>
            [
                new(1, new Rejection(RejectionKind.BadEvent, "no id")),
                new(4, new Rejection(RejectionKind.Transformer, "too old", "check")),
            ];

        await WriteAsync(5);

        context.History.ShouldBe(["write 5", "keep 1 no id", "keep 4 transformer check: too old"]);
    }

    [Fact]
    public async Task Dead_letters_that_fail_are_tried_again_and_nothing_is_written_twice()
    {
        context.OnWrite = _ => [new(0, new Rejection(RejectionKind.BadEvent, "no id"))];
        var failures = 2;
        context.OnRefuse = _ =>
        {
            if (failures-- > 0)
            {
                throw new JournalUnavailableException("full");
            }
        };

        await WriteAsync(1);

        context.History.ShouldBe(["write 1", "keep 0 no id", "keep 0 no id", "keep 0 no id"]);
        waits.Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_gives_up_when_it_is_told_to()
    {
        context.OnWrite = _ =>
        {
            giveUp.Cancel();
            throw new JournalUnavailableException("full");
        };

        await Should.ThrowAsync<OperationCanceledException>(WriteAsync(1));

        context.History.ShouldBe(["write 1"]);
        waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_of_another_kind_is_not_waited_for()
    {
        context.OnWrite = _ => throw new InvalidDataException("a mistake in the code");

        await Should.ThrowAsync<InvalidDataException>(WriteAsync(1));

        waits.ShouldBeEmpty();
    }

    private void FailWrites(int failures) =>
        context.OnWrite = _ => failures-- > 0 ? throw new JournalUnavailableException("full") : [];

    private Task WriteAsync(int count) =>
        new PatientWriter(
            context.ToSource(),
            log,
            wait =>
            {
                waits.Add(wait);
                return Task.CompletedTask;
            }
        ).WriteAsync(
            count,
            _ => new Event("{}"u8.ToArray()),
            (i, reason) =>
                new RefusedMessage(
                    "orders",
                    default,
                    [],
                    $"{i} {reason}",
                    DateTimeOffset.UnixEpoch
                ),
            giveUp.Token
        );
}
