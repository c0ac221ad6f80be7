using System.Runtime.InteropServices;

namespace Freshet.LoadTest.Clients;

/// <summary>Which events one client has seen, exactly: the next of each lane, and the ranges that are missing before it.</summary>
internal sealed class Ledger
{
    private readonly int[] next = new int[Lanes.Count];
    private List<MissingRange>? missing;

    /// <summary>Whether it is known what the client has to see: everything after what it saw first, or was said to be at.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>How many different events it has seen.</summary>
    public long Seen { get; private set; }

    public long Duplicates { get; private set; }

    /// <summary>How many came after one that was published later on the same connection.</summary>
    public long Disordered { get; private set; }

    /// <summary>What the last <see cref="Sighting.AfterGap"/> left out: indices of the event's lane.</summary>
    public Range Gap { get; private set; }

    /// <summary>The client has to see every event from these indices on, lane by lane.</summary>
    public void Begin(ReadOnlySpan<int> from)
    {
        from.CopyTo(next);
        HasBegun = true;
    }

    public int NextOf(int lane) => next[lane];

    public Sighting See(long number)
    {
        var lane = Lanes.LaneOf(number);
        var index = Lanes.IndexOf(number);
        var expected = next[lane];
        if (index == expected)
        {
            next[lane] = index + 1;
            Seen++;
            return Sighting.Expected;
        }
        if (index > expected)
        {
            (missing ??= []).Add(new MissingRange(lane, expected, index));
            Gap = expected..index;
            next[lane] = index + 1;
            Seen++;
            return Sighting.AfterGap;
        }
        if (!Find(lane, index))
        {
            Duplicates++;
            return Sighting.Again;
        }
        Disordered++;
        Seen++;
        return Sighting.Late;
    }

    /// <summary>How many it should have seen by now and has not.</summary>
    /// <param name="published">How many there are of each lane.</param>
    public long Lost(ReadOnlySpan<int> published)
    {
        if (!HasBegun)
        {
            return 0;
        }
        var lost = missing?.Sum(range => (long)range.To - range.From) ?? 0;
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            lost += published[lane] - next[lane];
        }
        return lost;
    }

    /// <summary>Takes an event out of what is missing; whether it was there.</summary>
    private bool Find(int lane, int index)
    {
        for (var i = 0; i < missing?.Count; i++)
        {
            var range = missing[i];
            if (range.Lane != lane || index < range.From || index >= range.To)
            {
                continue;
            }
            missing.RemoveAt(i);
            if (range.From < index)
            {
                missing.Add(range with { To = index });
            }
            if (index + 1 < range.To)
            {
                missing.Add(range with { From = index + 1 });
            }
            return true;
        }
        return false;
    }

    /// <summary>Indices of a lane that were left out, the second not included.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct MissingRange(int Lane, int From, int To);
}
