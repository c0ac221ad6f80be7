namespace Freshet.Vrl.Typing;

/// <content>How much is known: kinds have a bound, so that whatever walks them has one too.</content>
public sealed partial class Kind
{
    /// <summary>The parts that a kind is made of at most.</summary>
    private const int HeaviestKind = 1 << 14;

    /// <summary>The parts that a value has at most whose very content is kept in mind.</summary>
    private const int HeaviestConstant = 1 << 10;

    /// <summary>The levels that a kind has at most.</summary>
    private const int DeepestKind = 128;

    /// <summary>The parts that it is made of.</summary>
    private int Weight { get; }

    private int Depth { get; }

    /// <summary>Whether a value of exactly this kind is worth to be kept as a constant.</summary>
    internal bool IsSmall => Weight <= HeaviestConstant;

    private static (int Weight, int Depth) Measure(ObjectShape? fields, ArrayShape? elements)
    {
        var (weight, depth) = (1L, 0);
        if (fields is not null)
        {
            Add(fields.Unknown);
            foreach (var (_, kind) in fields.Known)
            {
                Add(kind);
            }
        }
        if (elements is not null)
        {
            Add(elements.Unknown);
            foreach (var (_, kind) in elements.Known)
            {
                Add(kind);
            }
        }
        return ((int)Math.Min(weight, int.MaxValue), depth + 1);

        void Add(Kind? kind)
        {
            if (kind is not null)
            {
                weight += kind.Weight;
                depth = Math.Max(depth, kind.Depth);
            }
        }
    }
}
