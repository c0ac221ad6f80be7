using Freshet.Events;
using Freshet.Journal.Segments;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

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
    private readonly SegmentLog log;
    private readonly AppendQueue queue;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Thread thread;
    private readonly TaskCompletionSource ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly SegmentWriter segments;
    private readonly EntryLookup lookup;
    private readonly Retention retention;
    private readonly FileWindow window = EntryLookup.NewWindow();

    /// <summary>What is being written.</summary>
    private readonly List<PendingAppend> taken = [];
    private readonly StagedGroup staged = new();

    private DateTimeOffset newest = DateTimeOffset.MinValue;
    private volatile string? fault;
    private long failedAt;

    /// <param name="folder">The journal's folder.</param>
    /// <param name="settings">How it is kept.</param>
    /// <param name="hash">Hashes the ids of new segments.</param>
    /// <param name="log">What is there; its last segment is written on.</param>
    /// <param name="queue">What is to be written.</param>
    /// <param name="logger">Is told of failures.</param>
    /// <param name="time">The clock.</param>
    /// <param name="flush">Brings a file to the disk.</param>
    /// <param name="instruments">Where it is measured; null where nobody asks.</param>
    public JournalWriter(
        string folder,
        FileJournalSettings settings,
        SipHash hash,
        SegmentLog log,
        AppendQueue queue,
        ILogger logger,
        TimeProvider time,
        Action<SafeFileHandle> flush,
        JournalInstruments? instruments
    )
    {
        this.folder = folder;
        Hash = hash;
        this.log = log;
        this.queue = queue;
        this.logger = logger;
        this.time = time;
        segments = new(folder, settings, hash, log, logger, time, flush, instruments);
        lookup = new(log);
        retention = new(settings, log, logger);
        thread = new Thread(Run) { IsBackground = true, Name = "journal" };
    }

    /// <summary>Hashes the ids of new events.</summary>
    public SipHash Hash { get; }

    /// <summary>Why it cannot write; null while it can.</summary>
    public string? Fault => fault;

    /// <summary>Ends once everything that was put in before the queue was closed is written.</summary>
    public Task Ended => ended.Task;

    /// <summary>Begins.</summary>
    /// <param name="latest">The segment to write on; null to begin with a new one.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public void Start(Segment? latest)
    {
        foreach (var segment in log.Segments)
        {
            newest = segment.LastTime > newest ? segment.LastTime : newest;
        }
        if (latest is not null)
        {
            segments.Continue(latest);
        }
        segments.MakeReady(newest);
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
        while (queue.Take(() => Math.Clamp(segments.Room, 0, LargestGroup), taken, out var isTick))
        {
            if (isTick)
            {
                Tick();
            }
            if (taken.Count > 0)
            {
                Commit();
            }
        }
        End();
        ended.SetResult();
    }

    private void Commit()
    {
        try
        {
            var now = time.GetUtcNow();
            // A clock that was set back does not turn the entries' order around.
            newest = now > newest ? now : newest;
            segments.MakeReady(newest);
            retention.RemoveAged(newest);
            Stage();
            if (staged.Entries.Count > 0)
            {
                segments.Write(staged.Records);
                Mended();
            }
        }
        catch (Exception failure)
        {
            // Whatever it was: nothing of it is kept, and its callers wait to hear so.
            Fail(failure);
            return;
        }
        if (staged.Entries.Count > 0)
        {
            segments.Publish(staged);
            // What had to stay as the newest is that no more.
            retention.RemoveAged(newest);
            retention.RemoveExcess();
        }
        staged.Clear();
        foreach (var append in taken)
        {
            Settle(append);
            append.Completion.SetResult(append.Repeated);
        }
        taken.Clear();
    }

    /// <summary>Numbers what the journal does not hold yet.</summary>
    private void Stage()
    {
        var floor = retention.LastAged(newest);
        var (offset, salt) = segments.Place;
        staged.Begin(offset, salt, log.Last, taken.Sum(append => (long)append.Size));
        foreach (var append in taken)
        {
            append.Repeated = 0;
            var i = 0;
            foreach (var record in append.Records())
            {
                var (incoming, hash) = append.At(i++);
                if (IsKept(incoming, hash, floor, out var isShared))
                {
                    append.Repeated++;
                }
                else
                {
                    staged.Add(incoming, record.Span, hash, newest, isShared);
                }
            }
        }
    }

    /// <summary>Whether the event is staged or in the journal already, and where it is not, whether another goes by its wire id.</summary>
    private bool IsKept(EncodedEvent incoming, ulong hash, long floor, out bool isShared)
    {
        var wireId = SseFrame.WireId(incoming.Id);
        isShared = staged.HasWireId(wireId);
        if (staged.HasKey(incoming.Key))
        {
            return true;
        }
        foreach (var entry in lookup.Candidates(wireId, Hash, hash, floor, window))
        {
            if (entry.Event.Key == incoming.Key)
            {
                return true;
            }
            isShared |= !entry.SharesId;
        }
        isShared = isShared || lookup.TryFindShared(wireId, window, out _);
        return false;
    }

    /// <summary>What is done at times, whether events come or not.</summary>
    private void Tick()
    {
        try
        {
            segments.SyncLate();
            // After a failure nobody may come with events any more, being told that it cannot take them: it finds out by itself when it can.
            if (fault is not null && time.GetElapsedTime(failedAt) >= RetryDelay)
            {
                segments.Probe();
                Mended();
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(failure);
        }
        var now = time.GetUtcNow();
        retention.RemoveAged(now > newest ? now : newest);
    }

    private void Fail(Exception failure)
    {
        staged.Clear();
        Interlocked.Exchange(ref failedAt, time.GetTimestamp());
        if (fault is null)
        {
            CannotWrite(logger, folder, failure);
        }
        var why = $"the journal {folder} cannot be written to: {failure.Message}";
        fault = why;
        segments.TakeBack();
        foreach (var append in taken)
        {
            Settle(append);
            append.Completion.SetException(new JournalUnavailableException(why, failure));
        }
        taken.Clear();
    }

    private void Mended()
    {
        if (fault is not null)
        {
            fault = null;
            WritesAgain(logger, folder);
        }
    }

    /// <summary>Gives back what an append has taken.</summary>
    private void Settle(PendingAppend append)
    {
        append.Release();
        queue.Leave(append.Size);
    }

    private void End()
    {
        try
        {
            segments.SyncLate();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            CannotWrite(logger, folder, failure);
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
