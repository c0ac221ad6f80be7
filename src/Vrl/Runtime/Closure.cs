using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>Computes the value of an expression in a run.</summary>
internal delegate Value Evaluator(RunState run);

/// <summary>A closure of a call, ready to run: <c>|key, value| { … }</c>.</summary>
public sealed class Closure
{
    private readonly Evaluator body;
    private readonly IReadOnlyList<int> slots;

    /// <param name="slots">The variable that each parameter is; -1 for one that is ignored.</param>
    /// <param name="body">The block.</param>
    internal Closure(IReadOnlyList<int> slots, Evaluator body)
    {
        this.slots = slots;
        this.body = body;
    }

    /// <summary>Runs the block with these parameters. A failure is to be handed on at once.</summary>
    public Value Invoke(RunState run, ReadOnlySpan<Value> parameters)
    {
        for (var i = 0; i < slots.Count && i < parameters.Length; i++)
        {
            if (slots[i] >= 0)
            {
                run.Variables[slots[i]] = parameters[i].Share();
            }
        }
        return body(run);
    }

    /// <summary>Runs the block with the value that the last parameter has afterwards: <c>map_values</c> and <c>map_keys</c> look only at the result.</summary>
    public Value Invoke(RunState run, Value key, Value value) => Invoke(run, [key, value]);
}
