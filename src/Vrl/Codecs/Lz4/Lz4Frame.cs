using System.Buffers.Binary;
using Freshet.Vrl.Hashing;

namespace Freshet.Vrl.Codecs.Lz4;

/// <summary>The LZ4 frame format 1.6: blocks with lengths and checks, as the command <c>lz4</c> writes it. Only the first frame is read.</summary>
internal static class Lz4Frame
{
    private const string Truncated = "unexpected end of file";

    private static ReadOnlySpan<byte> Magic => [0x04, 0x22, 0x4D, 0x18];

    public static bool Is(ReadOnlySpan<byte> data) => data.StartsWith(Magic);

    /// <summary>Appends what the frame stands for; null, or what is wrong with it.</summary>
    public static string? Decode(ReadOnlySpan<byte> data, BoundedBuffer output)
    {
        var error = Header.Read(data[Magic.Length..], out var header);
        if (error is not null)
        {
            return error;
        }
        data = data[(Magic.Length + header.Size)..];
        while (true)
        {
            if (!TryReadNumber(ref data, out var field))
            {
                return Truncated;
            }
            if (field == 0)
            {
                return End(data, header, output.Written);
            }
            var size = field & int.MaxValue;
            if (size > header.BlockSize)
            {
                return "the block is larger than the frame allows";
            }
            if (data.Length < size)
            {
                return Truncated;
            }
            var block = data[..(int)size];
            data = data[(int)size..];
            if (header.HasBlockChecksums)
            {
                if (!TryReadNumber(ref data, out var checksum))
                {
                    return Truncated;
                }
                if (checksum != Xxh32.Compute(block))
                {
                    return "the block's checksum is wrong";
                }
            }
            var isStored = field > int.MaxValue;
            error = isStored
                ? output.TryAppend(block)
                    ? null
                    : "the decompressed data is too large"
                : Lz4Block.Decode(block, output, header.BlockSize);
            if (error is not null)
            {
                return error;
            }
        }
    }

    private static string? End(ReadOnlySpan<byte> data, Header header, ReadOnlySpan<byte> content)
    {
        if (header.ContentSize >= 0 && header.ContentSize != content.Length)
        {
            return "the content is not as long as the frame says";
        }
        if (!header.HasContentChecksum)
        {
            return null;
        }
        return !TryReadNumber(ref data, out var checksum) ? Truncated
            : checksum != Xxh32.Compute(content) ? "the content's checksum is wrong"
            : null;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> data, out uint number)
    {
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(data, out number))
        {
            return false;
        }
        data = data[sizeof(uint)..];
        return true;
    }

    /// <summary>The frame's descriptor.</summary>
    /// <param name="Size">Its own bytes.</param>
    /// <param name="BlockSize">Bytes that a block stands for at most.</param>
    /// <param name="ContentSize">Bytes of the content; -1 where it is not told.</param>
    private sealed record Header(
        int Size,
        int BlockSize,
        long ContentSize,
        bool HasBlockChecksums,
        bool HasContentChecksum
    )
    {
        private static Header None { get; } = new(0, 0, 0, false, false);

        public static string? Read(ReadOnlySpan<byte> data, out Header header)
        {
            header = None;
            if (data.Length < 3)
            {
                return Truncated;
            }
            var (flags, sizes) = (data[0], data[1]);
            var hasSize = (flags & 8) != 0;
            var size = hasSize ? 11 : 3;
            if (flags >> 6 != 1)
            {
                return "the frame's version is not supported";
            }
            if ((flags & 2) != 0 || (sizes & 0x8F) != 0)
            {
                return "the frame sets bits that are reserved";
            }
            if ((flags & 1) != 0)
            {
                return "the frame needs a dictionary";
            }
            if (sizes >> 4 < 4)
            {
                return "the frame's block size is not supported";
            }
            if (data.Length < size)
            {
                return Truncated;
            }
            if (data[size - 1] != (byte)(Xxh32.Compute(data[..(size - 1)]) >> 8))
            {
                return "the header's checksum is wrong";
            }
            header = new(
                size,
                1 << (8 + (2 * (sizes >> 4))),
                hasSize ? BinaryPrimitives.ReadInt64LittleEndian(data[2..]) & long.MaxValue : -1,
                HasBlockChecksums: (flags & 16) != 0,
                HasContentChecksum: (flags & 4) != 0
            );
            return null;
        }
    }
}
