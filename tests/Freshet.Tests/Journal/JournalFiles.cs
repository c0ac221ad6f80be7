using Freshet.Events;
using Freshet.Journal;
using Freshet.Journal.Segments;
using Freshet.Telemetry;
using Microsoft.Win32.SafeHandles;
using Shouldly;

namespace Freshet.Tests.Journal;

/// <summary>Journals in the files of one folder, which a test may open again and look into.</summary>
internal sealed class JournalFiles : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TimersByHand Time { get; } = new();

    public RecordedLog Log { get; } = new();

    public string Path => folder.Path;

    /// <summary>Much is kept, and nothing is synced: what a test does not want of it, it changes.</summary>
    public FileJournalSettings Settings { get; set; }

    public JournalFiles() =>
        Settings = new(Path, SyncPolicy.Never, TimeSpan.FromDays(365), 1L << 30, 1_000_000);

    /// <summary>Opens a journal.</summary>
    public FileJournal Open(
        Action<SafeFileHandle>? flush = null,
        JournalInstruments? instruments = null
    )
    {
        var journal = new FileJournal(Settings, Log, Time, flush, instruments);
        journal.Open();
        return journal;
    }

    /// <summary>Opens a journal, appends these events one by one, and closes it.</summary>
    public async Task FillAsync(params IEnumerable<EncodedEvent> events)
    {
        await using var journal = Open();
        foreach (var taken in events)
        {
            await journal.AppendAsync([taken], CancellationToken.None);
        }
    }

    /// <summary>The segments' paths, oldest first.</summary>
    public IReadOnlyList<string> Segments() =>
        [.. JournalFolder.Segments(Path).Select(segment => segment.Path)];

    /// <summary>A file's content.</summary>
    public static byte[] Bytes(string path) => File.ReadAllBytes(path);

    /// <summary>Makes this a file's content.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content) =>
        File.WriteAllBytes(path, content);

    /// <summary>Where in a segment its records begin, and where the last one ends.</summary>
    public static IReadOnlyList<long> Boundaries(string segment)
    {
        using var file = Segment.Open(segment);
        var header = new byte[SegmentHeader.Size];
        RandomAccess.Read(file, header, 0);
        SegmentHeader.Read(header, out var read).ShouldBeNull();
        using var scan = new SegmentScan(file, read, RandomAccess.GetLength(file));
        var found = new List<long> { SegmentHeader.Size };
        while (scan.MoveNext())
        {
            scan.Current.IsRecord.ShouldBeTrue();
            found.Add(scan.Current.Offset + scan.Current.Length);
        }
        return found;
    }

    /// <summary>Everything after a sequence, and how many were missed.</summary>
    public static (List<Entry> Entries, long Missed) ReadAll(IJournal journal, long after = 0)
    {
        using var reader = journal.OpenReader(after);
        var all = new List<Entry>();
        var missed = 0L;
        var entries = new Entry[7];
        while (reader.Read(entries) is { } read && (read.Count > 0 || read.Missed > 0))
        {
            all.AddRange(entries.AsSpan(0, read.Count));
            missed += read.Missed;
        }
        reader.Position.ShouldBe(Math.Max(after, journal.LastSequence));
        return (all, missed);
    }

    /// <summary>What an entry is, as text to compare.</summary>
    public static string Text(Entry entry) =>
        $"{entry.Sequence} {entry.JournaledAt:O} {entry.WireId} {entry.Event.Key} {Convert.ToHexString(entry.Event.Json.Span)}";

    public void Dispose() => folder.Dispose();
}
