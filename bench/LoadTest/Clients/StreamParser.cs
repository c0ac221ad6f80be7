using System.Runtime.InteropServices;
using Freshet.LoadTest.Http;

namespace Freshet.LoadTest.Clients;

/// <summary>
/// Takes the response of a stream apart, its head and its chunks, and hands what is in them to a finder. What it is fed may be cut
/// anywhere.
/// </summary>
internal sealed class StreamParser(IStreamListener listener, IFinder events)
{
    private readonly List<byte> beginning = [];
    private ResponseHead? head;
    private ChunkedBody chunks;

    /// <summary>Whether the stream has ended, or need not be read on.</summary>
    public bool IsOver { get; private set; }

    /// <exception cref="FormatException">It is no HTTP/1.1.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (head is null)
        {
            bytes = ReadHead(bytes);
        }
        if (head is not { IsChunked: true })
        {
            events.Find(bytes);
            return;
        }
        while (!bytes.IsEmpty && !IsOver)
        {
            events.Find(chunks.Next(ref bytes));
            IsOver |= chunks.IsOver;
        }
    }

    private ReadOnlySpan<byte> ReadHead(ReadOnlySpan<byte> bytes)
    {
        var before = beginning.Count;
        beginning.AddRange(bytes[..Math.Min(bytes.Length, ResponseHead.Longest - before)]);
        head = ResponseHead.Read(CollectionsMarshal.AsSpan(beginning));
        if (head is not { } read)
        {
            return default;
        }
        beginning.Clear();
        beginning.TrimExcess();
        IsOver = !listener.Answered(read.Status);
        return IsOver ? default : bytes[(read.Bytes - before)..];
    }
}
