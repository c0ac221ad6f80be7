using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace Freshet.LoadTest.Http;

/// <summary>What the head of a response says of its body.</summary>
/// <param name="Bytes">How long the head is, with the empty line that ends it.</param>
/// <param name="ContentLength">-1 where it is not said.</param>
/// <param name="Closes">Whether the server closes the connection after it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ResponseHead(
    int Bytes,
    int Status,
    long ContentLength,
    bool IsChunked,
    bool Closes
)
{
    /// <summary>A head longer than that is none.</summary>
    public const int Longest = 16 * 1024;

    /// <summary>Reads the head that the bytes begin with; null where it is not there as a whole.</summary>
    /// <exception cref="FormatException">It is none of HTTP/1.1.</exception>
    public static ResponseHead? Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return bytes.Length < Longest ? null : throw new FormatException("the head has no end");
        }
        var lines = bytes[..end];
        if (
            !lines.StartsWith("HTTP/1."u8)
            || lines.Length < 12
            || !Utf8Parser.TryParse(lines[9..12], out int status, out var digits)
            || digits != 3
        )
        {
            throw new FormatException("no status line of HTTP/1.1");
        }
        var length = -1L;
        var chunked = false;
        var closes = false;
        for (int at; (at = lines.IndexOf("\r\n"u8)) >= 0; )
        {
            lines = lines[(at + 2)..];
            if (Value(lines, "content-length:"u8) is { IsEmpty: false } count)
            {
                length = Utf8Parser.TryParse(count, out long number, out _)
                    ? number
                    : throw new FormatException("no content length");
            }
            chunked |= Value(lines, "transfer-encoding:"u8).StartsWith("chunked"u8);
            closes |= Value(lines, "connection:"u8).StartsWith("close"u8);
        }
        return new ResponseHead(end + 4, status, length, chunked, closes);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name)
            ? line[name.Length..].TrimStart((byte)' ')
            : default;
}
