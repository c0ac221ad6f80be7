using System.Buffers;
using Freshet.Events;
using Freshet.Journal;

namespace Freshet.Sinks.Sse;

/// <summary>The frames of the journal from a place on, made for one client that is behind what the ring holds.</summary>
/// <param name="reader">A reader of its own, at the place.</param>
/// <param name="encoder">An encoder of its own, which nothing else is encoded with.</param>
internal sealed class CatchUp(IJournalReader reader, FrameEncoder encoder) : IDisposable
{
    /// <summary>How many entries are held at a time; some may be large.</summary>
    private const int ReadAtOnce = 16;

    private readonly Entry[] entries = ArrayPool<Entry>.Shared.Rent(ReadAtOnce);
    private readonly List<Frame> frames = [];
    private int frameAt;
    private int entryAt;
    private int entryCount;

    /// <summary>The sequence of the last entry read or passed over.</summary>
    public long Position => reader.Position;

    /// <summary>The next frame of the entry that was encoded last; null after the last one.</summary>
    public Frame? TakeFrame() => frameAt < frames.Count ? frames[frameAt++] : null;

    /// <summary>The next entry of those that were read; null after the last one.</summary>
    public Entry? Entry => entryAt < entryCount ? entries[entryAt] : null;

    /// <summary>Makes the frames of the next entry, from a place on, and goes past it.</summary>
    public void EncodeEntry(FramePlace after)
    {
        frames.Clear();
        frameAt = 0;
        encoder.Encode(entries[entryAt++], frames);
        while (frameAt < frames.Count && frames[frameAt].Place <= after)
        {
            frameAt++;
        }
    }

    /// <summary>Reads on. To be called once the last entry was taken.</summary>
    public JournalRead Read()
    {
        var read = reader.Read(entries.AsSpan(0, ReadAtOnce));
        (entryAt, entryCount) = (0, read.Count);
        return read;
    }

    public void Dispose()
    {
        reader.Dispose();
        ArrayPool<Entry>.Shared.Return(entries, clearArray: true);
    }
}
