using System.Buffers;
using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal.Segments;

/// <summary>
/// The index of a segment that is written no more, in a file beside it, so that what it takes in memory does not grow with the journal: about 15 bytes
/// of disk a record. It can be made again from the segment at any time.
/// <para>
/// 80 bytes of header: 8 of <see cref="Magic"/>, the version (u32), the count of records (u32), the key of the hash (16), the first sequence (i64), the
/// length of the segment's file (i64), the count of slots (u32), the segment's salt (u32), the times of its first and last record in ticks (i64 each),
/// the CRC-32C of what follows the header (u32) and that of the header before it (u32). Then the offset of each record (u32; 0 where it is
/// damaged), then the slots: the low half of the hash (u32) and the record's ordinal plus one (u32; 0 for a free slot). A record is in the slot that
/// its hash says, taken as a fraction of all, or in the next free one; the last is followed by the first.
/// </para>
/// </summary>
internal sealed class IndexFile : SegmentIndex
{
    public const string Extension = ".idx";

    public const string TemporaryExtension = ".tmp";
    private const uint Version = 1;
    private const int HeaderSize = 80;
    private const int SlotSize = 8;
    private const int SummedSize = HeaderSize - sizeof(uint);

    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly Head head;

    private IndexFile(SafeFileHandle file, Head head, int damaged)
    {
        this.head = head;
        DamagedCount = damaged;
        map = MemoryMappedFile.CreateFromFile(
            file,
            mapName: null,
            capacity: 0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: false
        );
        view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    private static ReadOnlySpan<byte> Magic => "FRESHETI"u8;

    public override SipHash Hash => head.Hash;

    public override int Count => (int)head.Count;

    public override long Bytes => head.FileLength;

    /// <summary>What the segment's own header says, for when that is damaged.</summary>
    public SegmentHeader Segment => new(head.First, head.Salt);

    public DateTimeOffset FirstTime => new(head.FirstTicks, TimeSpan.Zero);

    public DateTimeOffset LastTime => new(head.LastTicks, TimeSpan.Zero);

    /// <summary>How many of the records were known to be damaged when it was made.</summary>
    public int DamagedCount { get; }

    /// <summary>The path of a segment's index.</summary>
    public static string PathOf(string segmentPath) => Path.ChangeExtension(segmentPath, Extension);

    /// <summary>Opens the index of a segment.</summary>
    /// <param name="segmentPath">The segment's path.</param>
    /// <param name="first">The segment's first sequence, as its name says.</param>
    /// <param name="length">The length of the segment's file.</param>
    /// <returns>Null where it is absent, damaged, or another's.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IndexFile? Open(string segmentPath, long first, long length)
    {
        var path = PathOf(segmentPath);
        if (!File.Exists(path))
        {
            return null;
        }
        var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        try
        {
            if (
                Head.Read(file) is { } read
                && read.First == first
                && read.SegmentLength == length
                && SumBody(file, read, out var damaged) == read.BodySum
            )
            {
                var opened = new IndexFile(file, read, damaged);
                file = null;
                return opened;
            }
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Writes the index of a segment to its place, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Segment segment, GrowingIndex index)
    {
        var made = new Head
        {
            Count = (uint)index.Count,
            Hash = index.Hash,
            First = segment.First,
            SegmentLength = segment.End,
            Slots = ((uint)index.Count * 4 / 3) + 1,
            Salt = segment.Header.Salt,
            FirstTicks = segment.FirstTime.UtcTicks,
            LastTicks = segment.LastTime.UtcTicks,
        };
        var rented = ArrayPool<byte>.Shared.Rent((int)made.FileLength);
        try
        {
            var bytes = rented.AsSpan(0, (int)made.FileLength);
            bytes.Clear();
            Fill(bytes[HeaderSize..], index, made);
            (made with { BodySum = Crc32C.Of(bytes[HeaderSize..]) }).Write(bytes);
            var path = PathOf(segment.Path);
            File.WriteAllBytes(path + TemporaryExtension, bytes);
            File.Move(path + TemporaryExtension, path, overwrite: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public override uint OffsetOf(int ordinal) =>
        view.ReadUInt32(HeaderSize + (sizeof(uint) * (long)ordinal));

    public override int Candidate(ulong hash, ref int step)
    {
        var at = head.SlotOf(hash) + (uint)step;
        while (step < head.Slots)
        {
            step++;
            var slot = view.ReadUInt64(head.TableOffset + (SlotSize * (at % head.Slots)));
            var ordinal = (int)(slot >> 32) - 1;
            if (ordinal < 0)
            {
                return None;
            }
            if ((uint)slot == (uint)hash)
            {
                return ordinal;
            }
            at++;
        }
        return None;
    }

    public override void Dispose()
    {
        view.Dispose();
        map.Dispose();
    }

    private static void Fill(Span<byte> body, GrowingIndex index, in Head head)
    {
        var table = body[(sizeof(uint) * (int)head.Count)..];
        for (var ordinal = 0; ordinal < head.Count; ordinal++)
        {
            var (offset, hash) = index.At(ordinal);
            BinaryPrimitives.WriteUInt32LittleEndian(body[(sizeof(uint) * ordinal)..], offset);
            if (offset == Damaged)
            {
                continue;
            }
            var at = head.SlotOf(hash);
            while (BinaryPrimitives.ReadUInt64LittleEndian(Slot(table, at)) != 0)
            {
                at = at + 1 == head.Slots ? 0 : at + 1;
            }
            BinaryPrimitives.WriteUInt64LittleEndian(
                Slot(table, at),
                (uint)hash | ((ulong)(ordinal + 1) << 32)
            );
        }

        static Span<byte> Slot(Span<byte> table, uint at) =>
            table.Slice((int)at * SlotSize, SlotSize);
    }

    /// <summary>The sum of what follows the header, and how many of the offsets say that a record is damaged.</summary>
    private static uint SumBody(SafeFileHandle file, in Head head, out int damaged)
    {
        damaged = 0;
        if (RandomAccess.GetLength(file) != head.FileLength)
        {
            return ~head.BodySum;
        }
        using var window = new FileWindow();
        var sum = 0u;
        for (long at = HeaderSize; at < head.FileLength; )
        {
            var bytes = window.Read(file, at, FileWindow.ForReading, head.FileLength);
            if (bytes.IsEmpty)
            {
                return ~head.BodySum;
            }
            sum = Crc32C.Of(bytes, sum);
            var offsets = MemoryMarshal.Cast<byte, uint>(
                bytes[..(int)Math.Clamp(head.TableOffset - at, 0, bytes.Length)]
            );
            damaged += offsets.Count(Damaged);
            at += bytes.Length;
        }
        return sum;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Head
    {
        public uint Count { get; init; }
        public SipHash Hash { get; init; }
        public long First { get; init; }
        public long SegmentLength { get; init; }
        public uint Slots { get; init; }
        public uint Salt { get; init; }
        public long FirstTicks { get; init; }
        public long LastTicks { get; init; }
        public uint BodySum { get; init; }

        public long TableOffset => HeaderSize + (sizeof(uint) * (long)Count);

        public long FileLength => TableOffset + (SlotSize * (long)Slots);

        /// <summary>The place of a hash among the slots: the hash as a fraction of all hashes.</summary>
        public uint SlotOf(ulong hash) => (uint)Math.BigMul(hash, Slots, out _);

        public void Write(Span<byte> into)
        {
            Magic.CopyTo(into);
            BinaryPrimitives.WriteUInt32LittleEndian(into[8..], Version);
            BinaryPrimitives.WriteUInt32LittleEndian(into[12..], Count);
            Hash.Write(into[16..]);
            BinaryPrimitives.WriteInt64LittleEndian(into[32..], First);
            BinaryPrimitives.WriteInt64LittleEndian(into[40..], SegmentLength);
            BinaryPrimitives.WriteUInt32LittleEndian(into[48..], Slots);
            BinaryPrimitives.WriteUInt32LittleEndian(into[52..], Salt);
            BinaryPrimitives.WriteInt64LittleEndian(into[56..], FirstTicks);
            BinaryPrimitives.WriteInt64LittleEndian(into[64..], LastTicks);
            BinaryPrimitives.WriteUInt32LittleEndian(into[72..], BodySum);
            BinaryPrimitives.WriteUInt32LittleEndian(
                into[SummedSize..],
                Crc32C.Of(into[..SummedSize])
            );
        }

        public static Head? Read(SafeFileHandle file)
        {
            Span<byte> from = stackalloc byte[HeaderSize];
            if (
                RandomAccess.Read(file, from, 0) < HeaderSize
                || !from.StartsWith(Magic)
                || BinaryPrimitives.ReadUInt32LittleEndian(from[8..]) != Version
                || Crc32C.Of(from[..SummedSize])
                    != BinaryPrimitives.ReadUInt32LittleEndian(from[SummedSize..])
            )
            {
                return null;
            }
            return new()
            {
                Count = BinaryPrimitives.ReadUInt32LittleEndian(from[12..]),
                Hash = SipHash.Read(from[16..]),
                First = BinaryPrimitives.ReadInt64LittleEndian(from[32..]),
                SegmentLength = BinaryPrimitives.ReadInt64LittleEndian(from[40..]),
                Slots = BinaryPrimitives.ReadUInt32LittleEndian(from[48..]),
                Salt = BinaryPrimitives.ReadUInt32LittleEndian(from[52..]),
                FirstTicks = BinaryPrimitives.ReadInt64LittleEndian(from[56..]),
                LastTicks = BinaryPrimitives.ReadInt64LittleEndian(from[64..]),
                BodySum = BinaryPrimitives.ReadUInt32LittleEndian(from[72..]),
            };
        }
    }
}
