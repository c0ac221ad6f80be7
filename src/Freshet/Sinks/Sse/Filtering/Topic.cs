namespace Freshet.Sinks.Sse.Filtering;

/// <summary>
/// What filters look at: an event's type and source. Frames that share both share one object, so that a filter looks at its names once for all of
/// them. Made by the endpoint's <see cref="TopicTable"/>.
/// </summary>
internal sealed class Topic
{
    /// <summary>The <see cref="Index"/> of a topic that no filter remembers: each answer is worked out anew.</summary>
    public const int Unnumbered = -1;

    internal Topic(string type, string source, int index) =>
        (Type, Source, Index) = (type, source, index);

    /// <summary>The event's type, such as <c>blog.post.created</c>.</summary>
    public string Type { get; }

    /// <summary>Who produced it; empty where nobody says.</summary>
    public string Source { get; }

    /// <summary>
    /// Its number among those of its endpoint, from 0 without gaps and below <see cref="TopicTable.Capacity"/>; filters remember their answer by it.
    /// <see cref="Unnumbered"/> where there were too many, or where it was too long.
    /// </summary>
    public int Index { get; }

    public override string ToString() => $"{Type} of {Source}";
}
