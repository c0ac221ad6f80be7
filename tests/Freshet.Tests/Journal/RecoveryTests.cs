using Freshet.Events;
using Freshet.Journal;
using Freshet.Journal.Segments;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>What a journal makes of files that a sudden end, a broken disk or a stranger left it.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly JournalFiles files = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Any_cut_of_the_last_segment_leaves_all_complete_records()
    {
        await files.FillAsync(Events(8));
        var segment = files.Segments().ShouldHaveSingleItem();
        var whole = JournalFiles.Bytes(segment);
        var ends = JournalFiles.Boundaries(segment).Skip(1).ToList();
        var original = await ReadAsync();

        for (var length = 0; length <= whole.Length; length++)
        {
            foreach (var path in Directory.GetFiles(files.Path, "*.log"))
            {
                File.Delete(path);
            }
            JournalFiles.Write(segment, whole.AsSpan(0, length));
            var complete = ends.Count(end => end <= length);

            await using (var journal = files.Open())
            {
                var (entries, missed) = JournalFiles.ReadAll(journal);
                entries.Select(JournalFiles.Text).ShouldBe(original.Take(complete), $"{length}");
                missed.ShouldBe(0);
                journal.LastSequence.ShouldBe(complete);
                await journal.AppendAsync([SampleEvents.Encoded("next")], cancellation);
                journal.LastSequence.ShouldBe(complete + 1);
            }
            (await ReadAsync()).Count.ShouldBe(complete + 1);
        }
    }

    [Fact]
    public async Task What_is_cut_off_is_kept_aside_and_told()
    {
        await files.FillAsync(Events(3));
        var segment = files.Segments().ShouldHaveSingleItem();
        var whole = JournalFiles.Bytes(segment);
        var begin = JournalFiles.Boundaries(segment)[2];
        JournalFiles.Write(segment, whole.AsSpan(0, whole.Length - 1));

        (await ReadAsync()).Count.ShouldBe(2);

        var kept = Directory.GetFiles(Path.Combine(files.Path, "damaged")).ShouldHaveSingleItem();
        JournalFiles.Bytes(kept).ShouldBe(whole[(int)begin..^1]);
        files.Log.Lines.ShouldContain(
            $"Warning: {segment} ends within a record that was being written: cut off at {begin}, {whole.Length - 1 - begin} bytes"
        );
    }

    [Fact]
    public async Task Room_that_nothing_was_written_to_is_cut_off_and_not_kept()
    {
        await files.FillAsync(Events(3));
        var segment = files.Segments().ShouldHaveSingleItem();
        var length = new FileInfo(segment).Length;
        using (var file = Segment.Open(segment, FileAccess.ReadWrite))
        {
            RandomAccess.SetLength(file, length + 100_000);
        }

        (await ReadAsync()).Count.ShouldBe(3);

        new FileInfo(segment).Length.ShouldBe(length);
        Directory.Exists(Path.Combine(files.Path, "damaged")).ShouldBeFalse();
    }

    [Fact]
    public async Task Any_flipped_bit_is_found_by_a_walk()
    {
        await files.FillAsync(Events(5));
        var segment = files.Segments().ShouldHaveSingleItem();
        var whole = JournalFiles.Bytes(segment);
        Walk().ShouldBe(0);

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            Flip(segment, whole, bit);
            Walk().ShouldBeGreaterThan(0, $"bit {bit}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Readers_see_the_untouched_records_and_a_gap_where_a_bit_is_flipped(int seed)
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await files.FillAsync(Events(12));
        var original = await ReadAsync();
        var random = new Random(seed);
        var contents = Directory
            .GetFiles(files.Path)
            .Where(path => Path.GetFileName(path) != "lock")
            .ToDictionary(path => path, JournalFiles.Bytes);

        for (var round = 0; round < 100; round++)
        {
            foreach (var path in Directory.GetFiles(files.Path))
            {
                File.Delete(path);
            }
            foreach (var (path, bytes) in contents)
            {
                JournalFiles.Write(path, bytes);
            }
            var (damaged, content) = contents.ElementAt(random.Next(contents.Count));
            var bit = random.Next(content.Length * 8);
            Flip(damaged, content, bit);
            var where = $"bit {bit} of {Path.GetFileName(damaged)}";

            await using var journal = files.Open();
            var (entries, missed) = JournalFiles.ReadAll(journal);
            entries.Select(JournalFiles.Text).ShouldBeSubsetOf(original, where);
            (entries.Count + missed).ShouldBe(journal.LastSequence, where);
            var isHeader = bit / 8 < SegmentHeader.Size && Path.GetExtension(damaged) == ".log";
            var lost = Path.GetExtension(damaged) == ".idx" ? 0 : 1;
            entries.Count.ShouldBeGreaterThanOrEqualTo(12 - (isHeader ? 4 : lost), where);

            // What is lost can come again, and what is kept is known still.
            var repeated = await journal.AppendAsync([.. Events(12)], cancellation);
            repeated.ShouldBe(entries.Count, where);
        }
    }

    [Fact]
    public async Task Record_damaged_in_the_middle_is_set_aside_counted_and_missed()
    {
        await files.FillAsync(Events(5));
        var segment = files.Segments().ShouldHaveSingleItem();
        var bounds = JournalFiles.Boundaries(segment);
        var whole = JournalFiles.Bytes(segment);
        Flip(segment, whole, (int)((bounds[2] + 30) * 8));

        await using (var journal = files.Open())
        {
            journal.Damaged.ShouldBe(1);
            using var reader = journal.OpenReader(0);
            var entries = new Entry[8];
            // It stops before the gap, and tells of it with the next call.
            reader.Read(entries).ShouldBe(new JournalRead(2, 0));
            reader.Read(entries).ShouldBe(new JournalRead(2, 1));
            entries[0].Sequence.ShouldBe(4);
            journal.TryFind("3", out _).ShouldBeFalse();
            journal.TryFind("4", out var fourth).ShouldBeTrue();
            fourth.ShouldBe(4);
        }
        var kept = Directory.GetFiles(Path.Combine(files.Path, "damaged")).ShouldHaveSingleItem();
        var bytes = JournalFiles.Bytes(segment)[(int)bounds[2]..(int)bounds[3]];
        JournalFiles.Bytes(kept).ShouldBe(bytes);
        files.Log.Lines.ShouldHaveSingleItem().ShouldStartWith($"Error: {segment} is damaged: ");
    }

    [Fact]
    public async Task Record_of_a_sealed_segment_found_damaged_is_told_of_once()
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await files.FillAsync(Events(9));
        var segment = files.Segments()[0];
        var bounds = JournalFiles.Boundaries(segment);
        Flip(segment, JournalFiles.Bytes(segment), (int)(bounds[1] * 8));

        await using var journal = files.Open();
        journal.Damaged.ShouldBe(0);
        for (var i = 0; i < 3; i++)
        {
            var (entries, missed) = JournalFiles.ReadAll(journal);
            entries.Select(entry => entry.Sequence).ShouldBe([1, 3, 4, 5, 6, 7, 8, 9]);
            missed.ShouldBe(1);
        }
        journal.Damaged.ShouldBe(1);
        journal.FindBefore(files.Time.GetUtcNow()).ShouldBe(0);
        Directory.GetFiles(Path.Combine(files.Path, "damaged")).Length.ShouldBe(1);
        files.Log.Lines.ShouldHaveSingleItem().ShouldStartWith($"Error: {segment} is damaged: ");
    }

    [Fact]
    public async Task Sealed_segment_that_lost_its_end_is_a_gap()
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await files.FillAsync(Events(9));
        var segment = files.Segments()[0];
        var cut = JournalFiles.Boundaries(segment)[2] + 5;
        JournalFiles.Write(segment, JournalFiles.Bytes(segment).AsSpan(0, (int)cut));

        await using var journal = files.Open();
        var (entries, missed) = JournalFiles.ReadAll(journal);
        entries.Select(entry => entry.Sequence).ShouldBe([1, 2, 5, 6, 7, 8, 9]);
        missed.ShouldBe(2);
    }

    [Fact]
    public async Task Segment_that_is_gone_is_a_gap()
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await files.FillAsync(Events(12));
        File.Delete(files.Segments()[1]);

        await using var journal = files.Open();
        var (entries, missed) = JournalFiles.ReadAll(journal);
        entries.Select(entry => entry.Sequence).ShouldBe([1, 2, 3, 4, 9, 10, 11, 12]);
        missed.ShouldBe(4);
        journal.TryFind("6", out _).ShouldBeFalse();
        journal.TryFind("12", out var last).ShouldBeTrue();
        last.ShouldBe(12);
    }

    [Fact]
    public async Task Sequences_of_a_last_segment_that_cannot_be_read_are_not_given_again()
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await files.FillAsync(Events(6));
        var segment = files.Segments()[1];
        Flip(segment, JournalFiles.Bytes(segment), bit: 3);

        await using var journal = files.Open();
        journal.LastSequence.ShouldBeGreaterThanOrEqualTo(6);
        await journal.AppendAsync([SampleEvents.Encoded("next")], cancellation);
        var (entries, missed) = JournalFiles.ReadAll(journal);
        entries.Select(entry => entry.Event.Id).ShouldBe(["1", "2", "3", "4", "next"]);
        missed.ShouldBe(journal.LastSequence - 5);
        File.Exists(Path.Combine(files.Path, "damaged", Path.GetFileName(segment))).ShouldBeTrue();
    }

    [Fact]
    public async Task Index_that_is_absent_is_made_anew()
    {
        files.Settings = files.Settings with { SegmentEvents = 4 };
        await files.FillAsync(Events(9));
        var index = IndexFile.PathOf(files.Segments()[0]);
        File.Delete(index);
        JournalFiles.Write(Path.Combine(files.Path, "00000000000000000777.idx"), "of nothing"u8);
        JournalFiles.Write(index + ".tmp", "half"u8);
        var others = Path.Combine(files.Path, "notes.idx.tmp");
        JournalFiles.Write(others, "of somebody else"u8);

        await using var journal = files.Open();
        journal.TryFind("2", out var second).ShouldBeTrue();
        second.ShouldBe(2);
        File.Exists(index).ShouldBeTrue();
        Directory.GetFiles(files.Path, "*.idx").Length.ShouldBe(2);
        Directory.GetFiles(files.Path, "*.tmp").ShouldBe([others]);
    }

    [Fact]
    public async Task Text_that_looks_like_a_record_is_none()
    {
        // What stands in an event's id was chosen by a stranger: here a record, whole but for the salt, which nobody knows.
        var record = new byte[RecordHeader.Size + Payload.Shortest];
        RecordHeader.Write(record, sequence: 2, ticks: 0, salt: 0);
        var id = new string([.. record.Select(octet => (char)(octet & 0x7f))]);
        await files.FillAsync([SampleEvents.Encoded(id), .. Events(2)]);
        var segment = files.Segments().ShouldHaveSingleItem();
        Flip(segment, JournalFiles.Bytes(segment), SegmentHeader.Size * 8);

        await using var journal = files.Open();
        var (entries, missed) = JournalFiles.ReadAll(journal);
        entries.Select(entry => entry.Event.Id).ShouldBe(["1", "2"]);
        missed.ShouldBe(1);
    }

    [Fact]
    public async Task Version_of_the_future_is_refused_and_left_as_it_is()
    {
        await files.FillAsync(Events(1));
        var segment = files.Segments().ShouldHaveSingleItem();
        var bytes = JournalFiles.Bytes(segment);
        bytes[8] = 2;
        BitConverter.TryWriteBytes(bytes.AsSpan(28), Crc32C.Of(bytes.AsSpan(0, 28)));
        JournalFiles.Write(segment, bytes);

        Should
            .Throw<JournalUnavailableException>(() => files.Open())
            .Message.ShouldBe(
                $"the file {segment}: it has version 2 of the form, and this Freshet knows version 1"
            );
        JournalFiles.Bytes(segment).ShouldBe(bytes);
    }

    private static IEnumerable<EncodedEvent> Events(int count) =>
        Enumerable
            .Range(1, count)
            .Select(id => SampleEvents.Encoded($"{id}", json: $"\"{new string('x', id * 3)}\""));

    private async Task<List<string>> ReadAsync()
    {
        await using var journal = files.Open();
        return [.. JournalFiles.ReadAll(journal).Entries.Select(JournalFiles.Text)];
    }

    private static void Flip(string path, byte[] content, int bit)
    {
        var flipped = content.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        JournalFiles.Write(path, flipped);
    }

    /// <summary>How much a walk finds wrong.</summary>
    private int Walk()
    {
        using var walk = new JournalWalk(files.Path);
        var faults = 0;
        while (walk.MoveNext())
        {
            faults += walk.Current.Fault is null ? 0 : 1;
        }
        return faults + (walk.Tail is null ? 0 : 1);
    }
}
