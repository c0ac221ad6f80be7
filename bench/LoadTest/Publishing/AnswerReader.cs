using Freshet.LoadTest.Http;

namespace Freshet.LoadTest.Publishing;

/// <summary>Counts the answers on a connection that publishes, of which many may come at once and each may be cut anywhere.</summary>
internal sealed class AnswerReader
{
    private readonly byte[] beginning = new byte[ResponseHead.Longest];
    private int begun;
    private long skip;
    private bool isChunked;
    private ChunkedBody chunks;

    /// <summary>How many were answered.</summary>
    public long Answers { get; private set; }

    /// <summary>How many of the answers were not of 200 to 299.</summary>
    public long Failures { get; private set; }

    public int LastFailure { get; private set; }

    /// <summary>A new connection: what the last one left unfinished is gone.</summary>
    public void Reset()
    {
        begun = 0;
        skip = 0;
        isChunked = false;
    }

    /// <exception cref="FormatException">It is no HTTP/1.1.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (skip > 0)
            {
                var skipped = (int)Math.Min(skip, bytes.Length);
                skip -= skipped;
                bytes = bytes[skipped..];
            }
            else if (isChunked)
            {
                _ = chunks.Next(ref bytes);
                isChunked = !chunks.IsOver;
            }
            else if (begun == 0 && ResponseHead.Read(bytes) is { } whole)
            {
                Take(whole);
                bytes = bytes[whole.Bytes..];
            }
            else
            {
                bytes = Continue(bytes);
            }
        }
    }

    private ReadOnlySpan<byte> Continue(ReadOnlySpan<byte> bytes)
    {
        var before = begun;
        var taken = Math.Min(bytes.Length, beginning.Length - begun);
        bytes[..taken].CopyTo(beginning.AsSpan(begun));
        begun += taken;
        if (ResponseHead.Read(beginning.AsSpan(0, begun)) is not { } head)
        {
            return default;
        }
        Take(head);
        begun = 0;
        return bytes[(head.Bytes - before)..];
    }

    private void Take(ResponseHead head)
    {
        Answers++;
        if (head.Status is < 200 or > 299)
        {
            Failures++;
            LastFailure = head.Status;
        }
        skip = Math.Max(0, head.ContentLength);
        isChunked = head.IsChunked;
        chunks = default;
    }
}
