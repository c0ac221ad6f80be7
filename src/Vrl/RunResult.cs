using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Freshet.Vrl.Values;

namespace Freshet.Vrl;

/// <summary>What a run gave: the value of the program, or why there is none.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RunResult
{
    internal RunResult(Value value)
    {
        if (!value.IsFailure)
        {
            Value = value;
        }
        else if (value.Failure.Kind == FailureKind.Return)
        {
            Value = value.Failure.Result;
        }
        else
        {
            Failure = value.Failure;
        }
    }

    /// <summary>The value of the last expression, or what <c>return</c> gave; null where the run failed.</summary>
    public Value Value { get; }

    /// <summary>The error, or the <c>abort</c>, that ended the run; null where it succeeded.</summary>
    public Failure? Failure { get; }

    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsSuccess => Failure is null;
}
