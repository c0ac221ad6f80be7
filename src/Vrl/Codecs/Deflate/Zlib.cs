using System.Buffers.Binary;
using System.IO.Compression;

namespace Freshet.Vrl.Codecs.Deflate;

/// <summary>The zlib format (RFC 1950).</summary>
internal static class Zlib
{
    private const int HeaderSize = 2;

    /// <summary>
    /// What the data stands for; null where it is none, or the result is too large. Data that breaks off stands for what could be read of it, and what
    /// follows it is ignored: so does upstream.
    /// </summary>
    public static ReadOnlyMemory<byte>? Decode(ReadOnlySpan<byte> data)
    {
        if (data.Length < HeaderSize)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
        var header = BinaryPrimitives.ReadUInt16BigEndian(data);
        var isDeflate = (data[0] & 15) == 8 && data[0] >> 4 <= 7;
        var needsDictionary = (data[1] & 32) != 0;
        if (!isDeflate || needsDictionary || header % 31 != 0)
        {
            return null;
        }
        var output = new BoundedBuffer();
        data = data[HeaderSize..];
        switch (Inflater.Inflate(data, output, out var consumed))
        {
            case InflateResult.Truncated:
                return output.Memory;
            case InflateResult.Complete:
                data = data[consumed..];
                if (
                    BinaryPrimitives.TryReadUInt32BigEndian(data, out var checksum)
                    && checksum != Adler32(output.Written)
                )
                {
                    return null;
                }
                return output.Memory;
            default:
                return null;
        }
    }

    public static byte[] Encode(ReadOnlySpan<byte> data, int level)
    {
        using var output = new MemoryStream();
        using (var deflate = new ZLibStream(output, Gzip.Options(level), leaveOpen: true))
        {
            deflate.Write(data);
        }
        // The framework writes nothing for nothing; an empty block is due.
        return data.IsEmpty ? [0x78, 0x9C, 3, 0, 0, 0, 0, 1] : output.ToArray();
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        uint a = 1,
            b = 0;
        for (; !data.IsEmpty; data = data[Math.Min(5552, data.Length)..])
        {
            // So many bytes fit before a sum could overflow.
            foreach (var one in data[..Math.Min(5552, data.Length)])
            {
                a += one;
                b += a;
            }
            a %= 65521;
            b %= 65521;
        }
        return (b << 16) | a;
    }
}
