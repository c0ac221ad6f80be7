using System.Collections.Concurrent;
using Freshet.Events;

namespace Freshet.Sinks.Sse.Filtering;

/// <summary>
/// The topics of one endpoint. Safe from several threads; one that is known is found without a lock. What it keeps is bounded, since types and sources
/// are what senders write: beyond the bound topics are made for the moment, and filters work on them as if they had never seen them.
/// </summary>
internal sealed class TopicTable
{
    /// <summary>How many topics are kept. Types times sources are some hundreds where they are names; more are numbers in disguise.</summary>
    public const int Capacity = 4096;

    /// <summary>The most characters of a type and a source together that are kept: what events may have. So the table stays below 12 MB, whatever is sent.</summary>
    public const int LongestKept = EventRecogniser.LongestType + EventRecogniser.LongestId;

    private readonly ConcurrentDictionary<(string Type, string Source), Topic> topics = new();
    private readonly Lock gate = new();
    private int count;

    /// <summary>How many topics are kept.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>The topic of events of that type and source: the same object each time, as long as it is kept.</summary>
    public Topic Of(string type, string source)
    {
        if (topics.TryGetValue((type, source), out var known))
        {
            return known;
        }
        return Count == Capacity || type.Length + source.Length > LongestKept
            ? new(type, source, Topic.Unnumbered)
            : Add(type, source);
    }

    private Topic Add(string type, string source)
    {
        lock (gate)
        {
            if (topics.TryGetValue((type, source), out var known))
            {
                return known;
            }
            if (count == Capacity)
            {
                return new(type, source, Topic.Unnumbered);
            }
            var topic = new Topic(type, source, count);
            topics[(type, source)] = topic;
            Volatile.Write(ref count, count + 1);
            return topic;
        }
    }
}
