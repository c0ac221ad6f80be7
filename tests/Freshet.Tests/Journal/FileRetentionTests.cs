using Freshet.Events;
using Freshet.Journal;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

public sealed class FileRetentionTests : IDisposable
{
    private readonly JournalFiles files = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Retention_by_count_keeps_about_as_many_as_it_may()
    {
        Limit(maxEvents: 64);
        await using var journal = files.Open();
        for (var id = 1; id <= 500; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
            journal.Size.Entries.ShouldBeInRange(Math.Min(id, 60), 64);
        }
        journal.LastSequence.ShouldBe(500);
        JournalFiles
            .ReadAll(journal)
            .Entries.Select(entry => entry.Sequence)
            .ShouldBe(Sequences(501 - journal.Size.Entries, 500));
        files.Segments().Count.ShouldBeLessThanOrEqualTo(17);
        Directory.GetFiles(files.Path, "*.idx").Length.ShouldBe(files.Segments().Count - 1);
    }

    [Fact]
    public async Task Retention_by_bytes_counts_what_the_files_take()
    {
        Limit(maxBytes: 64 << 10);
        await using var journal = files.Open();
        for (var id = 1; id <= 300; id++)
        {
            await journal.AppendAsync(
                [SampleEvents.Encoded($"{id}", json: $"\"{new string('x', 1000)}\"")],
                cancellation
            );
            journal.Size.Bytes.ShouldBeLessThanOrEqualTo(64 << 10);
        }
        journal.Size.Entries.ShouldBeGreaterThan(40);
        Directory
            .GetFiles(files.Path)
            .Where(path => Path.GetFileName(path) != "lock")
            .Sum(path => new FileInfo(path).Length)
            .ShouldBe(journal.Size.Bytes);
    }

    [Fact]
    public async Task Newest_event_stays_however_large_it_is()
    {
        Limit(maxBytes: 8 << 10);
        await using var journal = files.Open();
        var large = new string('x', 100_000);
        await journal.AppendAsync(SampleEvents.Encoded(1, 2, 3), cancellation);
        await journal.AppendAsync([SampleEvents.Encoded("4", json: large)], cancellation);
        await journal.AppendAsync([SampleEvents.Encoded("5", json: large)], cancellation);
        JournalFiles.ReadAll(journal).Entries.ShouldHaveSingleItem().Event.Id.ShouldBe("5");
        await journal.AppendAsync(SampleEvents.Encoded(6), cancellation);
        JournalFiles.ReadAll(journal).Entries.ShouldHaveSingleItem().Event.Id.ShouldBe("6");
    }

    [Fact]
    public async Task Retention_by_age_removes_what_is_older_when_events_come()
    {
        Limit(maxAge: TimeSpan.FromMinutes(160));
        await using var journal = files.Open();
        for (var id = 1; id <= 50; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
            files.Time.Advance(TimeSpan.FromMinutes(10));
        }
        // The oldest is removed when it is older: not 160 minutes before the last append.
        JournalFiles
            .ReadAll(journal)
            .Entries.Select(entry => entry.Sequence)
            .ShouldBe(Sequences(34, 50));
    }

    [Fact]
    public async Task Retention_by_age_needs_no_events_to_come()
    {
        Limit(maxAge: TimeSpan.FromMinutes(160));
        await using var journal = files.Open();
        for (var id = 1; id <= 5; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
            files.Time.Advance(TimeSpan.FromMinutes(10));
        }
        files.Time.Advance(TimeSpan.FromDays(1));
        files.Time.Fire();
        // What the writer is asked after the tick, it does after it.
        await journal.AppendAsync(SampleEvents.Encoded(5), cancellation);

        JournalFiles.ReadAll(journal).Entries.ShouldHaveSingleItem().Sequence.ShouldBe(6);
        journal.Oldest.ShouldNotBeNull().Sequence.ShouldBe(6);
    }

