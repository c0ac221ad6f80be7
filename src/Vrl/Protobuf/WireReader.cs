using System.Buffers.Binary;

namespace Freshet.Vrl.Protobuf;

/// <summary>How a field's value is written.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    GroupStart = 3,
    GroupEnd = 4,
    Fixed32 = 5,
}

/// <summary>Reads protocol buffers' wire format. After the first mistake it reads nothing more.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxGroups = 100;

    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>What is wrong; null while nothing is.</summary>
    public string? Error { get; private set; }

    public readonly bool IsAtEnd => rest.IsEmpty || Error is not null;

    /// <summary>Reads the number and form of the next field.</summary>
    public bool TryReadTag(out int number, out WireType type)
    {
        var tag = ReadVarint();
        number = (int)(tag >> 3);
        type = (WireType)(tag & 7);
        if (Error is null && (tag > uint.MaxValue || number == 0 || (int)type > 5))
        {
            Error = number == 0 ? "invalid tag value: 0" : $"invalid key value: {tag}";
        }
        return Error is null;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < 10; i++)
        {
            if (i >= rest.Length)
            {
                break;
            }
            var part = rest[i];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                if (i == 9 && part > 1)
                {
                    break;
                }
                rest = rest[(i + 1)..];
                return value;
            }
        }
        Fail("invalid varint");
        return 0;
    }

    public uint ReadFixed32() =>
        Take(4) is { Length: 4 } taken ? BinaryPrimitives.ReadUInt32LittleEndian(taken) : 0;

    public ulong ReadFixed64() =>
        Take(8) is { Length: 8 } taken ? BinaryPrimitives.ReadUInt64LittleEndian(taken) : 0;

    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        return length > (ulong)rest.Length ? Take(int.MaxValue) : Take((int)length);
    }

    /// <summary>Passes over the value of a field that is not known.</summary>
    public void Skip(int number, WireType type)
    {
        var groups = 0;
        do
        {
            switch (type)
            {
                case WireType.Varint:
                    ReadVarint();
                    break;
                case WireType.Fixed32:
                    Take(4);
                    break;
                case WireType.Fixed64:
                    Take(8);
                    break;
                case WireType.Bytes:
                    ReadBytes();
                    break;
                case WireType.GroupStart when ++groups <= MaxGroups:
                    break;
                case WireType.GroupEnd when --groups >= 0:
                    break;
                default:
                    Fail(
                        groups > MaxGroups ? "recursion limit reached" : "unexpected end group tag"
                    );
                    break;
            }
        } while (groups > 0 && TryReadTag(out number, out type));
    }

    public void Fail(string error)
    {
        Error ??= error;
        rest = [];
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length)
        {
            Fail("buffer underflow");
            return [];
        }
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
