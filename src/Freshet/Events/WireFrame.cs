using System.Buffers.Text;

namespace Freshet.Events;

/// <summary>
/// A frame of an event stream as it goes over the wire: encoded once, never changed, shared by all clients. The array holds it within the one
/// chunk (RFC 9112, section 7.1) that plain HTTP/1.1 carries it in; where the transport frames what it is given, the frame alone is taken out of it.
/// </summary>
internal sealed class WireFrame
{
    private readonly byte[] chunk;
    private readonly int start;
    private readonly int length;

    private WireFrame(int length)
    {
        this.length = length;
        Span<byte> size = stackalloc byte[8];
        Utf8Formatter.TryFormat(length, size, out var digits, new('x'));
        start = digits + 2;
        chunk = GC.AllocateUninitializedArray<byte>(start + length + 2);
        size[..digits].CopyTo(chunk);
        "\r\n"u8.CopyTo(chunk.AsSpan(digits));
        "\r\n"u8.CopyTo(chunk.AsSpan(start + length));
    }

    /// <summary>The frame alone.</summary>
    public ReadOnlyMemory<byte> Plain => chunk.AsMemory(start, length);

    /// <summary>The frame in its chunk.</summary>
    public ReadOnlyMemory<byte> Chunk => chunk;

    /// <summary>The one or the other.</summary>
    public ReadOnlyMemory<byte> In(bool chunked) => chunked ? Chunk : Plain;

    /// <summary>A frame of that many bytes, for its maker to write; at least one, since an empty chunk ends the stream.</summary>
    public static WireFrame OfLength(int length, out Span<byte> free)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var frame = new WireFrame(length);
        free = frame.chunk.AsSpan(frame.start, length);
        return frame;
    }
}
