using System.Buffers.Binary;
using System.IO.Compression;
using Freshet.Vrl.Hashing;

namespace Freshet.Vrl.Codecs.Deflate;

/// <summary>The gzip format (RFC 1952).</summary>
internal static class Gzip
{
    private const int HeaderSize = 10;
    private const int TrailerSize = 8;

    private static readonly Crc Checksum = MakeChecksum();

    /// <summary>What all members stand for, one after the other; null where one is none, or the result is too large.</summary>
    public static ReadOnlyMemory<byte>? Decode(ReadOnlySpan<byte> data)
    {
        var output = new BoundedBuffer();
        do
        {
            var start = output.Count;
            if (
                !TrySkipHeader(ref data)
                || Inflater.Inflate(data, output, out var consumed) != InflateResult.Complete
                || data.Length - consumed < TrailerSize
            )
            {
                return null;
            }
            var member = output.Written[start..];
            data = data[consumed..];
            if (
                BinaryPrimitives.ReadUInt32LittleEndian(data) != (uint)Checksum.Compute(member)
                || BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) != (uint)member.Length
            )
            {
                return null;
            }
            data = data[TrailerSize..];
        } while (!data.IsEmpty);
        return output.Memory;
    }

    /// <summary>One member that tells neither time nor system, so that the same gives the same everywhere.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> data, int level)
    {
        using var output = new MemoryStream();
        byte effort = level switch
        {
            >= 9 => 2,
            <= 1 => 4,
            _ => 0,
        };
        output.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, effort, 255]);
        using (var deflate = new DeflateStream(output, Options(level), leaveOpen: true))
        {
            deflate.Write(data);
        }
        Span<byte> trailer = stackalloc byte[TrailerSize];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, (uint)Checksum.Compute(data));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)data.Length);
        if (data.IsEmpty)
        {
            // The framework writes nothing for nothing; an empty block is due.
            output.Write([3, 0]);
        }
        output.Write(trailer);
        return output.ToArray();
    }

    internal static ZLibCompressionOptions Options(int level) =>
        new() { CompressionLevel = Math.Min(level, 9) };

    private static bool TrySkipHeader(ref ReadOnlySpan<byte> data)
    {
        if (data.Length < HeaderSize || !data.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]))
        {
            return false;
        }
        var flags = data[3];
        var rest = data[HeaderSize..];
        if ((flags & 0xE0) != 0)
        {
            return false;
        }
        if ((flags & 4) != 0)
        {
            if (
                !BinaryPrimitives.TryReadUInt16LittleEndian(rest, out var extra)
                || rest.Length - 2 < extra
            )
            {
                return false;
            }
            rest = rest[(2 + extra)..];
        }
        if (
            ((flags & 8) != 0 && !TrySkipText(ref rest))
            || ((flags & 16) != 0 && !TrySkipText(ref rest))
        )
        {
            return false;
        }
        if ((flags & 2) != 0)
        {
            var header = data[..(data.Length - rest.Length)];
            if (
                !BinaryPrimitives.TryReadUInt16LittleEndian(rest, out var checksum)
                || checksum != (ushort)Checksum.Compute(header)
            )
            {
                return false;
            }
            rest = rest[2..];
        }
        data = rest;
        return true;
    }

    private static bool TrySkipText(ref ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)0);
        data = data[(end + 1)..];
        return end >= 0;
    }

    private static Crc MakeChecksum() =>
        CrcCatalogue.TryGet("CRC_32_ISO_HDLC", out var crc)
            ? crc
            : throw new InvalidOperationException("the catalogue lacks gzip's algorithm");
}
