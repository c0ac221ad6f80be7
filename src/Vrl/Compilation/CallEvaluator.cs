using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <summary>Calls a function: computes its arguments, checks their kinds where they are not known, and says of a failure where it was.</summary>
internal sealed class CallEvaluator
{
    private readonly Function function;
    private readonly Evaluator?[] arguments;
    private readonly Kinds[] expected;
    private readonly Value[] defaults;
    private readonly object? prepared;
    private readonly Closure? closure;
    private readonly Place? place;
    private readonly Span span;

    public CallEvaluator(
        Function function,
        Evaluator?[] arguments,
        Kinds[] expected,
        object? prepared,
        Closure? closure,
        Place? place,
        Span span
    )
    {
        this.function = function;
        this.arguments = arguments;
        this.expected = expected;
        this.prepared = prepared;
        this.closure = closure;
        this.place = place;
        this.span = span;
        defaults =
        [
            .. function.Signature.Parameters.Select(parameter => parameter.Default.Share()),
        ];
    }

    public Value Evaluate(RunState run)
    {
        var start = run.EnterCall(arguments.Length);
        var result = Call(run, start);
        run.LeaveCall(start);
        // A function may give a part of its arguments, which other places hold as well.
        return result.IsFailure ? Located(result.Failure) : result.Share();
    }

    private Value Call(RunState run, int start)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = defaults[i];
            if (arguments[i] is { } argument)
            {
                value = argument(run);
                if (value.IsFailure)
                {
                    return value;
                }
                if (expected[i] != Kinds.Never && (Kind.Of(value) & expected[i]) == Kinds.Never)
                {
                    return Value.Fail($"expected {Kind.Of(expected[i])}, got {Kind.From(value)}");
                }
            }
            run.SetArgument(start + i, value);
        }
        return function.Call(
            new Arguments(run.ArgumentsOf(start, arguments.Length), run, prepared, closure, place)
        );
    }

    private Value Located(Failure failure) =>
        failure.Kind switch
        {
            FailureKind.Abort => Value.Fail(failure),
            FailureKind.Return => Value.Fail(
                new Failure(
                    FailureKind.Error,
                    "return cannot be used inside closures",
                    default,
                    failure.Start,
                    failure.End
                )
            ),
            _ => Value.Fail(
                new Failure(
                    FailureKind.Error,
                    $"function call error for \"{function.Signature.Name}\" at ({span.Start}:{span.End}): {failure.Message}",
                    default,
                    failure.Start < 0 ? span.Start : failure.Start,
                    failure.Start < 0 ? span.End : failure.End
                )
            ),
        };
}
