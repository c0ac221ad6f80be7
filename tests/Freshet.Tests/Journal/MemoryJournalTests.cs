using Freshet.Events;
using Freshet.Journal;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

public sealed class MemoryJournalTests : JournalContract
{
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

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
        Time.Advance(TimeSpan.FromMinutes(6));
        await journal.AppendAsync(SampleEvents.Encoded(2), cancellation);
        Time.Advance(TimeSpan.FromMinutes(4));
        await journal.AppendAsync(SampleEvents.Encoded(3), cancellation);
        journal.Size.Entries.ShouldBe(3);

        Time.Advance(TimeSpan.FromTicks(1));
        await journal.AppendAsync(SampleEvents.Encoded(4), cancellation);
        ReadAll(journal.OpenReader(0)).Select(entry => entry.Event.Id).ShouldBe(["2", "3", "4"]);

        Time.Advance(TimeSpan.FromDays(1));
        ReadAll(journal.OpenReader(0)).Count.ShouldBe(3);
        await journal.AppendAsync(SampleEvents.Encoded(5), cancellation);
        ReadAll(journal.OpenReader(0)).ShouldHaveSingleItem().Event.Id.ShouldBe("5");
    }

    [Fact]
    public async Task Newest_event_is_no_copy_either_once_it_is_too_old_and_others_come()
    {
        await using var journal = Open(new() { MaxAge = TimeSpan.FromHours(1) });
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        Time.Advance(TimeSpan.FromHours(2));
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

    private protected override IJournal Open(RetentionOptions? retention = null) =>
        new MemoryJournal(retention ?? new RetentionOptions(), Time);

    private abstract record Operation;

    private sealed record Append(int[] Ids) : Operation;

    private sealed record Read(int Amount) : Operation;

    private sealed record Pass(int Minutes) : Operation;
}
