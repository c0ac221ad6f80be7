using Freshet.Events;
using Freshet.Journal.Segments;
using Microsoft.Extensions.Logging;

namespace Freshet.Journal;

/// <summary>
/// The one thread that writes a journal's files. All that waits is numbered, written in one go and synced once; then readers see it, and then its
/// callers are told. What fails is undone, told to the callers, and tried again with the next append or a while later.
/// </summary>
internal sealed partial class JournalWriter : IDisposable
{
    /// <summary>How many bytes are written and synced at a time, where more wait: so that the first does not wait for the thousandth.</summary>
    private const long LargestGroup = 4L << 20;

    /// <summary>How long after a failure appends are refused without trying; a disk that is full is not asked a thousand times a second.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly string folder;
    private readonly FileJournalSettings settings;
    private readonly SegmentLog log;
    private readonly AppendQueue queue;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Retention retention;
    private readonly FileWindow window = new(4096);
    private readonly List<PendingAppend> group = [];
    private readonly StagedGroup staged = new();

    /// <summary>The segment that is written to; null where there is none yet, or the last one cannot be trusted any more.</summary>
    private Segment? active;
    private DateTimeOffset newest = DateTimeOffset.MinValue;
    private bool isUnsynced;
    private volatile string? fault;
    private long failedAt;

    /// <param name="folder">The journal's folder.</param>
    /// <param name="settings">How it is kept.</param>
    /// <param name="hash">Hashes the ids of new segments.</param>
    /// <param name="log">What is there; its last segment is written on.</param>
    /// <param name="queue">What is to be written.</param>
    /// <param name="logger">Is told of failures.</param>
    /// <param name="time">The clock.</param>
    public JournalWriter(
        string folder,
        FileJournalSettings settings,
        SipHash hash,
        SegmentLog log,
        AppendQueue queue,
        ILogger logger,
        TimeProvider time
    )
    {
        this.folder = folder;
        this.settings = settings;
        Hash = hash;
        this.log = log;
        this.queue = queue;
        this.logger = logger;
        this.time = time;
        retention = new(settings, log);
        thread = new Thread(Run) { IsBackground = true, Name = "journal" };
    }

    /// <summary>Hashes the ids of new events.</summary>
    public SipHash Hash { get; }

    /// <summary>Why it cannot write; null while it can.</summary>
    public string? Fault => fault;

    /// <summary>Ends once everything that was put in before the queue was closed is written.</summary>
    public Task Ended => ended.Task;

    /// <summary>Begins, with a first segment where there is none.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void Start()
    {
        if (log.Segments is [.., var latest])
        {
            active = latest;
            newest = log.Segments.Max(segment => segment.LastTime);
        }
        else
        {
            Roll();
        }
        thread.Start();
    }

    /// <summary>Refuses an append at once where one has failed a moment ago.</summary>
    /// <exception cref="JournalUnavailableException">It has.</exception>
    public void ThrowIfFailing()
    {
        if (
            fault is { } why
            && time.GetElapsedTime(Interlocked.Read(ref failedAt)) is var since
            && since < RetryDelay
        )
        {
            throw new JournalUnavailableException(why);
        }
    }

    /// <summary>To be called once it has ended.</summary>
    public void Dispose() => window.Dispose();

    private void Run()
    {
        while (queue.Take(RoomOfGroup, group, out var isTick))
        {
            if (isTick)
            {
                Tick();
            }
            if (group.Count > 0)
            {
                Commit();
            }
            group.Clear();
        }
        End();
        ended.SetResult();
    }

    /// <summary>How much goes into one group: no more than the segment has room for, so that segments are about as large as they should be.</summary>
    private long RoomOfGroup() =>
        active is null
            ? LargestGroup
            : Math.Clamp(settings.SegmentBytes - active.End, 0, LargestGroup);

