using System.Collections.Immutable;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Typing;

/// <summary>What is known of an object's fields: each that is known, and what all others are (<see cref="Kind.Undefined"/> where there are no others).</summary>
public sealed record ObjectShape(ImmutableSortedDictionary<string, Kind> Known, Kind? Unknown)
{
    internal static ImmutableSortedDictionary<string, Kind> NoFields { get; } =
        ImmutableSortedDictionary.Create<string, Kind>(KeyOrder.Comparer);

    /// <summary>Anything may be in it. <see cref="Unknown"/> is null here: it stands for <see cref="Kind.Any"/>, of which this is a part.</summary>
    public static ObjectShape Any { get; } = new(NoFields, null);
}

/// <summary>What is known of an array's elements.</summary>
public sealed record ArrayShape(ImmutableSortedDictionary<int, Kind> Known, Kind? Unknown)
{
    /// <summary>Anything may be in it. <see cref="Unknown"/> is null here: it stands for <see cref="Kind.Any"/>, of which this is a part.</summary>
    public static ArrayShape Any { get; } = new(ImmutableSortedDictionary<int, Kind>.Empty, null);
}
