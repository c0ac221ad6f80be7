using System.Collections.Concurrent;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>
/// How many events of each type an endpoint published. Types are what senders write, so that the number of them is bounded: those that come later are
/// counted together. One thread counts; any may look.
/// </summary>
internal sealed class TypeCounts
{
    /// <summary>How many types are counted each by itself.</summary>
    public const int Capacity = 1000;

    /// <summary>What those are called that are not.</summary>
    public const string Others = "(other)";

    private readonly ConcurrentDictionary<string, Tally> tallies = new(StringComparer.Ordinal);
    private readonly Tally others = new();
    private int kept;

    /// <summary>Counts an event; for the one thread alone.</summary>
    public void Count(string type) => TallyOf(type).Add();

    /// <summary>The counts, the highest first, and last of all <see cref="Others"/> where there are some.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Read()
    {
        var counts = tallies
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Count))
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .ToList();
        if (others.Count > 0)
        {
            counts.Add(new(Others, others.Count));
        }
        return counts;
    }

    private Tally TallyOf(string type)
    {
        if (tallies.TryGetValue(type, out var known))
        {
            return known;
        }
        // A type of that name would be told twice.
        if (kept == Capacity || type == Others)
        {
            return others;
        }
        kept++;
        return tallies[type] = new();
    }

    private sealed class Tally
    {
        private long count;

        public long Count => Volatile.Read(ref count);

        public void Add() => Volatile.Write(ref count, count + 1);
    }
}
