using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Freshet.Events;

/// <summary>
/// The names of the objects that are open while a text is read, so that a second use of one is noticed. A hash table on a stack: the names of
/// the innermost object are the newest, so they head their chains, and closing the object takes them off again. Time is linear in the
/// number of names, and memory goes with the names that are open at once; both arrays come from the pool.
/// </summary>
internal ref struct JsonNames(ReadOnlySpan<byte> json)
{
    private const int First = 32;

    private readonly ReadOnlySpan<byte> json = json;
    private readonly int[] opened = ArrayPool<int>.Shared.Rent(JsonText.MaxDepth);
    private Name[] names = ArrayPool<Name>.Shared.Rent(First);
    private int[] heads = RentHeads(First);
    private int mask = First - 1;
    private int count;
    private int depth;

    // Names with escapes, resolved, one after the other; most texts have none.
    private ArrayBufferWriter<byte>? resolved;

    public void Open() => opened[depth++] = count;

    public void Close()
    {
        var start = opened[--depth];
        while (count > start)
        {
            ref readonly var name = ref names[--count];
            heads[name.Hash & mask] = name.Next;
        }
    }

    /// <summary>Takes in the name that the reader stands on; false where the innermost object has it already.</summary>
    public bool Add(in Utf8JsonReader reader)
    {
        // A resolved name's start is kept as its complement, so that one integer says where it stands and in which of the two texts.
        int start;
        ReadOnlySpan<byte> text;
        if (reader.ValueIsEscaped)
        {
            resolved ??= new ArrayBufferWriter<byte>();
            start = ~resolved.WrittenCount;
            var length = reader.CopyString(resolved.GetSpan(reader.ValueSpan.Length));
            resolved.Advance(length);
            text = resolved.WrittenSpan[^length..];
        }
        else
        {
            start = (int)reader.TokenStartIndex + 1;
            text = reader.ValueSpan;
        }

        var hash = Hash(text);
        var mine = opened[depth - 1];
        // Chains run from the newest name to the oldest, so the first one below `mine` belongs to an outer object, as all after it.
        for (var i = heads[hash & mask]; i >= mine; i = names[i].Next)
        {
            if (names[i].Hash == hash && Text(names[i]).SequenceEqual(text))
            {
                return false;
            }
        }
        if (count > mask)
        {
            Grow();
        }
        ref var head = ref heads[hash & mask];
        names[count] = new Name(start, text.Length, hash, head);
        head = count++;
        return true;
    }

    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(opened);
        ArrayPool<Name>.Shared.Return(names);
        ArrayPool<int>.Shared.Return(heads);
    }

    private readonly ReadOnlySpan<byte> Text(in Name name) =>
        name.Start >= 0
            ? json.Slice(name.Start, name.Length)
            : resolved!.WrittenSpan.Slice(~name.Start, name.Length);

    private void Grow()
    {
        var size = (mask + 1) * 2;
        var wider = ArrayPool<Name>.Shared.Rent(size);
        names.AsSpan(0, count).CopyTo(wider);
        ArrayPool<Name>.Shared.Return(names);
        ArrayPool<int>.Shared.Return(heads);
        names = wider;
        heads = RentHeads(size);
        mask = size - 1;
        for (var i = 0; i < count; i++)
        {
            ref var head = ref heads[names[i].Hash & mask];
            names[i] = names[i] with { Next = head };
            head = i;
        }
    }

    private static int[] RentHeads(int size)
    {
        var rented = ArrayPool<int>.Shared.Rent(size);
        rented.AsSpan(0, size).Fill(-1);
        return rented;
    }

    /// <summary>The runtime's keyed string hash over the bytes, so that no sender can choose names that collide.</summary>
    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = string.GetHashCode(
            MemoryMarshal.Cast<byte, char>(text),
            StringComparison.Ordinal
        );
        return (text.Length & 1) == 0 ? hash : hash ^ ((text[^1] + 1) * 0x01000193);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Name(int Start, int Length, int Hash, int Next);
}
