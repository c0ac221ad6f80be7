using Freshet.Events;
using Freshet.Journal;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

public sealed class MemoryJournalTests
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);

    private readonly ManualTime time = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

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
        read.ShouldAllBe(entry => entry.JournaledAt == time.GetUtcNow());
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
        var start = time.GetUtcNow();
        journal.FindBefore(start).ShouldBe(0);
        foreach (var id in Enumerable.Range(1, 3))
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
            time.Advance(TimeSpan.FromSeconds(1));
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
    public async Task Retention_by_count_keeps_the_newest_and_tells_readers_what_they_missed()
    {
        await using var journal = Open(new() { MaxEvents = 3 });
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        var reader = journal.OpenReader(0);
        reader.Read(new Entry[8]).ShouldBe(new JournalRead(1, 0));

        await journal.AppendAsync(SampleEvents.Encoded(Enumerable.Range(2, 9)), cancellation);

        var entries = new Entry[8];
        reader.Read(entries).ShouldBe(new JournalRead(3, 6));
        entries.Take(3).Select(entry => entry.Sequence).ShouldBe([8L, 9L, 10L]);
        reader.Position.ShouldBe(10);
        journal.Size.Entries.ShouldBe(3);
    }

    [Fact]
    public async Task What_retention_removed_may_come_again()
    {
        await using var journal = Open(new() { MaxEvents = 1 });
        await journal.AppendAsync(SampleEvents.Encoded(1, 2), cancellation);
        (await journal.AppendAsync(SampleEvents.Encoded(1), cancellation)).ShouldBe(0);
        ReadAll(journal.OpenReader(2)).ShouldHaveSingleItem().Event.Id.ShouldBe("1");
    }

    [Fact]
    public async Task Retention_by_bytes_counts_what_entries_hold_and_always_keeps_the_newest()
    {
        await using var journal = Open(new() { MaxBytes = new(4096) });
        var large = new string('x', 10_000);
        await journal.AppendAsync(SampleEvents.Encoded(1, 2, 3), cancellation);
        journal.Size.Entries.ShouldBe(3);
        journal.Size.Bytes.ShouldBeLessThanOrEqualTo(4096);

        await journal.AppendAsync([SampleEvents.Encoded("4", json: large)], cancellation);
        ReadAll(journal.OpenReader(0)).ShouldHaveSingleItem().Event.Id.ShouldBe("4");
        journal.Size.Bytes.ShouldBeGreaterThan(10_000);

        await journal.AppendAsync(SampleEvents.Encoded(5), cancellation);
        ReadAll(journal.OpenReader(0)).ShouldHaveSingleItem().Event.Id.ShouldBe("5");
        journal.Size.Bytes.ShouldBeLessThan(4096);
    }

    [Fact]
    public async Task Retention_by_age_removes_what_is_older_when_the_next_event_comes()
    {
        await using var journal = Open(new() { MaxAge = TimeSpan.FromMinutes(10) });
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        time.Advance(TimeSpan.FromMinutes(6));
        await journal.AppendAsync(SampleEvents.Encoded(2), cancellation);
        time.Advance(TimeSpan.FromMinutes(4));
        await journal.AppendAsync(SampleEvents.Encoded(3), cancellation);
        journal.Size.Entries.ShouldBe(3);

        time.Advance(TimeSpan.FromTicks(1));
        await journal.AppendAsync(SampleEvents.Encoded(4), cancellation);
        ReadAll(journal.OpenReader(0)).Select(entry => entry.Event.Id).ShouldBe(["2", "3", "4"]);

        time.Advance(TimeSpan.FromDays(1));
        ReadAll(journal.OpenReader(0)).Count.ShouldBe(3);
        await journal.AppendAsync(SampleEvents.Encoded(5), cancellation);
        ReadAll(journal.OpenReader(0)).ShouldHaveSingleItem().Event.Id.ShouldBe("5");
    }

    [Fact]
    public async Task Event_whose_former_copy_is_too_old_is_stored_anew()
    {
        await using var journal = Open(new() { MaxAge = TimeSpan.FromHours(1) });
        await journal.AppendAsync(SampleEvents.Encoded(1, 2), cancellation);
        time.Advance(TimeSpan.FromHours(2));

        // Taken for a repeat, it would be removed by age in the same breath, and be nowhere.
        (await journal.AppendAsync(SampleEvents.Encoded(1), cancellation)).ShouldBe(0);
        ReadAll(journal.OpenReader(0)).Select(entry => entry.Event.Id).ShouldContain("1");
    }

    [Fact]
    public async Task Newest_event_is_no_copy_either_once_it_is_too_old_and_others_come()
    {
        await using var journal = Open(new() { MaxAge = TimeSpan.FromHours(1) });
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        time.Advance(TimeSpan.FromHours(2));
        journal.Size.Entries.ShouldBe(1);

        (await journal.AppendAsync(SampleEvents.Encoded(1, 2), cancellation)).ShouldBe(0);
        ReadAll(journal.OpenReader(0)).Select(entry => entry.Event.Id).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Ring_grows_without_losing_an_entry()
    {
        await using var journal = Open();
        for (var first = 0; first < 10_000; first += 777)
        {
            await journal.AppendAsync(
                SampleEvents.Encoded(Enumerable.Range(first, 777)),
                cancellation
            );
        }
        var ids = ReadAll(journal.OpenReader(0)).Select(entry => int.Parse(entry.Event.Id));
        ids.ShouldBe(Enumerable.Range(0, (int)journal.LastSequence));
    }

    [Fact]
    public async Task Size_falls_back_with_what_is_removed()
    {
        await using var journal = Open(new() { MaxEvents = 1 });
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        var one = journal.Size;
        await journal.AppendAsync(SampleEvents.Encoded(Enumerable.Range(2, 7)), cancellation);
        journal.Size.ShouldBe(one);
        one.Entries.ShouldBe(1);
        one.Bytes.ShouldBeGreaterThan(0);
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

    private async Task<List<int>> FollowAsync(MemoryJournal journal, int count)
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

    [Fact]
    public void Behaves_as_a_plain_list_does()
    {
        var operations = Gen.OneOf(
                Gen.Choose(0, 12).ListOf().Select(ids => (Operation)new Append([.. ids])),
                Gen.Choose(0, 30).Select(amount => (Operation)new Read(amount)),
                Gen.Choose(1, 40).Select(minutes => (Operation)new Pass(minutes))
            )
            .ListOf();
        Prop.ForAll(
                operations.ToArbitrary(),
                Gen.Choose(1, 8).ToArbitrary(),
                (steps, most) => CompareAsync(steps, most)
            )
            .QuickCheckThrowOnFailure();
    }

    private static async Task CompareAsync(IReadOnlyCollection<Operation> steps, int mostEvents)
    {
        var clock = new ManualTime();
        var maxAge = TimeSpan.FromMinutes(60);
        await using var journal = new MemoryJournal(
            new() { MaxEvents = mostEvents, MaxAge = maxAge },
            clock
        );
        var reader = journal.OpenReader(0);
        var kept = new List<(long Sequence, string Id, DateTimeOffset At)>();
        var (last, position) = (0L, 0L);

        foreach (var step in steps)
        {
            switch (step)
            {
                case Append append:
                    if (append.Ids.Length > 0)
                    {
                        kept.RemoveAll(entry => clock.GetUtcNow() - entry.At > maxAge);
                    }
                    var repeated = 0;
                    foreach (var id in append.Ids.Select(id => id.ToString()))
                    {
                        if (kept.Exists(entry => entry.Id == id))
                        {
                            repeated++;
                        }
                        else
                        {
                            kept.Add((++last, id, clock.GetUtcNow()));
                        }
                    }
                    kept.RemoveAll(entry => entry.Sequence <= last - mostEvents);
                    var appended = await journal.AppendAsync(
                        SampleEvents.Encoded(append.Ids),
                        CancellationToken.None
                    );
                    appended.ShouldBe(repeated);
                    break;
                case Read read:
                    var expected = kept.Where(entry => entry.Sequence > position)
                        .Take(read.Amount)
                        .ToList();
                    var missed = Math.Max(
                        0,
                        (kept.Count > 0 ? kept[0].Sequence : last + 1) - 1 - position
                    );
                    var entries = new Entry[read.Amount];
                    reader.Read(entries).ShouldBe(new JournalRead(expected.Count, missed));
                    entries
                        .Take(expected.Count)
                        .Select(entry => (entry.Sequence, entry.Event.Id, entry.JournaledAt))
                        .ShouldBe(expected);
                    position += missed + expected.Count;
                    break;
                case Pass pass:
                    clock.Advance(TimeSpan.FromMinutes(pass.Minutes));
                    break;
                default:
                    throw new InvalidOperationException("no such step");
            }
            journal.LastSequence.ShouldBe(last);
            reader.Position.ShouldBe(position);
            journal.Size.Entries.ShouldBe(kept.Count);
        }
    }

    private MemoryJournal Open(RetentionOptions? retention = null) =>
        new(retention ?? new RetentionOptions(), time);

    private static List<Entry> ReadAll(IJournalReader reader)
    {
        var all = new List<Entry>();
        var entries = new Entry[100];
        while (reader.Read(entries) is { Count: > 0 } read)
        {
            all.AddRange(entries.AsSpan(0, read.Count));
        }
        return all;
    }

    private abstract record Operation;

    private sealed record Append(int[] Ids) : Operation;

    private sealed record Read(int Amount) : Operation;

    private sealed record Pass(int Minutes) : Operation;
}
