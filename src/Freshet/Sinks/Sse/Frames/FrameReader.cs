using System.Diagnostics;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Sinks.Sse.Replaying;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>Turns the entries of the journal into frames; what is gone becomes a notice in its place.</summary>
/// <param name="reader">Where it stands in the journal.</param>
/// <param name="encoder">Makes the frames.</param>
/// <param name="trace">Begins the span of making an entry's frames; null for none.</param>
internal sealed class FrameReader(
    IJournalReader reader,
    FrameEncoder encoder,
    Func<Entry, Activity?>? trace = null
) : IDisposable
{
    /// <summary>How many entries are read from the journal at a time, at most.</summary>
    public const int AtOnce = 256;

    private readonly Entry[] entries = new Entry[AtOnce];
    private DateTimeOffset lastTime = DateTimeOffset.MinValue;

    /// <summary>The sequence of the last entry read or passed over.</summary>
    public long Position => reader.Position;

    /// <summary>Returns once there is more to read.</summary>
    public ValueTask WaitAsync(CancellationToken cancellation) => reader.WaitAsync(cancellation);

    /// <summary>Adds the frames of the entries that come next.</summary>
    /// <param name="most">How many entries at most, up to <see cref="AtOnce"/>.</param>
    /// <param name="frames">Where the frames go; none may come of an entry.</param>
    /// <returns>How many entries were read, and how many were gone before them.</returns>
    public JournalRead Read(int most, List<Frame> frames)
    {
        var read = reader.Read(entries.AsSpan(0, most));
        if (read.Missed > 0)
        {
            frames.Add(Gone(read));
        }
        foreach (var entry in entries.AsSpan(0, read.Count))
        {
            using (trace?.Invoke(entry))
            {
                encoder.Encode(entry, frames);
            }
            lastTime = entry.JournaledAt;
        }
        entries.AsSpan(0, read.Count).Clear();
        return read;
    }

    public void Dispose() => reader.Dispose();

    /// <summary>Tells clients of entries that were gone before they could be read.</summary>
    private Frame Gone(JournalRead read)
    {
        var next = read.Count > 0 ? entries[0] : null;
        var gone = FramePlace.EndOf(next is null ? reader.Position : next.Sequence - 1);
        return new(
            gone,
            gone,
            lastTime,
            ReplayNotice.Gone(read.Missed, next),
            Gone: new(gone.Sequence - read.Missed, next)
        );
    }
}
