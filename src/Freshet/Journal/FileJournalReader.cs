using Freshet.Events;
using Freshet.Journal.Segments;

namespace Freshet.Journal;

/// <summary>A cursor in a journal of files: what is recent it gets from memory, what is behind that from the disk, in the same order by the same calls.</summary>
internal sealed class FileJournalReader(SegmentLog log, long after) : IJournalReader
{
    private readonly FileWindow window = new();
    private long position = after;

    public long Position => position;

    public JournalRead Read(Span<Entry> into)
    {
        var (count, missed) = (0, 0L);
        while (true)
        {
            count += log.Step(
                ref position,
                into[count..],
                ref missed,
                isAtGap: count == 0,
                out var segment,
                out var end
            );
            if (segment is null)
            {
                // What comes next is in memory, or not there yet.
                window.Release();
                return new(count, missed);
            }
            try
            {
                if (!ReadFrom(segment, end, into, ref count, ref missed) || count == into.Length)
                {
                    return new(count, missed);
                }
            }
            finally
            {
                segment.Release();
            }
        }
    }

    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        // Looked at again after each signal: the journal's end gives one too.
        while (!log.HasAfter(position, out var next))
        {
            await next.WaitAsync(cancellation);
        }
    }

    public void Dispose() => window.Dispose();

    /// <summary>Reads on from a segment; false where it stopped before a gap.</summary>
    private bool ReadFrom(
        Segment segment,
        long end,
        Span<Entry> into,
        ref int count,
        ref long missed
    )
    {
        while (count < into.Length && position < end)
        {
            if (log.ReadFrom(segment, position + 1, window) is { } entry)
            {
                into[count++] = entry;
            }
            else if (count == 0)
            {
                missed++;
            }
            else
            {
                return false;
            }
            position++;
        }
        return true;
    }
}
