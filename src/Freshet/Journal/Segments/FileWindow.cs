using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal.Segments;

/// <summary>Reads a file through a buffer that is taken from the pool with the first read, and given back when nothing is to be read for a while.</summary>
/// <param name="size">The smallest buffer.</param>
internal sealed class FileWindow(int size = FileWindow.ForReading) : IDisposable
{
    /// <summary>For who reads on and on.</summary>
    public const int ForReading = 128 * 1024;

    private byte[] buffer = [];
    private SafeFileHandle? file;
    private long start;
    private int length;

    /// <summary>The bytes of the file from there on: as many as wanted, or less where <paramref name="end"/> or the file's end comes first.</summary>
    /// <param name="from">The file.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="wanted">How many.</param>
    /// <param name="end">How far the file may be read by now: what is behind that may still change.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ReadOnlySpan<byte> Read(SafeFileHandle from, long offset, int wanted, long end)
    {
        wanted = (int)Math.Clamp(end - offset, 0, wanted);
        if (!ReferenceEquals(from, file) || offset < start || offset + wanted > start + length)
        {
            Fill(from, offset, wanted, end);
        }
        var at = (int)(offset - start);
        return buffer.AsSpan(at, Math.Min(wanted, length - at));
    }

    /// <summary>Gives the buffer back; the next read takes another.</summary>
    public void Release()
    {
        file = null;
        (start, length) = (0, 0);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }

    public void Dispose() => Release();

    private void Fill(SafeFileHandle from, long offset, int wanted, long end)
    {
        if (buffer.Length < wanted || buffer.Length == 0)
        {
            Release();
            buffer = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, size));
        }
        // Forgotten first, for a read that fails half-way.
        (file, start, length) = (from, offset, 0);
        var most = (int)Math.Min(buffer.Length, end - offset);
        while (length < wanted)
        {
            var read = RandomAccess.Read(
                from,
                buffer.AsSpan(length, most - length),
                offset + length
            );
            if (read == 0)
            {
                break;
            }
            length += read;
        }
    }
}
