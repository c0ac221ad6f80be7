using Freshet.Events;
using Freshet.Journal;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>Reading from memory and from the disk is one thing to who reads.</summary>
public sealed class FileReadingTests : IDisposable
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(120);

    private readonly JournalFiles files = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Readers_fast_and_slow_agree_with_concurrent_writers()
    {
        const int writers = 4;
        const int appendsEach = 1500;
        const int perAppend = 5;
        const int total = writers * appendsEach * perAppend;
        files.Settings = files.Settings with { SegmentEvents = 700 };
        await using var journal = files.Open();
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
            )
            .ToList();
        // One keeps up, one takes little at a time and is opened anew each time, one begins when all is written and more than memory holds.
        var fast = Task.Run(() => FollowAsync(journal, total, most: 256, isReopening: false));
        var slow = Task.Run(() => FollowAsync(journal, total, most: 3, isReopening: true));
        await Task.WhenAll(writing).WaitAsync(Watchdog, cancellation);
        var late = Task.Run(() => FollowAsync(journal, total, most: 100, isReopening: false));
        var seen = await Task.WhenAll(fast, slow, late).WaitAsync(Watchdog, cancellation);

        seen[0].Count.ShouldBe(total);
        seen[0].ShouldBeUnique();
        seen[1].SequenceEqual(seen[0]).ShouldBeTrue();
        seen[2].SequenceEqual(seen[0]).ShouldBeTrue();
        // What was appended in one call stands together, in its order.
        seen[0].Chunk(perAppend).ShouldAllBe(chunk => chunk[4] == chunk[0] + 4);
    }

    [Fact]
    public async Task Lookups_go_on_while_segments_are_written_and_removed()
    {
        files.Settings = new(
            files.Path,
            SyncPolicy.Never,
            TimeSpan.FromDays(1),
            1L << 30,
            MaxEvents: 2000
        );
        await using var journal = files.Open();
        var isWriting = true;
        var looking = Task.Run(
            () =>
            {
                var random = new Random(4);
                var found = 0;
                while (Volatile.Read(ref isWriting) || found == 0)
                {
                    var last = journal.LastSequence;
                    var wanted = Math.Max(1, last - random.Next(1500));
                    if (last == 0)
                    {
                        continue;
                    }
                    // It may be removed between the two; what is found is right.
                    if (journal.TryFind($"{wanted}", out var sequence))
                    {
                        sequence.ShouldBe(wanted);
                        found++;
                    }
                    else
                    {
                        journal.Oldest.ShouldNotBeNull().Sequence.ShouldBeGreaterThan(wanted);
                    }
                }
                return found;
            },
            cancellation
        );
        for (var id = 1; id <= 12_000; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
        }
        Volatile.Write(ref isWriting, false);
        (await looking.WaitAsync(Watchdog, cancellation)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Large_event_passes_through_small_buffers()
    {
        var large = $"\"{new string('x', 3_000_000)}\"";
        await files.FillAsync(
            SampleEvents.Encoded("1"),
            SampleEvents.Encoded("2", json: large),
            SampleEvents.Encoded("3")
        );
        await using var journal = files.Open();
        var (entries, missed) = JournalFiles.ReadAll(journal);
        missed.ShouldBe(0);
        entries.Select(entry => entry.Event.Json.Length).ShouldBe([2, large.Length, 2]);
        journal.TryFind("2", out var found).ShouldBeTrue();
        found.ShouldBe(2);
    }

    [Fact]
    public async Task Times_do_not_go_backwards_across_a_restart()
    {
        await files.FillAsync(SampleEvents.Encoded(1));
        files.Time.Advance(TimeSpan.FromHours(-2));
        await files.FillAsync(SampleEvents.Encoded(2));
        files.Time.Advance(TimeSpan.FromHours(3));
        await files.FillAsync(SampleEvents.Encoded(3));

        await using var journal = files.Open();
        var times = JournalFiles.ReadAll(journal).Entries.Select(entry => entry.JournaledAt);
        times.ShouldBe([
            files.Time.GetUtcNow().AddHours(-1),
            files.Time.GetUtcNow().AddHours(-1),
            files.Time.GetUtcNow(),
        ]);
    }

    [Fact]
    public async Task Same_id_of_another_source_is_called_by_its_sequence_for_good()
    {
        EncodedEvent Event(string source) =>
            SampleEvents.Encoded("1", source, format: EventFormat.CloudEvent);
        await files.FillAsync(Event("a"), Event("b"));

        await using var journal = files.Open();
        JournalFiles.ReadAll(journal).Entries.Select(entry => entry.WireId).ShouldBe(["1", "1@2"]);
        (await journal.AppendAsync([Event("b"), Event("c")], cancellation)).ShouldBe(1);
        journal.TryFind("1", out var first).ShouldBeTrue();
        journal.TryFind("1@2", out var second).ShouldBeTrue();
        journal.TryFind("1@3", out var third).ShouldBeTrue();
        (first, second, third).ShouldBe((1, 2, 3));
        journal.TryFind("1@1", out _).ShouldBeFalse();
        journal.TryFind("1@4", out _).ShouldBeFalse();
        journal.TryFind("@", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Walk_follows_the_files_of_a_journal_that_is_written_to()
    {
        files.Settings = files.Settings with { SegmentEvents = 3 };
        await using var journal = files.Open();
        using var walk = new JournalWalk(files.Path);
        walk.MoveNext().ShouldBeFalse();
        var seen = new List<string>();
        for (var id = 1; id <= 10; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
            while (walk.MoveNext())
            {
                walk.Current.Fault.ShouldBeNull();
                seen.Add(walk.Current.Entry.ShouldNotBeNull().Event.Id);
            }
            walk.Tail.ShouldBeNull();
            seen.Count.ShouldBe(id);
        }
        seen.ShouldBe(Enumerable.Range(1, 10).Select(id => $"{id}"));
    }

    [Fact]
    public async Task Walk_tells_a_record_that_is_half_written_when_it_is_whole()
    {
        await files.FillAsync(SampleEvents.Encoded(1, 2));
        var segment = files.Segments().ShouldHaveSingleItem();
        var whole = JournalFiles.Bytes(segment);
        JournalFiles.Write(segment, whole.AsSpan(0, whole.Length - 4));
        using var walk = new JournalWalk(files.Path);
        walk.MoveNext().ShouldBeTrue();

        walk.MoveNext().ShouldBeFalse();
        var tail = walk.Tail.ShouldNotBeNull();
        tail.Fault.ShouldBe("it is cut off");
        tail.Offset.ShouldBe(SecondRecord(whole));

        // All of its bytes are there, and not all of them as they will be.
        var unfinished = whole.ToArray();
        unfinished[^1] = 0;
        JournalFiles.Write(segment, unfinished);
        walk.MoveNext().ShouldBeFalse();
        walk.Tail.ShouldNotBeNull().Fault.ShouldBe("its sum is wrong");

        JournalFiles.Write(segment, whole);
        walk.MoveNext().ShouldBeTrue();
        walk.Current.Entry.ShouldNotBeNull().Sequence.ShouldBe(2);
        walk.MoveNext().ShouldBeFalse();
        walk.Tail.ShouldBeNull();

        long SecondRecord(byte[] content)
        {
            JournalFiles.Write(segment, content);
            var begin = JournalFiles.Boundaries(segment)[1];
            JournalFiles.Write(segment, content.AsSpan(0, content.Length - 4));
            return begin;
        }
    }

    [Fact]
    public async Task Walk_tells_what_is_wrong_and_where()
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await files.FillAsync(SampleEvents.Encoded(Enumerable.Range(1, 10)));
        var first = files.Segments()[0];
        var bounds = JournalFiles.Boundaries(first);
        var bytes = JournalFiles.Bytes(first);
        bytes[bounds[1] + 30] ^= 1;
        JournalFiles.Write(first, bytes.AsSpan(0, (int)bounds[3]));

        using var walk = new JournalWalk(files.Path);
        var items = new List<string>();
        while (walk.MoveNext())
        {
            var item = walk.Current;
            items.Add(
                item.Entry is { } entry
                    ? $"{entry.Sequence}"
                    : $"{Path.GetFileName(item.File)}+{item.Offset}: {item.Fault}, {item.Missing} missing"
            );
        }
        items.ShouldBe([
            "1",
            $"{Path.GetFileName(first)}+{bounds[1]}: its sum is wrong, 1 missing",
            "3",
            $"{Path.GetFileName(first)}+{bounds[3]}: what should follow is not there, 1 missing",
            "5",
            "6",
            "7",
            "8",
            "9",
            "10",
        ]);
    }

    [Fact]
    public async Task Walk_leaves_out_what_was_full_before_a_time()
    {
        files.Settings = files.Settings with { SegmentEvents = 2 };
        await using var journal = files.Open();
        for (var id = 1; id <= 8; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
            files.Time.Advance(TimeSpan.FromMinutes(1));
        }
        // That of the fifth, which is the first of the third segment: it may be in the one before.
        using var walk = new JournalWalk(files.Path, files.Time.GetUtcNow().AddMinutes(-4));
        walk.MoveNext().ShouldBeTrue();
        walk.Current.Entry.ShouldNotBeNull().Sequence.ShouldBe(3);
    }

    [Fact]
    public async Task Summary_tells_the_segments_with_and_without_an_index()
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await using var journal = files.Open();
        for (var id = 1; id <= 6; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
        }
        var now = files.Time.GetUtcNow();
        var summary = SegmentSummary.Of(files.Path).ToList();
        summary.Select(segment => segment.Path).ShouldBe(files.Segments());
        summary
            .Select(segment => (segment.First, segment.Count, segment.Damaged))
            .ShouldBe([(1, 4, 0), (5, 2, 0)]);
        summary.ShouldAllBe(segment => segment.FirstTime == now && segment.LastTime == now);
        summary[0].IndexBytes.ShouldBeGreaterThan(0);
        summary[1].IndexBytes.ShouldBe(0);
        summary.Sum(segment => segment.Bytes + segment.IndexBytes).ShouldBe(journal.Size.Bytes);
    }

    private async Task<List<int>> FollowAsync(
        FileJournal journal,
        int count,
        int most,
        bool isReopening
    )
    {
        var ids = new List<int>();
        var entries = new Entry[most];
        var reader = journal.OpenReader(0);
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
            if (isReopening && ids.Count % 50 == 0)
            {
                reader.Dispose();
                reader = journal.OpenReader(ids.Count);
            }
        }
        reader.Dispose();
        return ids;
    }
}
