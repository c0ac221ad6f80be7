using Freshet.Events;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal;

/// <summary>
/// A journal in the files of a folder, which outlasts the process. Callers make records of their events; one thread numbers them, writes all that
/// wait in one go, syncs once, lets readers see them and tells the callers. Segments follow each other, and the oldest go as wholes.
/// </summary>
internal sealed class FileJournal : IJournal
{
    /// <summary>How often age and faults are looked at, where syncing does not ask for more.</summary>
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly FileJournalSettings settings;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Action<SafeFileHandle> flush;
    private readonly JournalInstruments? instruments;
    private readonly string folder;
    private readonly DamagedRecords damaged;
    private readonly SegmentLog log;
    private readonly EntryLookup lookup;
    private readonly AppendQueue queue = new();
    private JournalWriter? writer;
    private FolderLock? folderLock;
    private ITimer? timer;

    /// <summary>Touches nothing: <see cref="Open"/> does.</summary>
    /// <param name="settings">How it is kept.</param>
    /// <param name="logger">Is told what was recovered, what is damaged, and what fails.</param>
    /// <param name="time">The clock.</param>
    /// <param name="flush">Brings a file to the disk; by default as the system does it.</param>
    /// <param name="instruments">Where writing is measured; null where nobody asks.</param>
    public FileJournal(
        FileJournalSettings settings,
        ILogger logger,
        TimeProvider time,
        Action<SafeFileHandle>? flush = null,
        JournalInstruments? instruments = null
    )
    {
        this.instruments = instruments;
        this.flush = flush ?? RandomAccess.FlushToDisk;
        this.settings = settings;
        this.logger = logger;
        this.time = time;
        folder = Path.GetFullPath(settings.Path);
        damaged = new(folder, logger);
        log = new(damaged);
        lookup = new(log);
    }

    public long LastSequence => log.Last;

    public Entry? Oldest => log.Oldest;

    public JournalSize Size => log.Size;

    public string? Fault => writer?.Fault;

    /// <summary>How many records are known to be damaged; readers pass over them, and count them as missed.</summary>
    public long Damaged => damaged.Count;

    /// <summary>Takes the folder, makes it where it is absent, recovers what is in it, and begins to take events.</summary>
    /// <exception cref="JournalUnavailableException">
    /// It is in use by another process, cannot be written to, or holds what this version cannot read; the message says which.
    /// </exception>
    public void Open()
    {
        try
        {
            JournalFolder.Make(folder);
            folderLock = FolderLock.Take(folder);
            JournalFolder.RemoveLeftovers(folder);
            var recovery = new Recovery(folder, damaged, logger);
            recovery.Run();
            log.Open(recovery.Segments, recovery.Last);
            var starting = new JournalWriter(
                folder,
                settings,
                recovery.Hash,
                log,
                queue,
                logger,
                time,
                flush,
                instruments
            );
            starting.Start(recovery.Active);
            writer = starting;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LetGo();
            throw new JournalUnavailableException(
                $"the journal {folder} cannot be opened: {fault.Message}",
                fault
            );
        }
        catch (JournalUnavailableException)
        {
            LetGo();
            throw;
        }
        var tick = settings.Sync.Interval is { Ticks: > 0 } often ? often : LongestTick;
        tick = tick < LongestTick ? tick : LongestTick;
        timer = time.CreateTimer(static queue => ((AppendQueue)queue!).Tick(), queue, tick, tick);
    }

    public async ValueTask<int> AppendAsync(
        IReadOnlyList<EncodedEvent> events,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        var target = writer ?? throw new InvalidOperationException("the journal is not open");
        target.ThrowIfFailing();
        if (events.Count == 0)
        {
            return 0;
        }
        var size = PendingAppend.Measure(events);
        await queue.EnterAsync(size, cancellation);
        PendingAppend append;
        try
        {
            append = new PendingAppend(events, target.Hash);
            queue.Add(append);
        }
        catch
        {
            queue.Leave(size);
            throw;
        }
        // Whoever stops waiting does not stop the append.
        return await append.Completion.Task.WaitAsync(cancellation);
    }

    public IJournalReader OpenReader(long after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return new FileJournalReader(log, after);
    }

    public bool TryFind(string wireId, out long sequence) => lookup.TryFind(wireId, out sequence);

    public long FindBefore(DateTimeOffset time) => lookup.Before(time);

    /// <summary>Writes what waits, syncs it unless that is never done, and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (timer is not null)
        {
            await timer.DisposeAsync();
        }
        queue.Close();
        if (writer is not null)
        {
            await writer.Ended;
            writer.Dispose();
        }
        LetGo();
    }

    private void LetGo()
    {
        log.Close();
        folderLock?.Dispose();
        folderLock = null;
    }
}
