using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Freshet.Vrl.Runtime.Time;

/// <summary>The short names of zones, <c>CET</c> and <c>CEST</c>: the framework does not give them, but the tz database (RFC 8536) does.</summary>
internal static class ZoneNames
{
    /// <summary>Longer than any file of the database.</summary>
    private const int MaxFileLength = 100_000;

    private static readonly ConcurrentDictionary<string, Table?> Tables = new(
        StringComparer.Ordinal
    );

    /// <summary>What the zone is called at that Unix time; null where that is not known.</summary>
    public static string? At(TimeZoneInfo zone, long unixSeconds)
    {
        // Upstream knows the machine's own zone by its offset alone.
        if (ReferenceEquals(zone, TimeZoneInfo.Local))
        {
            return null;
        }
        if (zone.Equals(TimeZoneInfo.Utc) || zone.Id == "UTC")
        {
            return "UTC";
        }
        return Tables.GetOrAdd(zone.Id, Load)?.At(zone, unixSeconds);
    }

    private static Table? Load(string id)
    {
        var folder = Environment.GetEnvironmentVariable("TZDIR") ?? "/usr/share/zoneinfo";
        try
        {
            var file = new FileInfo(Path.Combine(folder, id));
            return file.Exists && file.Length <= MaxFileLength
                ? Table.Read(File.ReadAllBytes(file.FullName))
                : null;
        }
        // A zone without a name is written as its offset: a file that cannot be read is no reason to fail.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="Times">When the zone changes, in Unix time, ascending.</param>
    /// <param name="Kinds">The offset and name from each change on.</param>
    private sealed record Table(long[] Times, (int Offset, string Name)[] Kinds, string First)
    {
        public string? At(TimeZoneInfo zone, long unixSeconds)
        {
            var at = Array.BinarySearch(Times, unixSeconds);
            at = at < 0 ? ~at - 1 : at;
            if (at < 0)
            {
                return First;
            }
            if (at < Times.Length - 1)
            {
                return Kinds[at].Name;
            }
            // After the last change that the file lists its rule goes on: the latest name with the same offset.
            var offset = TimeZones.OffsetAt(zone, unixSeconds);
            for (; at >= 0; at--)
            {
                if (Kinds[at].Offset == offset)
                {
                    return Kinds[at].Name;
                }
            }
            return null;
        }

        /// <summary>Reads a file; null if it is of a form that is not known.</summary>
        public static Table? Read(ReadOnlySpan<byte> file)
        {
            const int HeaderLength = 44;
            if (!IsHeader(file) || file[4] < (byte)'2')
            {
                return null;
            }
            // The first block has 32-bit times, for old readers.
            var skip =
                HeaderLength
                + Count(file, 3) * 5
                + Count(file, 4) * 6
                + Count(file, 5)
                + Count(file, 2) * 8
                + Count(file, 1)
                + Count(file, 0);
            if (skip < 0 || skip > file.Length || !IsHeader(file[skip..]))
            {
                return null;
            }
            file = file[skip..];
            var (times, kinds, letters) = (Count(file, 3), Count(file, 4), Count(file, 5));
            if (
                times < 0
                || kinds < 1
                || letters < 1
                || HeaderLength + times * 9L + kinds * 6L + letters > file.Length
            )
            {
                return null;
            }
            var indexes = file.Slice(HeaderLength + times * 8, times);
            var records = file.Slice(HeaderLength + times * 9, kinds * 6);
            var names = file.Slice(HeaderLength + times * 9 + kinds * 6, letters);
            var all = new (int Offset, string Name)[kinds];
            for (var i = 0; i < kinds; i++)
            {
                var name = names[Math.Min(records[i * 6 + 5], letters - 1)..];
                var end = name.IndexOf((byte)0);
                all[i] = (
                    BinaryPrimitives.ReadInt32BigEndian(records[(i * 6)..]),
                    Encoding.ASCII.GetString(end < 0 ? name : name[..end])
                );
            }
            var table = new Table(new long[times], new (int, string)[times], all[0].Name);
            for (var i = 0; i < times; i++)
            {
                table.Times[i] = BinaryPrimitives.ReadInt64BigEndian(
                    file[(HeaderLength + i * 8)..]
                );
                table.Kinds[i] = all[Math.Min(indexes[i], kinds - 1)];
            }
            return table;
        }

        private static bool IsHeader(ReadOnlySpan<byte> block) =>
            block.Length >= 44 && block.StartsWith("TZif"u8);

        /// <summary>A count of the header: 0 UT markers, 1 standard markers, 2 leap seconds (8 bytes each in the first block), 3 times, 4 kinds, 5 letters.</summary>
        private static int Count(ReadOnlySpan<byte> block, int which) =>
            BinaryPrimitives.ReadInt32BigEndian(block[(20 + which * 4)..]);
    }
}
