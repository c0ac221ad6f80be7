using BenchmarkDotNet.Attributes;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freshet.Benchmarks.Journal;

/// <summary>
/// What an event costs in a journal that is as full as it may be: to append it, alone and with others, and to read it. The journal in files does not sync,
/// so that its code is measured and not the disk, which <c>./do bench journal</c> does.
/// </summary>
[MemoryDiagnoser]
public class JournalBenchmarks : IAsyncDisposable
{
    private const int Kept = 100_000;
    private const int Batch = 1000;

    /// <summary>What a stream reads at once.</summary>
    private const int Slice = 256;

    /// <summary>So few that the journal in files has them in memory too.</summary>
    private const int Newest = 16 * Slice;

    private readonly Entry[] one = new Entry[1];
    private readonly Entry[] slice = new Entry[Slice];
    private TemporaryFolder? folder;
    private IJournal journal = null!;
    private long id;

    [Params("memory", "file")]
    public string Type { get; set; } = "";

    [GlobalSetup]
    public async Task BeginAsync()
    {
        journal = Type == "file" ? InFiles() : InMemory();
        while (id < Kept)
        {
            await AppendBatch();
        }
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await journal.DisposeAsync();
        folder?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One event, whose caller awaits it.</summary>
    [Benchmark]
    public ValueTask<int> AppendOne() =>
        journal.AppendAsync([BuildEvents.Encoded(id++)], CancellationToken.None);

    /// <summary>An event among those that come together.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public ValueTask<int> AppendBatch()
    {
        var events = BuildEvents.Encoded(id, Batch);
        id += Batch;
        return journal.AppendAsync(events, CancellationToken.None);
    }

    /// <summary>An event of those that were kept long ago, each asked for by itself.</summary>
    [Benchmark(OperationsPerInvoke = Newest)]
    public long ReadOne() => Read(Oldest, one);

    /// <summary>An event of those that were kept long ago, as one who comes back from far behind reads them.</summary>
    [Benchmark(OperationsPerInvoke = Newest)]
    public long ReadSlice() => Read(Oldest, slice);

    /// <summary>An event of the newest, as all streams read them.</summary>
    [Benchmark(OperationsPerInvoke = Newest)]
    public long ReadNewest() => Read(journal.LastSequence - Newest, slice);

    private long Oldest => journal.LastSequence - Kept;

    private long Read(long after, Entry[] into)
    {
        using var reader = journal.OpenReader(after);
        for (var read = 0; read < Newest; )
        {
            var next = reader.Read(into);
            if (next.Count == 0 || next.Missed > 0)
            {
                throw new InvalidOperationException("an event that should be kept is gone");
            }
            read += next.Count;
        }
        return reader.Position;
    }

    private static MemoryJournal InMemory() =>
        new(
            new RetentionOptions { MaxEvents = Kept, MaxBytes = new ByteSize(1L << 30) },
            TimeProvider.System
        );

    private FileJournal InFiles()
    {
        folder = new TemporaryFolder();
        var settings = new FileJournalSettings(
            folder.Path,
            SyncPolicy.Never,
            TimeSpan.FromDays(7),
            MaxBytes: 256L << 20,
            MaxEvents: 4 * Kept
        );
        var files = new FileJournal(settings, NullLogger.Instance, TimeProvider.System);
        files.Open();
        return files;
    }
}
