using System.Collections.Immutable;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Typing;

/// <summary>What is known of a variable.</summary>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Constant">Its value where that is known before the program runs.</param>
internal sealed record VariableType(Kind Kind, Value? Constant = null)
{
    public VariableType Merge(VariableType other) =>
        ReferenceEquals(this, other)
            ? this
            : new(Kind.Union(other.Kind), Constant == other.Constant ? Constant : null);
}

/// <summary>What is known of the event, the metadata and the variables at a point of the program. Immutable: each point has its own.</summary>
internal sealed record TypeState(
    Kind Event,
    Kind Metadata,
    ImmutableDictionary<string, VariableType> Variables
)
{
    public TypeState(Kind @event, Kind metadata)
        : this(
            @event,
            metadata,
            ImmutableDictionary.Create<string, VariableType>(StringComparer.Ordinal)
        ) { }

    /// <summary>What is known where either of two ways led: a variable that only one of them set is known all the same.</summary>
    public TypeState Merge(TypeState other)
    {
        if (ReferenceEquals(this, other))
        {
            return this;
        }
        var variables = Variables.ToBuilder();
        foreach (var (name, type) in other.Variables)
        {
            variables[name] = variables.TryGetValue(name, out var mine) ? mine.Merge(type) : type;
        }
        return new(
            Event.Union(other.Event),
            Metadata.Union(other.Metadata),
            variables.ToImmutable()
        );
    }

    /// <summary>This state, which was reached inside a block, as it is known behind it: variables that the block made are gone.</summary>
    public TypeState Leave(TypeState outside)
    {
        if (ReferenceEquals(Variables, outside.Variables))
        {
            return this;
        }
        var variables = outside.Variables.ToBuilder();
        foreach (var name in outside.Variables.Keys)
        {
            if (Variables.TryGetValue(name, out var type))
            {
                variables[name] = type;
            }
        }
        return this with { Variables = variables.ToImmutable() };
    }

    public Kind Of(TargetRoot root) => root == TargetRoot.Event ? Event : Metadata;

    public TypeState With(TargetRoot root, Kind kind) =>
        root == TargetRoot.Event ? this with { Event = kind } : this with { Metadata = kind };

    public TypeState With(string variable, VariableType type) =>
        this with
        {
            Variables = Variables.SetItem(variable, type),
        };

    /// <summary>What is known once that place holds a value of that kind.</summary>
    public TypeState Assign(
        TargetRoot root,
        string variable,
        ReadOnlySpan<Segment> path,
        Kind kind,
        Value? constant
    ) =>
        root switch
        {
            TargetRoot.Nothing => this,
            TargetRoot.Variable => With(
                variable,
                new(
                    (Variables.GetValueOrDefault(variable)?.Kind ?? Kind.Never).Insert(path, kind),
                    // Only the whole variable's value is known; a part of it makes it another.
                    path.IsEmpty
                        ? constant
                        : null
                )
            ),
            _ => With(root, Of(root).Insert(path, kind)),
        };
}
