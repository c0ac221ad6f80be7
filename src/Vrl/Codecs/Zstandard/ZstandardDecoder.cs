using System.Buffers.Binary;
using Freshet.Vrl.Hashing;

namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>Decompresses Zstandard (RFC 8878): all frames, one after the other, those that are to be skipped left out. Dictionaries are refused.</summary>
internal static class ZstandardDecoder
{
    private const uint Magic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;

    /// <summary>As upstream: frames that need more memory than this are refused.</summary>
    private const ulong LargestWindow = 1 << 27;

    /// <summary>What the data stands for; null where it is none, or the result is too large.</summary>
    public static ReadOnlyMemory<byte>? Decode(ReadOnlySpan<byte> data)
    {
        var output = new BoundedBuffer();
        do
        {
            if (!TryReadNumber(ref data, 4, out var magic))
            {
                return null;
            }
            var isFrame =
                magic == Magic
                    ? TryFrame(ref data, output)
                    : (magic & ~15UL) == SkippableMagic && TrySkip(ref data);
            if (!isFrame)
            {
                return null;
            }
        } while (!data.IsEmpty);
        return output.Memory;
    }

    private static bool TryFrame(ref ReadOnlySpan<byte> data, BoundedBuffer output)
    {
        if (!TryReadNumber(ref data, 1, out var descriptor) || (descriptor & 8) != 0)
        {
            return false;
        }
        var isSingle = (descriptor & 32) != 0;
        ulong window = 0;
        if (!isSingle)
        {
            if (!TryReadNumber(ref data, 1, out var code))
            {
                return false;
            }
            window = (8 + (code & 7)) << (int)(7 + (code >> 3));
        }
        var dictionarySize = (int)(descriptor & 3);
        if (
            !TryReadNumber(ref data, dictionarySize == 3 ? 4 : dictionarySize, out var dictionary)
            || dictionary != 0
            || !TryReadSize(ref data, (int)(descriptor >> 6), isSingle, out var size)
        )
        {
            return false;
        }
        if ((isSingle ? size : window) > LargestWindow)
        {
            return false;
        }
        var start = output.Count;
        if (!TryBlocks(ref data, output))
        {
            return false;
        }
        var content = output.Written[start..];
        if (size is { } told && told != (ulong)content.Length)
        {
            return false;
        }
        return (descriptor & 4) == 0
            || (
                TryReadNumber(ref data, 4, out var checksum)
                && checksum == (uint)Xxh64.Compute(content)
            );
    }

    private static bool TryBlocks(ref ReadOnlySpan<byte> data, BoundedBuffer output)
    {
        BlockDecoder? decoder = null;
        while (true)
        {
            if (!TryReadNumber(ref data, 3, out var header))
            {
                return false;
            }
            var type = (header >> 1) & 3;
            var size = (int)(header >> 3);
            var stored = type == 1 ? 1 : size;
            if (size > BlockDecoder.LargestBlock || data.Length < stored)
            {
                return false;
            }
            var block = data[..stored];
            data = data[stored..];
            decoder ??= new BlockDecoder(output);
            var isBlock = type switch
            {
                0 => output.TryAppend(block),
                1 => output.TryFill(block[0], size),
                2 => decoder.TryDecode(block),
                _ => false,
            };
            if (!isBlock)
            {
                return false;
            }
            if ((header & 1) == 1)
            {
                return true;
            }
        }
    }

    /// <summary>Bytes that the frame stands for; null where it does not tell.</summary>
    private static bool TryReadSize(
        ref ReadOnlySpan<byte> data,
        int code,
        bool isSingle,
        out ulong? size
    )
    {
        size = null;
        if (code == 0 && !isSingle)
        {
            return true;
        }
        var read = TryReadNumber(ref data, 1 << code, out var number);
        // What two bytes can say begins where one byte ends.
        size = code == 1 ? number + 256 : number;
        return read;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> data)
    {
        if (!TryReadNumber(ref data, 4, out var size) || (ulong)data.Length < size)
        {
            return false;
        }
        data = data[(int)size..];
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> data, int size, out ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        number = 0;
        if (data.Length < size)
        {
            return false;
        }
        data[..size].CopyTo(bytes);
        data = data[size..];
        number = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return true;
    }
}
