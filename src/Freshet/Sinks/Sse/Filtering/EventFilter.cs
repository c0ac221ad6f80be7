using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Freshet.Sinks.Sse.Filtering;

/// <summary>
/// Which events a client asked for: those whose type is one of <c>event_types</c> and whose source is one of <c>sources</c>. Immutable but for what it
/// remembers, and equal to each filter that asks for the same, in whatever order and how often.
/// <para>
/// It remembers its answers by the numbers of one endpoint's topics: a filter that was read for a request belongs to the endpoint of that request, and
/// only topics of its <see cref="TopicTable"/> are shown to it.
/// </para>
/// </summary>
internal sealed class EventFilter : IEquatable<EventFilter>
{
    /// <summary>Passes every event, at every endpoint; the filter of all clients that ask for none.</summary>
    public static readonly EventFilter All = new(NameList.Any, NameList.Any);

    private readonly NameList types;
    private readonly NameList sources;

    /// <summary>The names in their one form. No name has a comma or a control character in it, so that each text is of one filter only.</summary>
    private readonly string text;

    /// <summary>Made at the first look: of the filters that are read, most turn out to be there already.</summary>
    private TopicAnswers? answers;

    private EventFilter(NameList types, NameList sources)
    {
        (this.types, this.sources) = (types, sources);
        text = $"{types}\n{sources}";
    }

    /// <summary>Whether it passes everything. This is so for <see cref="All"/> alone.</summary>
    public bool IsAll => types.IsAny && sources.IsAny;

    /// <summary>The types, each once, in ordinal order; empty where every type passes.</summary>
    public IReadOnlyList<string> EventTypes => types.Names;

    /// <summary>The sources, each once, in ordinal order; empty where every source passes.</summary>
    public IReadOnlyList<string> Sources => sources.Names;

    /// <summary>
    /// Whether events of the topic are the client's. The names are looked at once for each topic that has a number; from then on this is a look into a
    /// table. Safe from several threads, and takes no lock; all it ever allocates is that table, 1 KB.
    /// </summary>
    public bool Matches(Topic topic)
    {
        if (IsAll)
        {
            return true;
        }
        if (topic.Index == Topic.Unnumbered)
        {
            return LookAt(topic);
        }
        var remembered = Volatile.Read(ref answers) ?? Remember();
        if (!remembered.TryGet(topic.Index, out var passes))
        {
            passes = LookAt(topic);
            remembered.Set(topic.Index, passes);
        }
        return passes;
    }

    /// <summary>
    /// Reads <c>event_types</c> and <c>sources</c>: lists of names, separated by commas; in a name, <c>*</c> stands for any characters, also none. A
    /// parameter may be there several times. One that is absent or empty, or in which a <c>*</c> stands alone, leaves nothing out.
    /// </summary>
    /// <param name="query">The parameters of the request.</param>
    /// <param name="filter">The filter; <see cref="All"/> itself where nothing is left out.</param>
    /// <param name="reason">What is wrong, and what would be right, for the client to read; nothing of what it sent is repeated.</param>
    /// <returns>False where a list is beyond the limits of <see cref="FilterQuery"/>.</returns>
    public static bool TryRead(
        IQueryCollection query,
        [NotNullWhen(true)] out EventFilter? filter,
        [NotNullWhen(false)] out string? reason
    )
    {
        filter = null;
        var reader = new FilterQuery(query);
        if (
            !reader.TryRead("event_types", out var types, out reason)
            || !reader.TryRead("sources", out var sources, out reason)
        )
        {
            return false;
        }
        filter = types.IsAny && sources.IsAny ? All : new(types, sources);
        return true;
    }

    public bool Equals([NotNullWhen(true)] EventFilter? other) => other?.text == text;

    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as EventFilter);

    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"event_types={types} sources={sources}";

    private bool LookAt(Topic topic) => types.Matches(topic.Type) && sources.Matches(topic.Source);

    private TopicAnswers Remember()
    {
        var made = new TopicAnswers();
        return Interlocked.CompareExchange(ref answers, made, null) ?? made;
    }
}
