using System.Buffers;
using System.Runtime.InteropServices;
using Freshet.Sinks.Sse.Filtering;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>
/// Frames that follow each other, as the bytes that one send takes: put together once for all clients that stand in front of them and want the
/// same. Its maker uses it again: it is good until <see cref="FrameRuns.Clear"/>.
/// </summary>
internal sealed class FrameRun
{
    private readonly List<Part> parts = [];
    private byte[]? buffer;

    /// <summary>The position of a client that has it: all before was sent, or is not for it.</summary>
    public long To { get; private set; }

    /// <summary>The place of a client that has it.</summary>
    public FramePlace Reached { get; private set; }

    /// <summary>How many frames it has; none where the filter lets none of them pass.</summary>
    public int Frames => parts.Count;

    /// <summary>What to send.</summary>
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
        int most
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
                parts.Add(new(bytes, at, frame.Reached));
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

    /// <summary>What a client has that took only the first bytes.</summary>
    public RunCut CutAfter(int taken)
    {
        var i = 0;
        while (taken >= parts[i].Bytes.Length)
        {
            taken -= parts[i].Bytes.Length;
            i++;
        }
        // The frame that is begun is its client's: the rest of it comes before everything else.
        var begun = parts[i];
        return new(i, begun.Bytes[taken..], begun.Position + 1, begun.Reached);
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
        var free = buffer.AsSpan();
        foreach (var part in CollectionsMarshal.AsSpan(parts))
        {
            part.Bytes.Span.CopyTo(free);
            free = free[part.Bytes.Length..];
        }
        return buffer.AsMemory(0, length);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Part(
        ReadOnlyMemory<byte> Bytes,
        long Position,
        FramePlace Reached
    );
}

/// <summary>How far a client got that did not take all of a run.</summary>
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
