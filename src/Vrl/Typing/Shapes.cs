using System.Collections.Immutable;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Typing;

/// <summary>What is known of an object's fields: each that is known, and what all others are (<see cref="Kind.Undefined"/> where there are no others).</summary>
public sealed record ObjectShape(ImmutableSortedDictionary<string, Kind> Known, Kind? Unknown)
    : Shape<string>(Known, Unknown)
{
    internal static ImmutableSortedDictionary<string, Kind> NoFields { get; } =
        ImmutableSortedDictionary.Create<string, Kind>(KeyOrder.Comparer);

    /// <summary>Anything may be in it. <see cref="Shape{TKey}.Unknown"/> is null here: it stands for <see cref="Kind.Any"/>, of which this is a part.</summary>
    public static ObjectShape Any { get; } = new(NoFields, null);

    /// <summary>Any object of JSON.</summary>
    internal static ObjectShape Json { get; } = new(NoFields, null) { Endless = Kinds.Json };

    /// <summary>No fields.</summary>
    internal static ObjectShape Empty { get; } = new(NoFields, Kind.Undefined);

    internal ObjectShape Merge(ObjectShape other, bool overwrite) =>
        (ObjectShape)MergeWith(other, overwrite);

    internal ObjectShape With(string field, Kind kind) =>
        this with
        {
            Known = Known.SetItem(field, kind),
        };

    private protected override Shape<string> WithoutKnown(string key) =>
        this with
        {
            Known = Known.Remove(key),
        };
}

/// <summary>What is known of an array's elements.</summary>
public sealed record ArrayShape(ImmutableSortedDictionary<int, Kind> Known, Kind? Unknown)
    : Shape<int>(Known, Unknown)
{
    /// <summary>Anything may be in it. <see cref="Shape{TKey}.Unknown"/> is null here: it stands for <see cref="Kind.Any"/>, of which this is a part.</summary>
    public static ArrayShape Any { get; } = new(ImmutableSortedDictionary<int, Kind>.Empty, null);

    /// <summary>Any array of JSON.</summary>
    internal static ArrayShape Json { get; } =
        new(ImmutableSortedDictionary<int, Kind>.Empty, null) { Endless = Kinds.Json };

    /// <summary>No elements.</summary>
    internal static ArrayShape Empty { get; } =
        new(ImmutableSortedDictionary<int, Kind>.Empty, Kind.Undefined);

    /// <summary>The length that it has at least.</summary>
    internal int MinimumLength
    {
        get
        {
            var length = 0;
            foreach (var (index, kind) in Known)
            {
                if (kind.MayBeDefined)
                {
                    length = index + 1;
                }
            }
            return length;
        }
    }

    internal ArrayShape Merge(ArrayShape other, bool overwrite) =>
        (ArrayShape)MergeWith(other, overwrite);

    internal ArrayShape With(int index, Kind kind) =>
        this with
        {
            Known = Known.SetItem(index, kind),
        };

    /// <summary>Removes the element; those behind it move one to the front.</summary>
    private protected override Shape<int> WithoutKnown(int key)
    {
        var known = Known.ToBuilder();
        known.Remove(key);
        foreach (var (index, kind) in Known)
        {
            if (index > key)
            {
                known.Remove(index);
                known[index - 1] = kind;
            }
        }
        return this with { Known = known.ToImmutable() };
    }
}
