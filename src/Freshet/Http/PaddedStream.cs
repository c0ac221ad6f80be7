namespace Freshet.Http;

/// <summary>
/// Packed bytes with padding behind them. .NET's decompressors take the end of their input for the end of the data, and so would pass off a body
/// that was cut short as whole. One that has come to the end of the data ignores the padding; one that has not fails on it, puts out more, or
/// asks for more still.
/// </summary>
/// <param name="packed">The bytes.</param>
/// <param name="padding">The byte that the padding repeats.</param>
internal sealed class PaddedStream(ReadOnlyMemory<byte> packed, byte padding) : Stream
{
    private const int PaddingLength = 1024;

    private int position;

    /// <summary>Whether the reader has had all the bytes and wanted more: what it puts out from then on was never sent.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Whether the reader has had all the padding too and wanted more: it has not come to the end of the data.</summary>
    public bool IsOverrun { get; private set; }

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
        var rest = packed.Span[position..];
        if (!rest.IsEmpty)
        {
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            position += count;
            return count;
        }
        IsOverrun = IsExhausted;
        IsExhausted = true;
        if (IsOverrun)
        {
            return 0;
        }
        var length = Math.Min(PaddingLength, buffer.Length);
        buffer[..length].Fill(padding);
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();
}
