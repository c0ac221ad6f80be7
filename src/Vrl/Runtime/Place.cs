using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>A path given to a function that works on the place, not on the value there: <c>del(.a.b)</c>, <c>exists(x.y)</c>.</summary>
public sealed class Place
{
    private readonly Segment[] path;
    private readonly Evaluator root;

    internal Place(
        TargetRoot kind,
        int variable,
        Evaluator root,
        IReadOnlyList<Segment> path,
        Kind rootKind
    )
    {
        Root = kind;
        Variable = variable;
        this.root = root;
        this.path = [.. path];
        RootKind = rootKind;
    }

    /// <summary>What the path starts from; <see cref="TargetRoot.Nothing"/> for the value of a call or container, which is no lasting place.</summary>
    internal TargetRoot Root { get; }

    /// <summary>The variable's slot where the path starts from one.</summary>
    internal int Variable { get; }

    internal ReadOnlySpan<Segment> Path => path;

    /// <summary>What is known of that which the path starts from.</summary>
    public Kind RootKind { get; }

    /// <summary>What is known of the value at the place.</summary>
    public Kind Kind => RootKind.At(path);

    /// <summary>The value that the path starts from, or the failure to make it.</summary>
    public Value ReadRoot(RunState run) => root(run);

    /// <summary>The value at the place, missing where nothing is there, or the failure to make what the path starts from.</summary>
    public Value Read(RunState run)
    {
        var value = root(run);
        return value.IsFailure ? value
            : ValuePaths.TryGet(value, path, out var found) ? found.Share()
            : Value.Missing;
    }

    /// <summary>Takes out what is there and gives it, null where nothing is. What is no lasting place is left as it is.</summary>
    internal Value Remove(RunState run, bool compact)
    {
        switch (Root)
        {
            case TargetRoot.Event:
                return Remove(ref run.Event, compact);
            case TargetRoot.Metadata:
                return Remove(ref run.Metadata, compact);
            case TargetRoot.Variable:
                return Remove(ref run.Variables[Variable], compact);
            default:
                var value = Read(run);
                return value.IsMissing ? Value.Null : value;
        }
    }

    private Value Remove(ref Value from, bool compact) =>
        ValuePaths.TryRemove(ref from, path, compact, out var removed) ? removed : Value.Null;
}
