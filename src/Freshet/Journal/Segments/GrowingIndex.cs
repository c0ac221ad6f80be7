namespace Freshet.Journal.Segments;

/// <summary>The index of the segment that is written to, in memory: about 24 bytes a record. One thread adds, any thread asks.</summary>
internal sealed class GrowingIndex(SipHash hash) : SegmentIndex
{
    private const int SmallestTable = 1024;

    private readonly Lock gate = new();
    private uint[] offsets = new uint[SmallestTable / 2];
    private ulong[] hashes = new ulong[SmallestTable / 2];

    /// <summary>Ordinals plus one, at the place that the hash says or the next free one; a power of two of them, half of them free.</summary>
    private int[] table = new int[SmallestTable];
    private int count;

    public override SipHash Hash => hash;

    public override int Count => Volatile.Read(ref count);

    /// <summary>None: it is made again from the segment.</summary>
    public override long Bytes => 0;

    /// <summary>Adds the next record.</summary>
    public void Add(uint offset, ulong idHash)
    {
        lock (gate)
        {
            MakeRoom();
            offsets[count] = offset;
            hashes[count] = idHash;
            Place(idHash, count);
            Volatile.Write(ref count, count + 1);
        }
    }

    /// <summary>Adds the next record, which is damaged: it has a place, and no id.</summary>
    public void AddDamaged()
    {
        lock (gate)
        {
            MakeRoom();
            offsets[count] = Damaged;
            Volatile.Write(ref count, count + 1);
        }
    }

    public override uint OffsetOf(int ordinal)
    {
        lock (gate)
        {
            return offsets[ordinal];
        }
    }

    public override int Candidate(ulong hash, ref int step)
    {
        lock (gate)
        {
            while (true)
            {
                var ordinal = table[(int)((hash + (uint)step) & (ulong)(table.Length - 1))] - 1;
                if (ordinal < 0)
                {
                    return None;
                }
                step++;
                if (hashes[ordinal] == hash)
                {
                    return ordinal;
                }
            }
        }
    }

    /// <summary>A record's offset, and the hash of its id, by which another form of the index is made.</summary>
    public (uint Offset, ulong IdHash) At(int ordinal)
    {
        lock (gate)
        {
            return (offsets[ordinal], hashes[ordinal]);
        }
    }

    public override void Dispose() { }

    private void MakeRoom()
    {
        if (count < offsets.Length)
        {
            return;
        }
        Array.Resize(ref offsets, count * 2);
        Array.Resize(ref hashes, count * 2);
        table = new int[table.Length * 2];
        for (var ordinal = 0; ordinal < count; ordinal++)
        {
            if (offsets[ordinal] != Damaged)
            {
                Place(hashes[ordinal], ordinal);
            }
        }
    }

    private void Place(ulong idHash, int ordinal)
    {
        var at = idHash;
        while (table[(int)(at & (ulong)(table.Length - 1))] != 0)
        {
            at++;
        }
        table[(int)(at & (ulong)(table.Length - 1))] = ordinal + 1;
    }
}
