using System.Buffers;
using System.Runtime.InteropServices;
using Freshet.Sinks.Sse.Filtering;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>
/// Frames that follow each other, as the bytes that one send takes: put together once for all clients that want the same. Its maker uses it
/// again: what is taken of it is good until <see cref="FrameRuns.Clear"/>.
/// </summary>
internal sealed class FrameRun
{
    private readonly List<Part> parts = [];
    private byte[]? buffer;

    /// <summary>The position of a client that has it: all before was sent, or is not for it.</summary>
    public long To { get; private set; }

    /// <summary>The place of a client that has it.</summary>
    public FramePlace Reached { get; private set; }

    /// <summary>All of its bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Puts together what follows a position, up to a bound.</summary>
    /// <param name="list">Where the frames are.</param>
    /// <param name="from">The position of the first.</param>
    /// <param name="end">The position behind the last, at most.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="chunked">In which form.</param>
    /// <param name="limit">What the client must not be sent.</param>
    /// <param name="most">How many bytes; a single frame may have more.</param>
    public void Fill(
        IFrameList list,
        long from,
        long end,
        EventFilter filter,
        bool chunked,
        RunLimit limit,
        long most
    )
    {
        var length = 0;
        var at = from;
        for (; at < end; at++)
        {
            if (list.Find(at) is not { Gone: null } frame || limit.Excludes(frame))
            {
                break;
            }
            if (frame.Topic is null || filter.Matches(frame.Topic))
            {
                var bytes = frame.Bytes.In(chunked);
                if (length > 0 && length + bytes.Length > most)
                {
                    break;
                }
                parts.Add(new(bytes, length, at, frame.Reached));
                length += bytes.Length;
            }
            Reached = frame.Reached;
        }
        To = at;
        Bytes = parts.Count switch
        {
            0 => default,
            1 => parts[0].Bytes,
            _ => Join(length),
        };
    }

    /// <summary>All of it.</summary>
    public RunPart All => new(this, 0, 0, parts.Count);

    /// <summary>What of it a client is sent that stands at a position within it.</summary>
    public RunPart From(long position)
    {
        var (low, high) = (0, parts.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (parts[middle].Position < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return new(
            this,
            low,
            low == parts.Count ? Bytes.Length : parts[low].Offset,
            parts.Count - low
        );
    }

    /// <summary>What a client has that took only so many of the bytes.</summary>
    internal RunCut CutAfter(int taken)
    {
        var (low, high) = (0, parts.Count - 1);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (parts[middle].Offset <= taken)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        // The frame that is begun is its client's: the rest of it comes before everything else.
        var begun = parts[low];
        return new(low, begun.Bytes[(taken - begun.Offset)..], begun.Position + 1, begun.Reached);
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        parts.Clear();
        Bytes = default;
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = null;
        }
    }

    private ReadOnlyMemory<byte> Join(int length)
    {
        buffer = ArrayPool<byte>.Shared.Rent(length);
        foreach (var part in CollectionsMarshal.AsSpan(parts))
        {
            part.Bytes.Span.CopyTo(buffer.AsSpan(part.Offset));
        }
        return buffer.AsMemory(0, length);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Part(
        ReadOnlyMemory<byte> Bytes,
        int Offset,
        long Position,
        FramePlace Reached
    );
}

/// <summary>The end of a run, from some frame on: what one client is sent.</summary>
/// <param name="Run">The run.</param>
/// <param name="First">How many of its frames are left out.</param>
/// <param name="Offset">How many of its bytes.</param>
/// <param name="Frames">How many frames there are; none where the client's filter lets none of them pass.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunPart(FrameRun Run, int First, int Offset, int Frames)
{
    /// <summary>What to send.</summary>
    public ReadOnlyMemory<byte> Bytes => Run.Bytes[Offset..];

    /// <summary>What a client has that took only so many bytes, fewer than there are.</summary>
    public RunCut CutAfter(int taken)
    {
        var cut = Run.CutAfter(Offset + taken);
        return cut with { Frames = cut.Frames - First };
    }
}

/// <summary>How far a client got that did not take all.</summary>
/// <param name="Frames">How many frames it has whole.</param>
/// <param name="Rest">What is left of the frame that was begun; all of it, where nothing was taken.</param>
/// <param name="To">The position behind that frame.</param>
/// <param name="Reached">The place behind it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunCut(
    int Frames,
    ReadOnlyMemory<byte> Rest,
    long To,
    FramePlace Reached
);

/// <summary>What one client must not be sent, whatever there is.</summary>
/// <param name="Until">Entries that the journal took in at this time or later; null for none.</param>
/// <param name="Last">Entries after that sequence.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunLimit(DateTimeOffset? Until, long Last)
{
    /// <summary>Everything may be sent.</summary>
    public static readonly RunLimit None = new(null, long.MaxValue);

    public bool IsNone => Until is null && Last == long.MaxValue;

    public bool Excludes(Frame frame) => frame.JournaledAt >= Until || frame.Place.Sequence > Last;
}
