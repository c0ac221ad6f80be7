using System.Collections.Immutable;

namespace Freshet.Vrl.Typing;

/// <summary>What is known of what is inside a container: each place that is known, and what may be at all others.</summary>
/// <param name="Known">The kind at each known place.</param>
/// <param name="Unknown">The kind at any other place; <see cref="Kind.Undefined"/> where nothing is there, null where it is <see cref="Endless"/>.</param>
public abstract record Shape<TKey>(ImmutableSortedDictionary<TKey, Kind> Known, Kind? Unknown)
    where TKey : notnull
{
    /// <summary>Where <see cref="Unknown"/> is null: the kinds that may be at unknown places, in containers there too, without end.</summary>
    internal Kinds Endless { get; init; } = Kinds.Any;

    /// <summary>What may be at a place that is not known: always nothing as well.</summary>
    internal Kind UnknownKind => Unknown?.Or(Kinds.Undefined) ?? Kind.EndlessOf(Endless);

    /// <summary>Whether something may be at places that are not known.</summary>
    internal bool MayHaveMore => Unknown is null || UnknownKind.MayBeDefined;

    /// <summary>What any place may hold that holds something.</summary>
    internal Kind Reduced =>
        Known
            .Values.Aggregate(Kind.Never, (all, kind) => all.Union(kind))
            .Union(UnknownKind.Without(Kinds.Undefined));

    /// <summary>Whether nothing is in it: always, never (null: it depends).</summary>
    internal bool? IsEmpty =>
        Known.Values.Any(kind => !kind.MayBe(Kinds.Undefined)) ? false
        : MayHaveMore || Known.Values.Any(kind => kind.MayBeDefined) ? null
        : true;

    /// <summary>What is at that place.</summary>
    internal Kind At(TKey key) => Known.TryGetValue(key, out var kind) ? kind : UnknownKind;

    /// <summary>This with another kind at all places that are not known.</summary>
    internal Shape<TKey> WithUnknown(Kind kind) =>
        kind.IsAny ? this with { Unknown = null, Endless = Kinds.Any }
        : kind.IsJson ? this with { Unknown = null, Endless = Kinds.Json }
        : this with { Unknown = kind };

    /// <summary>This with all that is known made one kind for every place.</summary>
    internal Shape<TKey> Anonymous()
    {
        var known = Known.Values.Aggregate(Kind.Never, (all, kind) => all.Union(kind));
        return (this with { Known = Known.Clear() }).WithUnknown(UnknownKind.Union(known));
    }

    /// <summary>Takes the place out, as where its value is deleted.</summary>
    private protected abstract Shape<TKey> WithoutKnown(TKey key);

    internal Shape<TKey> Remove(TKey key) => WithoutKnown(key);

    internal Shape<TKey> Either(Shape<TKey> other) => MergeWith(other, overwrite: false);

    /// <summary>
    /// What is known of a container that is either of the two; or, with <paramref name="overwrite"/>, of one made of both where the other's places win.
    /// </summary>
    private protected Shape<TKey> MergeWith(Shape<TKey> other, bool overwrite)
    {
        var known = Known.ToBuilder();
        foreach (var (key, kind) in Known)
        {
            if (other.Known.TryGetValue(key, out var others))
            {
                known[key] = overwrite ? others : kind.Union(others);
            }
            else if (other.MayHaveMore)
            {
                // The other has the place perhaps, so that this one's kind stays possible.
                known[key] = overwrite
                    ? other.UnknownKind.Without(Kinds.Undefined).Union(kind)
                    : kind.Union(other.UnknownKind);
            }
            else if (!overwrite)
            {
                known[key] = kind.Or(Kinds.Undefined);
            }
        }
        foreach (var (key, kind) in other.Known)
        {
            if (!Known.ContainsKey(key))
            {
                known[key] = overwrite ? kind : kind.Union(UnknownKind);
            }
        }
        var merged = this with { Known = known.ToImmutable() };
        return (Unknown, other.Unknown) switch
        {
            (null, null) => merged with { Endless = Endless | other.Endless },
            (null, _) => merged,
            (_, null) => merged with { Unknown = null, Endless = other.Endless },
            var (mine, others) => merged with { Unknown = mine.Merge(others, overwrite) },
        };
    }

    /// <summary>Whether each container that the other stands for is one that this stands for.</summary>
    internal bool Covers(Shape<TKey> other) =>
        CoversUnknown(other)
        && other.Known.All(pair => At(pair.Key).Covers(pair.Value))
        && Known.All(pair =>
            other.Known.ContainsKey(pair.Key) || pair.Value.Covers(other.UnknownKind)
        );

    private bool CoversUnknown(Shape<TKey> other) =>
        (Unknown, other.Unknown) switch
        {
            (null, _) when Endless == Kinds.Any => true,
            (null, null) => (other.Endless & ~Endless) == Kinds.Never,
            (null, { } others) => Kind.EndlessOf(Endless)
                .Without(Kinds.Undefined)
                .Covers(others.Without(Kinds.Undefined)),
            ({ } mine, null) => mine.IsAny,
            ({ } mine, { } others) => mine.Without(Kinds.Undefined)
                .Covers(others.Without(Kinds.Undefined)),
        };

    /// <summary>Whether both say the same, however they say it.</summary>
    internal bool SaysTheSame(Shape<TKey> other) =>
        (Unknown is null) == (other.Unknown is null)
        && (Unknown is not null || Endless == other.Endless)
        && (Unknown is null || UnknownKind.Equals(other.UnknownKind))
        && Known.All(pair => other.At(pair.Key).Equals(pair.Value))
        && other.Known.All(pair => At(pair.Key).Equals(pair.Value));
}
