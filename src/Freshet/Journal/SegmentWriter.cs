using Freshet.Journal.Segments;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal;

/// <summary>
/// Writes the last segment of a journal, and begins the next where it is full or cannot be trusted any more. For the thread that writes.
/// </summary>
internal sealed class SegmentWriter(
    string folder,
    FileJournalSettings settings,
    SipHash hash,
    SegmentLog log,
    ILogger logger,
    TimeProvider time,
    Action<SafeFileHandle> flush,
    JournalInstruments? instruments
)
{
    /// <summary>As much as a few events take.</summary>
    private static readonly byte[] ProbeBytes = new byte[64 << 10];

    private Segment? active;
    private bool isUnsynced;

    /// <summary>False from a sync that failed on: see <see cref="Sync"/>.</summary>
    private bool isTrusted = true;

    /// <summary>Where the next record will stand, and the salt of its sum.</summary>
    public (long Offset, uint Salt) Place => (active!.End, active.Header.Salt);

    /// <summary>How many bytes fit in before another segment is begun.</summary>
    public long Room => active is null ? settings.SegmentBytes : settings.SegmentBytes - active.End;

    /// <summary>Writes on where a process before this one ended.</summary>
    public void Continue(Segment segment) => active = segment;

    /// <summary>Begins another segment where there is none, or the last one is full or as old as one may be.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void MakeReady(DateTimeOffset now)
    {
        if (active is null || IsFull(active, now))
        {
            Roll();
        }
    }

    /// <summary>Writes records, and brings them to the disk where that is to be done at once.</summary>
    /// <exception cref="IOException">They are not written, or may be lost: <see cref="TakeBack"/> is to be called.</exception>
    public void Write(ReadOnlySpan<byte> records)
    {
        var began = time.GetTimestamp();
        RandomAccess.Write(active!.File, records, active.End);
        if (settings.Sync == SyncPolicy.Always)
        {
            Sync(active);
        }
        else
        {
            isUnsynced = true;
        }
        instruments?.Wrote(records.Length, time.GetElapsedTime(began));
    }

    /// <summary>Lets readers see what was written.</summary>
    public void Publish(StagedGroup written)
    {
        var (first, last) = (written.Entries[0].Entry, written.Entries[^1].Entry);
        if (active!.Index.Count == 0)
        {
            active.FirstTime = first.JournaledAt;
        }
        active.LastTime = last.JournaledAt;
        active.Publish(active.End + written.Records.Length);
        written.AddTo((GrowingIndex)active.Index);
        log.Publish(written.Entries);
    }

    /// <summary>Brings what was acknowledged to the disk, where that is to be done some time.</summary>
    /// <exception cref="IOException">It failed: <see cref="TakeBack"/> is to be called.</exception>
    public void SyncLate()
    {
        if (isUnsynced && settings.Sync != SyncPolicy.Never && active is not null)
        {
            Sync(active);
        }
    }

    /// <summary>Finds out whether it can be written again: by writing as much as a few events take, and taking it back.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public void Probe()
    {
        if (active is null)
        {
            Roll();
        }
        RandomAccess.Write(active!.File, ProbeBytes, active.End);
        Sync(active);
        RandomAccess.SetLength(active.File, active.End);
    }

    /// <summary>After a failure: cuts off what was written and not published. Where that is not possible, the segment is left as it is, and another follows it.</summary>
    public void TakeBack()
    {
        if (active is null)
        {
            return;
        }
        try
        {
            RandomAccess.SetLength(active.File, active.End);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Why it could not be written is told already.
            isTrusted = false;
        }
        if (!isTrusted)
        {
            active = null;
        }
    }

    /// <summary>
    /// Brings a segment to the disk. A sync that fails may have lost what was written, and the next one does not tell, since the system forgets pages that it
    /// could not write: so nothing is added to that segment any more.
    /// </summary>
    private void Sync(Segment segment)
    {
        isTrusted = false;
        var began = time.GetTimestamp();
        flush(segment.File);
        instruments?.Synced(time.GetElapsedTime(began));
        (isTrusted, isUnsynced) = (true, false);
    }

    private bool IsFull(Segment segment, DateTimeOffset now) =>
        segment.Index.Count > 0
        && (
            segment.End >= settings.SegmentBytes
            || segment.Index.Count >= settings.SegmentEvents
            || now - segment.FirstTime >= settings.SegmentAge
        );

    /// <summary>Begins another segment behind the last, of which then the index is written.</summary>
    private void Roll()
    {
        SyncLate();
        if (log.Segments is [.., { Index.Count: 0 } empty])
        {
            log.Remove(empty);
        }
        var segment = JournalFolder.Create(
            folder,
            log.Last + 1,
            hash,
            isSynced: settings.Sync != SyncPolicy.Never
        );
        log.Add(segment);
        active = segment;
        (isTrusted, isUnsynced) = (true, false);
        SealOthers();
    }

    /// <summary>Writes the indexes of segments that have none yet, but for the one that is written to.</summary>
    private void SealOthers()
    {
        foreach (var segment in log.Segments)
        {
            if (
                segment != active
                && segment.Index is GrowingIndex { Count: > 0 }
                && !JournalFolder.TrySeal(segment, logger)
            )
            {
                return;
            }
        }
    }
}
