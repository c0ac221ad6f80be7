using System.Numerics;

namespace Freshet.LoadTest.Measuring;

/// <summary>
/// Times, counted in buckets that grow with what they hold: 64 for each doubling, so that a figure is at most 1.6% off. Nothing is allocated after the
/// constructor.
/// </summary>
internal sealed class Histogram
{
    private const int SubBits = 6;
    private const int SubBuckets = 1 << SubBits;

    private readonly long[] buckets = new long[SubBuckets * (64 - SubBits + 1)];

    public long Count { get; private set; }

    /// <summary>The longest, exactly.</summary>
    public long Maximum { get; private set; }

    /// <summary>Counts one; a negative time is none.</summary>
    public void Record(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        buckets[BucketOf(nanoseconds)]++;
        Count++;
        Maximum = Math.Max(Maximum, nanoseconds);
    }

    /// <summary>What so large a part did not exceed: the upper end of its bucket, and no more than the maximum; 0 where there is none.</summary>
    /// <param name="part">From 0 to 1.</param>
    public long Quantile(double part)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(part * Count));
        long sum = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            sum += buckets[i];
            if (sum >= wanted)
            {
                return Math.Min(UpperEnd(i), Maximum);
            }
        }
        return Maximum;
    }

    public void Clear()
    {
        Array.Clear(buckets);
        Count = 0;
        Maximum = 0;
    }

    private static int BucketOf(long value)
    {
        // The first two rows of buckets are exact; in the others the leading bits choose.
        var row = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBits);
        return (row << SubBits) + (int)(value >> row);
    }

    private static long UpperEnd(int bucket)
    {
        if (bucket < 2 * SubBuckets)
        {
            return bucket;
        }
        var row = (bucket >> SubBits) - 1;
        var within = bucket - (row << SubBits);
        return ((long)(within + 1) << row) - 1;
    }
}
