using System.Text;

namespace Freshet.Events.CDEvents;

/// <summary>What is wrong with a CDEvent: every problem, of which the first ones are kept, and the others counted.</summary>
internal sealed class CDEventProblems
{
    /// <summary>How many are kept: more than anybody mends at once, and little to answer with.</summary>
    public const int Most = 32;

    /// <summary>How many are told in one sentence.</summary>
    private const int MostTold = 5;

    private readonly List<EventFault> first = [];

    /// <summary>The first ones, in the order of the text; of an object, members that are missing come last.</summary>
    public IReadOnlyList<EventFault> First => first;

    /// <summary>How many there are beside them.</summary>
    public int More { get; private set; }

    /// <summary>Whether one more is kept; else there is no need to describe it.</summary>
    public bool HasRoom => first.Count < Most;

    public void Add(EventFault problem)
    {
        if (HasRoom)
        {
            first.Add(problem);
        }
        else
        {
            More++;
        }
    }

    /// <summary>Counts one that is not described.</summary>
    public void Count() => More++;

    /// <summary><c>subject.id: expected …; context.source: expected …; and 2 more</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendJoin("; ", first.Take(MostTold));
        var untold = Math.Max(0, first.Count - MostTold) + More;
        return untold == 0 ? text.ToString() : text.Append($"; and {untold} more").ToString();
    }
}
