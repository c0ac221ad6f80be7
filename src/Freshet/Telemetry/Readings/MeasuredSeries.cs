namespace Freshet.Telemetry.Readings;

/// <summary>What was measured with one set of tags; from any thread.</summary>
/// <param name="bounds">The upper ends of the buckets; empty where it is no histogram.</param>
internal sealed class MeasuredSeries(double[] bounds)
{
    private readonly long[] counts = bounds.Length == 0 ? [] : new long[bounds.Length + 1];
    private long value;
    private double sum;

    public void Add(long more) => Interlocked.Add(ref value, more);

    public void Set(long now) => Volatile.Write(ref value, now);

    public void Set(double now) => Volatile.Write(ref sum, now);

    /// <summary>Counts a measurement in its bucket: the first whose end is not below it.</summary>
    public void Record(double measured)
    {
        if (counts.Length > 0)
        {
            var at = Array.BinarySearch(bounds, measured);
            Interlocked.Increment(ref counts[at < 0 ? ~at : at]);
        }
        Interlocked.Increment(ref value);
        var known = Volatile.Read(ref sum);
        while (true)
        {
            var found = Interlocked.CompareExchange(ref sum, known + measured, known);
            if (found.Equals(known))
            {
                return;
            }
            known = found;
        }
    }

    public SeriesReading Read(IReadOnlyList<KeyValuePair<string, object?>> tags)
    {
        var read = new long[counts.Length];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = Volatile.Read(ref counts[i]);
        }
        return new(tags, Volatile.Read(ref value), read, Volatile.Read(ref sum));
    }
}
