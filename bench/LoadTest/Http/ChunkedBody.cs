using System.Runtime.InteropServices;

namespace Freshet.LoadTest.Http;

/// <summary>Takes the chunks of a body apart (RFC 9112, section 7.1), which may be cut anywhere. A body with trailers is not understood.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ChunkedBody
{
    private const long Largest = 1L << 40;

    private Place place;
    private long left;

    private enum Place
    {
        Size,
        RestOfSize,
        Data,
        End,
        LastEnd,
        Over,
    }

    /// <summary>Whether the chunk that ends the body has been read.</summary>
    public readonly bool IsOver => place == Place.Over;

    /// <summary>Moves on in the bytes.</summary>
    /// <returns>Data of the body, which may be none; there may be more while bytes are left and the body is not over.</returns>
    /// <exception cref="FormatException">They are not chunks.</exception>
    public ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            switch (place)
            {
                case Place.Size:
                    ReadSize(ref bytes);
                    break;
                case Place.RestOfSize:
                    var end = bytes.IndexOf((byte)'\n');
                    bytes = end < 0 ? default : bytes[(end + 1)..];
                    place =
                        end < 0 ? place
                        : left > 0 ? Place.Data
                        : Place.LastEnd;
                    break;
                case Place.Data:
                    var data = bytes[..(int)Math.Min(left, bytes.Length)];
                    bytes = bytes[data.Length..];
                    left -= data.Length;
                    place = left > 0 ? place : Place.End;
                    return data;
                case Place.End or Place.LastEnd:
                    ReadEnd(ref bytes);
                    break;
                default:
                    return default;
            }
        }
        return default;
    }

    private void ReadSize(ref ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var digit = HexDigit(bytes[0]);
            if (digit < 0)
            {
                place = Place.RestOfSize;
                return;
            }
            left = (left << 4) + digit;
            if (left > Largest)
            {
                throw new FormatException("no size of a chunk");
            }
            bytes = bytes[1..];
        }
    }

    private void ReadEnd(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] == '\n')
        {
            place = place == Place.End ? Place.Size : Place.Over;
        }
        else if (bytes[0] != '\r')
        {
            throw new FormatException("a chunk is longer than it says");
        }
        bytes = bytes[1..];
    }

    private static int HexDigit(byte letter) =>
        letter switch
        {
            >= (byte)'0' and <= (byte)'9' => letter - '0',
            >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
            _ => -1,
        };
}
