using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>Computes the value of an expression in a run.</summary>
internal delegate Value Evaluator(RunState run);

/// <summary>A closure of a call, ready to run: <c>|key, value| { … }</c>.</summary>
public sealed class Closure
{
    private readonly Evaluator body;
    private readonly int[] slots;

    /// <param name="slots">The variable that each parameter is; -1 for one that is ignored.</param>
    /// <param name="body">The block.</param>
    internal Closure(IReadOnlyList<int> slots, Evaluator body)
    {
        this.slots = [.. slots];
        this.body = body;
    }

    /// <summary>
    /// Runs the block with these parameters; variables of the same names have their own values again behind it. A failure is to be handed on at once.
    /// </summary>
    public Value Invoke(RunState run, params ReadOnlySpan<Value> parameters)
    {
        Outer outer = default;
        for (var i = 0; i < slots.Length && i < parameters.Length; i++)
        {
            if (slots[i] >= 0)
            {
                outer[i] = run.Variables[slots[i]];
                run.Variables[slots[i]] = parameters[i].Share();
            }
        }
        var result = body(run);
        for (var i = Math.Min(slots.Length, parameters.Length) - 1; i >= 0; i--)
        {
            if (slots[i] >= 0)
            {
                run.Variables[slots[i]] = outer[i];
            }
        }
        // Over an object, as upstream has it, return gives the block's value; elsewhere the call makes an error of it.
        return
            result.IsFailure
            && result.Failure is { Kind: FailureKind.Return } left
            && parameters is [{ IsBytes: true }, _]
            ? left.Result
            : result;
    }

    /// <summary>Runs the block with an object's key and its value. Of a key that the block ignores no string is made.</summary>
    public Value Invoke(RunState run, string key, Value value) =>
        Invoke(run, [slots is [>= 0, ..] ? key : Value.EmptyString, value]);

    /// <summary>Runs the block with a key and its value.</summary>
    public Value Invoke(RunState run, Value key, Value value) => Invoke(run, [key, value]);

    /// <summary>What the variables held that parameters stand in for. No function's closure has more than two.</summary>
    [System.Runtime.CompilerServices.InlineArray(4)]
    private struct Outer
    {
        private Value first;
    }
}
