using Freshet.Events;
using Freshet.Journal;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>What every journal does, whatever it keeps its entries in.</summary>
public abstract class JournalContract
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);

    private protected ManualTime Time { get; } = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    /// <summary>An empty journal that takes <see cref="Time"/> for its clock.</summary>
    private protected abstract IJournal Open(RetentionOptions? retention = null);

    [Fact]
    public async Task Entries_come_in_the_order_of_their_append_numbered_from_one()
    {
        await using var journal = Open();

        journal.LastSequence.ShouldBe(0);
        (await journal.AppendAsync(SampleEvents.Encoded(10, 11), cancellation)).ShouldBe(0);
        (await journal.AppendAsync(SampleEvents.Encoded(12), cancellation)).ShouldBe(0);

        journal.LastSequence.ShouldBe(3);
        var read = ReadAll(journal.OpenReader(0));
        read.Select(entry => entry.Sequence).ShouldBe([1L, 2L, 3L]);
        read.Select(entry => entry.Event.Id).ShouldBe(["10", "11", "12"]);
        read.ShouldAllBe(entry => entry.JournaledAt == Time.GetUtcNow());
    }

    [Fact]
    public async Task Reader_starts_after_the_sequence_it_was_opened_with()
    {
        await using var journal = Open();
        await journal.AppendAsync(SampleEvents.Encoded(1, 2, 3), cancellation);

        var reader = journal.OpenReader(2);
        reader.Position.ShouldBe(2);
        ReadAll(reader).Select(entry => entry.Event.Id).ShouldBe(["3"]);
        reader.Position.ShouldBe(3);
    }

    [Fact]
    public async Task Reader_fills_no_more_than_the_span_and_goes_on_from_there()
    {
        await using var journal = Open();
        await journal.AppendAsync(SampleEvents.Encoded(Enumerable.Range(1, 5)), cancellation);
        var reader = journal.OpenReader(0);
        var two = new Entry[2];

        reader.Read(two).ShouldBe(new JournalRead(2, 0));
        reader.Read(two).ShouldBe(new JournalRead(2, 0));
        two[1].Event.Id.ShouldBe("4");
        reader.Read(two).ShouldBe(new JournalRead(1, 0));
        reader.Read(two).ShouldBe(new JournalRead(0, 0));
        reader.Read([]).ShouldBe(new JournalRead(0, 0));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task Reader_beyond_the_end_gets_nothing_and_counts_nothing_as_missed(long after)
    {
        await using var journal = Open();
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);

        var reader = journal.OpenReader(after);
        reader.Read(new Entry[4]).ShouldBe(new JournalRead(0, 0));
        reader.Position.ShouldBe(after);
    }

    [Fact]
    public async Task No_reader_opens_before_the_beginning()
    {
        await using var journal = Open();
        Should.Throw<ArgumentOutOfRangeException>(() => journal.OpenReader(-1));
    }

    [Fact]
    public async Task Repeat_is_accepted_and_not_stored_again()
    {
        await using var journal = Open();
        await journal.AppendAsync(SampleEvents.Encoded(1, 2), cancellation);

        (await journal.AppendAsync(SampleEvents.Encoded(2, 3), cancellation)).ShouldBe(1);
        (await journal.AppendAsync(SampleEvents.Encoded(4, 4, 4), cancellation)).ShouldBe(2);

        ReadAll(journal.OpenReader(0))
            .Select(entry => entry.Event.Id)
            .ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task Same_id_of_another_source_is_another_event()
    {
        await using var journal = Open();
        EncodedEvent[] events = [SampleEvents.Encoded("1", "a"), SampleEvents.Encoded("1", "b")];
        (await journal.AppendAsync(events, cancellation)).ShouldBe(0);
        journal.LastSequence.ShouldBe(2);
    }

    [Fact]
    public async Task Each_of_those_with_one_id_is_found_by_its_own_name()
    {
        await using var journal = Open();
        EncodedEvent[] events = [SampleEvents.Encoded("1", "a"), SampleEvents.Encoded("1", "b")];
        await journal.AppendAsync(events, cancellation);

        var entries = ReadAll(journal.OpenReader(0));
        entries.Select(entry => entry.WireId).ShouldBe(["1", "1@2"]);
        journal.TryFind("1", out var first).ShouldBeTrue();
        first.ShouldBe(1);
        journal.TryFind("1@2", out var second).ShouldBeTrue();
        second.ShouldBe(2);
        journal.TryFind("2", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Time_is_found_where_what_is_as_late_begins()
    {
        await using var journal = Open();
        var start = Time.GetUtcNow();
        journal.FindBefore(start).ShouldBe(0);
        foreach (var id in Enumerable.Range(1, 3))
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        journal.FindBefore(start).ShouldBe(0);
        journal.FindBefore(start + TimeSpan.FromSeconds(1)).ShouldBe(1);
        journal.FindBefore(start + TimeSpan.FromSeconds(1.5)).ShouldBe(2);
        journal.FindBefore(DateTimeOffset.MaxValue).ShouldBe(3);
    }

    [Fact]
    public async Task Of_concurrent_repeats_exactly_one_is_stored()
    {
        await using var journal = Open();
        var appends = Enumerable
            .Range(0, 8)
            .Select(_ =>
                Task.Run(
                    async () =>
                    {
                        var repeated = 0;
                        for (var id = 0; id < 500; id++)
                        {
                            repeated += await journal.AppendAsync(
                                SampleEvents.Encoded(id),
                                cancellation
                            );
                        }
                        return repeated;
                    },
                    cancellation
                )
            );

        (await Task.WhenAll(appends)).Sum().ShouldBe(7 * 500);
        ReadAll(journal.OpenReader(0)).Select(entry => entry.Event.Id).ShouldBeUnique();
        journal.LastSequence.ShouldBe(500);
    }

    [Fact]
    public async Task Event_whose_former_copy_is_too_old_is_stored_anew()
    {
        await using var journal = Open(new() { MaxAge = TimeSpan.FromHours(1) });
        await journal.AppendAsync(SampleEvents.Encoded(1, 2), cancellation);
        Time.Advance(TimeSpan.FromHours(2));

        // Taken for a repeat, it would be removed by age in the same breath, and be nowhere.
        (await journal.AppendAsync(SampleEvents.Encoded(1), cancellation)).ShouldBe(0);
        ReadAll(journal.OpenReader(0)).Select(entry => entry.Event.Id).ShouldContain("1");
    }

    [Fact]
    public async Task Waiting_ends_at_once_where_there_is_something_to_read()
    {
        await using var journal = Open();
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        journal
            .OpenReader(0)
            .WaitAsync(cancellation)
            .AsTask()
            .IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Append_wakes_every_waiter()
    {
        await using var journal = Open();
        var waiting = Enumerable
            .Range(0, 3)
            .Select(_ => journal.OpenReader(0).WaitAsync(cancellation).AsTask())
            .ToList();
        waiting.ShouldAllBe(wait => !wait.IsCompleted);

        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        await Task.WhenAll(waiting).WaitAsync(Watchdog, cancellation);
    }

    [Fact]
    public async Task Append_that_stores_nothing_wakes_nobody()
    {
        await using var journal = Open();
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        var wait = journal.OpenReader(1).WaitAsync(cancellation).AsTask();

        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        await journal.AppendAsync([], cancellation);
        // Were the wait ended by these, it would be over now that the pool has had this turn.
        await Task.WhenAny(wait, Task.Run(() => { }, cancellation));
        wait.IsCompleted.ShouldBeFalse();

        await journal.AppendAsync(SampleEvents.Encoded(2), cancellation);
        await wait.WaitAsync(Watchdog, cancellation);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        await using var journal = Open();
        using var source = new CancellationTokenSource();
        var wait = journal.OpenReader(0).WaitAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(wait);
    }

    [Fact]
    public async Task Cancelled_append_stores_nothing()
    {
        await using var journal = Open();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await journal.AppendAsync(SampleEvents.Encoded(1), source.Token)
        );
        journal.LastSequence.ShouldBe(0);
    }

    [Fact]
    public async Task Closed_journal_takes_nothing_and_ends_its_waiters_but_can_be_read()
    {
        await using var journal = Open();
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        var reader = journal.OpenReader(0);
        var waiting = journal.OpenReader(1).WaitAsync(cancellation).AsTask();

        await journal.DisposeAsync();

        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await journal.AppendAsync(SampleEvents.Encoded(2), cancellation)
        );
        await Should.ThrowAsync<JournalUnavailableException>(
            waiting.WaitAsync(Watchdog, cancellation)
        );
        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await journal.OpenReader(1).WaitAsync(cancellation)
        );
        await reader.WaitAsync(cancellation);
        ReadAll(reader).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Concurrent_readers_see_one_sequence_without_gaps()
    {
        const int writers = 4;
        const int appendsEach = 500;
        const int perAppend = 3;
        const int total = writers * appendsEach * perAppend;
        await using var journal = Open();

        var readers = Enumerable
            .Range(0, 4)
            .Select(_ => Task.Run(() => FollowAsync(journal, total), cancellation))
            .ToList();
        var writing = Enumerable
            .Range(0, writers)
            .Select(writer =>
                Task.Run(
                    async () =>
                    {
                        for (var i = 0; i < appendsEach; i++)
                        {
                            var first = ((writer * appendsEach) + i) * perAppend;
                            await journal.AppendAsync(
                                SampleEvents.Encoded(Enumerable.Range(first, perAppend)),
                                cancellation
                            );
                        }
                    },
                    cancellation
                )
            );
        await Task.WhenAll(writing).WaitAsync(Watchdog, cancellation);
        var seen = await Task.WhenAll(readers).WaitAsync(Watchdog, cancellation);

        var first = seen[0];
        first.ShouldBeUnique();
        first.Count.ShouldBe(total);
        seen.ShouldAllBe(ids => ids.SequenceEqual(first));
        // What was appended in one call stands together, in its order.
        first
            .Chunk(perAppend)
            .ShouldAllBe(chunk => chunk[1] == chunk[0] + 1 && chunk[2] == chunk[0] + 2);
    }

    private async Task<List<int>> FollowAsync(IJournal journal, int count)
    {
        var reader = journal.OpenReader(0);
        var ids = new List<int>();
        var entries = new Entry[64];
        while (ids.Count < count)
        {
            await reader.WaitAsync(cancellation);
            var read = reader.Read(entries);
            read.Missed.ShouldBe(0);
            foreach (var entry in entries.AsSpan(0, read.Count))
            {
                entry.Sequence.ShouldBe(ids.Count + 1);
                ids.Add(int.Parse(entry.Event.Id));
            }
        }
        return ids;
    }

    private protected static List<Entry> ReadAll(IJournalReader reader)
    {
        var all = new List<Entry>();
        var entries = new Entry[100];
        while (reader.Read(entries) is { Count: > 0 } read)
        {
            all.AddRange(entries.AsSpan(0, read.Count));
        }
        return all;
    }
}
