using System.Text;
using Freshet.Events;

namespace Freshet.Sources.Sse;

/// <summary>
/// The places in traces that stand in comments before events (<see cref="SseFrame.TraceComment"/>). The parser of a stream drops comments, so they are taken out before it, and handed out in
/// the order of the events: one <see cref="Next"/> for each that has data, as the parser has one for each.
/// </summary>
internal sealed class TraceComments
{
    /// <summary>The longest comment that is looked at: a state and its name.</summary>
    private const int LongestComment = TraceContext.LongestState + 32;

    private readonly byte[] comment = new byte[LongestComment];
    private readonly Queue<(long Event, TraceContext Trace)> found = new();
    private int length;
    private string? parent;
    private string? state;
    private long ended;
    private long taken;

    /// <summary>A comment goes on, from its colon.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        // One byte too many is enough to know.
        var rest = Math.Min(part.Length, comment.Length - length);
        part[..rest].CopyTo(comment.AsSpan(length));
        length += rest;
    }

    /// <summary>A line ends, a comment or not.</summary>
    public void EndLine()
    {
        if (length == 0)
        {
            return;
        }
        var text = comment.AsSpan(0, length);
        if (length < comment.Length && text.StartsWith(": trace"u8))
        {
            var read = Encoding.Latin1.GetString(text[2..]);
            if (read.StartsWith(SseFrame.TraceComment, StringComparison.Ordinal))
            {
                parent = read[SseFrame.TraceComment.Length..];
            }
            else if (read.StartsWith(SseFrame.TraceStateComment, StringComparison.Ordinal))
            {
                state = read[SseFrame.TraceStateComment.Length..];
            }
        }
        length = 0;
    }

    /// <summary>A blank line ends what may be an event.</summary>
    /// <param name="isEvent">Whether it has data.</param>
    public void EndEvent(bool isEvent)
    {
        if (isEvent)
        {
            if (parent is not null && TraceContext.Parse(parent, state) is { } trace)
            {
                found.Enqueue((ended, trace));
            }
            ended++;
        }
        (parent, state) = (null, null);
    }

    /// <summary>Where the event that the parser gave next comes from; null where no comment said.</summary>
    public TraceContext? Next()
    {
        var at = taken++;
        return found.TryPeek(out var first) && first.Event == at ? found.Dequeue().Trace : null;
    }
}
