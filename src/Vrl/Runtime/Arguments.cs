using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>The arguments of one call of a function.</summary>
public readonly ref struct Arguments
{
    private readonly ReadOnlySpan<Value> values;

    internal Arguments(
        ReadOnlySpan<Value> values,
        RunState run,
        object? prepared = null,
        Closure? closure = null,
        Place? place = null
    )
    {
        this.values = values;
        Run = run;
        Prepared = prepared;
        Closure = closure;
        Place = place;
    }

    /// <summary>The value of the parameter at that place: what was given, the default, or <see cref="ValueKind.Missing"/>.</summary>
    public Value this[int index] => values[index];

    /// <summary>What the function made of the call when it was compiled.</summary>
    public object? Prepared { get; }

    /// <summary>The closure, for functions that have one.</summary>
    public Closure? Closure { get; }

    /// <summary>The path, for functions that take one (<see cref="Stdlib.ArgumentForm.Query"/>): its own value is missing.</summary>
    public Place? Place { get; }

    /// <summary>The run that the call is part of: clock, time zone, host.</summary>
    public RunState Run { get; }
}