    private void Commit()
    {
        try
        {
            var now = time.GetUtcNow();
            // A clock that was set back does not turn the entries' order around.
            newest = now > newest ? now : newest;
            if (active is null || IsFull(active))
            {
                Roll();
            }
            retention.RemoveAged(newest);
            Stage();
            if (staged.Entries.Count > 0)
            {
                Write();
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
            return;
        }
        if (fault is not null)
        {
            fault = null;
            WritesAgain(logger, folder);
        }
        if (staged.Entries.Count > 0)
        {
            if (active!.Index.Count == 0)
            {
                active.FirstTime = newest;
            }
            active.LastTime = newest;
            active.Publish(active.End + staged.Records.Length);
            staged.AddTo((GrowingIndex)active.Index);
            log.Publish(staged.Entries);
            retention.RemoveExcess();
        }
        staged.Clear();
        foreach (var append in group)
        {
            append.Release();
            queue.Leave(append.Size);
            append.Completion.SetResult(append.Repeated);
        }
    }

    private bool IsFull(Segment segment) =>
        segment.Index.Count > 0
        && (
            segment.End >= settings.SegmentBytes
            || segment.Index.Count >= settings.SegmentEvents
            || newest - segment.FirstTime >= settings.SegmentAge
        );

    /// <summary>Numbers what the journal does not hold yet.</summary>
    private void Stage()
    {
        var floor = retention.LastAged(newest);
        staged.Begin(active!.End, log.Last, group.Sum(append => (long)append.Size));
        foreach (var append in group)
        {
            append.Repeated = 0;
            var i = 0;
            foreach (var record in append.Records())
            {
                var taken = append.Events[i];
                if (IsKept(taken, append.HashAt(i), floor, out var isShared))
                {
                    append.Repeated++;
                }
                else
                {
                    if (isShared)
                    {
                        Payload.MarkShared(record.Span[RecordHeader.Size..]);
                    }
                    staged.Add(
                        taken,
                        record.Span,
                        append.HashAt(i),
                        newest,
                        isShared,
                        active.Header.Salt
                    );
                }
                i++;
            }
        }
    }

    /// <summary>Whether the event is in the group or in the journal already, and where it is not, whether another goes by its wire id.</summary>
    private bool IsKept(EncodedEvent taken, ulong hash, long floor, out bool isShared)
    {
        var wireId = SseFrame.WireId(taken.Id);
        isShared = staged.HasWireId(wireId);
        if (staged.HasKey(taken.Key))
        {
            return true;
        }
        foreach (var entry in log.Candidates(wireId, Hash, hash, floor, window))
        {
            if (entry.Event.Key == taken.Key)
            {
                return true;
            }
            isShared |= !entry.SharesId;
        }
        isShared = isShared || (wireId.Contains('@') && log.TryFind(wireId, out _));
        return false;
    }

    private void Write()
    {
        RandomAccess.Write(active!.File, staged.Records, active.End);
        if (settings.Sync.Interval == TimeSpan.Zero)
        {
            RandomAccess.FlushToDisk(active.File);
        }
        else
        {
            isUnsynced = true;
        }
    }

    /// <summary>Begins another segment behind the last.</summary>
    private void Roll()
    {
        if (isUnsynced && settings.Sync.Interval is not null)
        {
            RandomAccess.FlushToDisk(active!.File);
        }
        isUnsynced = false;
        var segment = JournalFolder.Create(
            folder,
            log.Last + 1,
            Hash,
            isSynced: settings.Sync.Interval == TimeSpan.Zero
        );
        log.Add(segment);
        active = segment;
    }

    private void Tick()
    {
        if (isUnsynced && settings.Sync.Interval is not null)
        {
            RandomAccess.FlushToDisk(active!.File);
            isUnsynced = false;
        }
    }

    private void Fail(Exception failure)
    {
        staged.Clear();
        var why = $"the journal {folder} cannot be written to: {failure.Message}";
        Interlocked.Exchange(ref failedAt, time.GetTimestamp());
        if (fault is null)
        {
            CannotWrite(logger, folder, failure);
        }
        fault = why;
        RandomAccess.SetLength(active!.File, active.End);
        foreach (var append in group)
        {
            append.Release();
            queue.Leave(append.Size);
            append.Completion.SetException(new JournalUnavailableException(why, failure));
        }
    }

    private void End()
    {
        if (isUnsynced && settings.Sync.Interval is not null)
        {
            RandomAccess.FlushToDisk(active!.File);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "the journal {Folder} cannot be written to; events are refused until it can"
    )]
    private static partial void CannotWrite(ILogger logger, string folder, Exception failure);

    [LoggerMessage(LogLevel.Information, "the journal {Folder} can be written to again")]
    private static partial void WritesAgain(ILogger logger, string folder);
}
