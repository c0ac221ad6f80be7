namespace Freshet.Http;

/// <summary>
/// Packed bytes with zeros behind them. .NET's decompressors take the end of their input for the end of the data, and so would pass off a body
/// that was cut short as whole. Zeros behind whole data are ignored; behind data that was cut they break its checksum or its blocks, or come out
/// as content: whatever comes out once <see cref="IsExhausted"/> is set was never sent.
/// </summary>
internal sealed class PaddedStream(ReadOnlyMemory<byte> packed) : Stream
{
    /// <summary>Enough that no header of a block and no checksum fits in: what is asked for more must have failed, or given content, by then.</summary>
    private const int PaddingLength = 1024;

    private int position;

    /// <summary>Whether the reader wanted more than there is.</summary>
    public bool IsExhausted { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var rest = packed.Span[Math.Min(position, packed.Length)..];
        if (!rest.IsEmpty)
        {
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            position += count;
            return count;
        }
        IsExhausted = true;
        var zeros = Math.Min(packed.Length + PaddingLength - position, buffer.Length);
        buffer[..zeros].Clear();
        position += zeros;
        return zeros;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();
}
