using Freshet.Journal.Segments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal.Segments;

/// <summary>The index in memory and the one in a file find the same records.</summary>
public sealed class SegmentIndexTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_record_is_found_by_its_hash_and_only_by_it()
    {
        // Few different hashes, so that many records share one; their high bits put them near each other.
        var hashes = Gen.OneOf(
            Gen.Choose(0, 20).Select(hash => (ulong)hash),
            Gen.Choose(0, 20).Select(hash => (ulong)hash << 60),
            ArbMap.Default.GeneratorFor<ulong>()
        );
        var records = hashes
            .Select(hash => (ulong?)hash)
            .SelectMany(hash =>
                Gen.Frequency((9, Gen.Constant(hash)), (1, Gen.Constant<ulong?>(null)))
            )
            .NonEmptyListOf();
        Prop.ForAll(
                records.ToArbitrary(),
                records =>
                {
                    var growing = new GrowingIndex(SipHash.WithRandomKey());
                    var offset = (uint)SegmentHeader.Size;
                    foreach (var hash in records)
                    {
                        if (hash is { } whole)
                        {
                            growing.Add(offset++, whole);
                        }
                        else
                        {
                            growing.AddDamaged();
                        }
                    }
                    Check(growing, [.. records]);
                    using var sealedIndex = Seal(growing);
                    sealedIndex.Hash.ShouldBe(growing.Hash);
                    sealedIndex.DamagedCount.ShouldBe(records.Count(hash => hash is null));
                    Check(sealedIndex, [.. records]);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Index_grows_as_far_as_records_come()
    {
        var growing = new GrowingIndex(SipHash.WithRandomKey());
        var random = new Random(1);
        var records = Enumerable.Range(0, 20_000).Select(_ => (ulong?)random.NextInt64()).ToList();
        for (var i = 0; i < records.Count; i++)
        {
            growing.Add((uint)(SegmentHeader.Size + i), records[i]!.Value);
        }
        Check(growing, records);
        using var sealedIndex = Seal(growing);
        Check(sealedIndex, records);
        sealedIndex.Bytes.ShouldBeLessThan(16 * records.Count);
    }

    [Fact]
    public void Index_of_another_file_is_none()
    {
        var growing = new GrowingIndex(SipHash.WithRandomKey());
        growing.Add(SegmentHeader.Size, 1);
        Seal(growing).Dispose();
        var path = Path.Combine(folder.Path, "1.log");
        IndexFile.Open(path, first: 1, length: 999).ShouldBeNull();
        IndexFile.Open(path, first: 2, length: 1000).ShouldBeNull();
        IndexFile.Open(Path.Combine(folder.Path, "2.log"), first: 1, length: 1000).ShouldBeNull();
        IndexFile.Open(path, first: 1, length: 1000)?.Dispose();
    }

    private static void Check(SegmentIndex index, List<ulong?> records)
    {
        index.Count.ShouldBe(records.Count);
        var offset = (uint)SegmentHeader.Size;
        for (var ordinal = 0; ordinal < records.Count; ordinal++)
        {
            index
                .OffsetOf(ordinal)
                .ShouldBe(records[ordinal] is null ? SegmentIndex.Damaged : offset++);
        }
        var wanted = records
            .Select((hash, ordinal) => (hash, ordinal))
            .Where(record => record.hash is not null)
            .GroupBy(record => record.hash!.Value, record => record.ordinal)
            .ToDictionary(group => group.Key, group => group.ToList());
        foreach (var (hash, ordinals) in wanted)
        {
            // Others may come along whose hash is the same in part.
            ordinals.ShouldBeSubsetOf(Candidates(index, hash));
        }
        if (!wanted.ContainsKey(0x123456789))
        {
            Candidates(index, 0x123456789).ShouldBeEmpty();
        }
    }

    private static List<int> Candidates(SegmentIndex index, ulong hash)
    {
        var found = new List<int>();
        var step = 0;
        while (index.Candidate(hash, ref step) is not SegmentIndex.None and var ordinal)
        {
            found.Add(ordinal);
        }
        found.ShouldBeUnique();
        return found;
    }

    private IndexFile Seal(GrowingIndex index)
    {
        var path = Path.Combine(folder.Path, "1.log");
        File.WriteAllText(path, "");
        var segment = new Segment(path, Segment.Open(path), new(1, 77), index, 1000);
        IndexFile.Write(segment, index);
        segment.Release();
        return IndexFile.Open(path, first: 1, length: 1000).ShouldNotBeNull();
    }
}