    [Fact]
    public async Task Newest_event_stays_when_it_is_too_old_until_another_comes()
    {
        Limit(maxAge: TimeSpan.FromMinutes(160));
        await files.FillAsync(SampleEvents.Encoded(1, 2));
        files.Time.Advance(TimeSpan.FromDays(2));

        await using var journal = files.Open();
        files.Time.Fire();
        await journal.AppendAsync([], cancellation);
        JournalFiles.ReadAll(journal).Entries[^1].Event.Id.ShouldBe("2");
        journal.LastSequence.ShouldBe(2);

        // No copy to take a repeat for: it would be removed in the same breath.
        (await journal.AppendAsync(SampleEvents.Encoded(2, 3), cancellation)).ShouldBe(0);
        var kept = JournalFiles.ReadAll(journal).Entries;
        kept.Select(entry => entry.Sequence).ShouldBe([3, 4]);
        kept[0].WireId.ShouldBe("2");
    }

    [Fact]
    public async Task What_retention_removed_is_not_found_and_may_come_again()
    {
        Limit(maxEvents: 3);
        await using var journal = files.Open();
        for (var id = 1; id <= 5; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
        }
        journal.TryFind("2", out _).ShouldBeFalse();
        journal.TryFind("3", out _).ShouldBeTrue();
        journal.FindBefore(DateTimeOffset.MinValue).ShouldBe(2);
        (await journal.AppendAsync(SampleEvents.Encoded(2), cancellation)).ShouldBe(0);
        (await journal.AppendAsync(SampleEvents.Encoded(5), cancellation)).ShouldBe(1);
        journal.TryFind("2", out var found).ShouldBeTrue();
        found.ShouldBe(6);
    }

    [Fact]
    public async Task Reader_across_a_removal_is_told_how_many_it_missed()
    {
        Limit(maxEvents: 3);
        await using var journal = files.Open();
        using var reader = journal.OpenReader(0);
        await journal.AppendAsync(SampleEvents.Encoded(1), cancellation);
        reader.Read(new Entry[8]).ShouldBe(new JournalRead(1, 0));
        for (var id = 2; id <= 10; id++)
        {
            await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
        }
        var entries = new Entry[8];
        reader.Read(entries).ShouldBe(new JournalRead(3, 6));
        entries.Take(3).Select(entry => entry.Sequence).ShouldBe([8, 9, 10]);
    }

    [Fact]
    public async Task Segment_that_is_removed_while_it_is_read_is_read_to_its_end()
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await files.FillAsync(SampleEvents.Encoded(Enumerable.Range(1, 8)));
        Limit(maxEvents: 3);
        await using var journal = files.Open();
        var log = new SegmentLog(new DamagedRecords(files.Path, files.Log));
        var recovery = new Recovery(files.Path, new(files.Path, files.Log), files.Log);
        recovery.Run();
        log.Open(recovery.Segments, recovery.Last);
        var segment = log.Segments[0];
        segment.TryHold().ShouldBeTrue();

        log.Remove(segment);

        File.Exists(segment.Path).ShouldBeFalse();
        using var window = EntryLookup.NewWindow();
        segment.Read(2, window).ShouldNotBeNull().Event.Id.ShouldBe("2");
        segment.Release();
        segment.File.IsClosed.ShouldBeTrue();
        segment.TryHold().ShouldBeFalse();
        log.Close();
    }

    private void Limit(
        int maxEvents = 1_000_000,
        long maxBytes = 1L << 30,
        TimeSpan? maxAge = null
    ) =>
        files.Settings = new(
            files.Path,
            SyncPolicy.Never,
            maxAge ?? TimeSpan.FromDays(365),
            maxBytes,
            maxEvents
        );

    private static IEnumerable<long> Sequences(long first, long last) =>
        Enumerable.Range((int)first, (int)(last - first + 1)).Select(sequence => (long)sequence);
}
