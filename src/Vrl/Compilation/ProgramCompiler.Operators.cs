using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <content>Operators. Their types are in <see cref="OperatorTypes"/>.</content>
internal sealed partial class ProgramCompiler
{
    private Compiled? CompileNot(NotNode node)
    {
        if (Compile(node.Operand) is not { } operand)
        {
            return null;
        }
        if (!operand.Type.Kind.Is(Kinds.Boolean))
        {
            return Error(
                Complaints.NonBooleanNegation(node.Span, node.Operand.Span, operand.Type.Kind)
            );
        }
        var evaluate = operand.Evaluate;
        return new(
            operand.Type.With(Kind.Boolean),
            run =>
            {
                var value = evaluate(run);
                return value.IsBoolean ? Value.From(!value.Boolean)
                    : value.IsFailure ? value
                    : Value.Fail($"expected boolean, got {Kind.From(value)}");
            }
        );
    }

    private Compiled? CompileBinary(BinaryNode node)
    {
        var before = unhandled.Count;
        if (Compile(node.Left) is not { } left)
        {
            return null;
        }
        if (node.Operator == BinaryOperator.Coalesce)
        {
            Handle(before);
        }
        var afterLeft = state;
        if (Compile(node.Right) is not { } right)
        {
            return null;
        }
        if (!IsAllowed(node, left, right))
        {
            Handle(before);
            return null;
        }
        var (type, isRightRun) = OperatorTypes.Of(node.Operator, left, right);
        if (!type.IsFallible)
        {
            Handle(before);
        }
        state = isRightRun switch
        {
            true => state,
            false => afterLeft,
            null => afterLeft.Merge(state),
        };
        return new(type, Evaluator(node.Operator, left.Evaluate, right.Evaluate))
        {
            IsComparison = IsComparison(node.Operator),
        };
    }

    private bool IsAllowed(BinaryNode node, Compiled left, Compiled right)
    {
        if (IsComparison(node.Operator) && left.IsComparison)
        {
            diagnostics.Add(Complaints.ChainedComparison(node.OperatorSpan));
            return false;
        }
        switch (node.Operator)
        {
            case BinaryOperator.Coalesce when !left.Type.IsFallible:
                return GoesOn(
                    Complaints.UnnecessaryCoalescing(
                        node.Left.Span,
                        node.Right.Span,
                        node.OperatorSpan
                    )
                );
            case BinaryOperator.Merge
                when !left.Type.Kind.Is(Kinds.Object) || !right.Type.Kind.Is(Kinds.Object):
                diagnostics.Add(
                    Complaints.MergedNonObjects(
                        left.Type.Kind.Is(Kinds.Object) ? null : node.Left.Span,
                        right.Type.Kind.Is(Kinds.Object) ? null : node.Right.Span
                    )
                );
                return false;
            default:
                return true;
        }
    }

    private static bool IsComparison(BinaryOperator @operator) =>
        @operator
            is BinaryOperator.Equal
                or BinaryOperator.NotEqual
                or BinaryOperator.Greater
                or BinaryOperator.GreaterOrEqual
                or BinaryOperator.Less
                or BinaryOperator.LessOrEqual;

    private static Evaluator Evaluator(BinaryOperator @operator, Evaluator left, Evaluator right) =>
        @operator switch
        {
            BinaryOperator.Coalesce => run =>
            {
                var value = left(run);
                return value.IsFailure ? right(run) : value;
            },
            BinaryOperator.Or => run => Or(run, left, right),
            BinaryOperator.And => run => And(run, left, right),
            BinaryOperator.Add => Both(left, right, Runtime.Operators.Add),
            BinaryOperator.Subtract => Both(left, right, Runtime.Operators.Subtract),
            BinaryOperator.Multiply => Both(left, right, Runtime.Operators.Multiply),
            BinaryOperator.Divide => Both(left, right, Runtime.Operators.Divide),
            BinaryOperator.Merge => Both(left, right, Runtime.Operators.Merge),
            BinaryOperator.Greater => Both(left, right, Runtime.Operators.Greater),
            BinaryOperator.GreaterOrEqual => Both(left, right, Runtime.Operators.GreaterOrEqual),
            BinaryOperator.Less => Both(left, right, Runtime.Operators.Less),
            BinaryOperator.LessOrEqual => Both(left, right, Runtime.Operators.LessOrEqual),
            BinaryOperator.Equal => Both(
                left,
                right,
                static (a, b) => Value.From(Runtime.Operators.AreEqual(a, b))
            ),
            _ => Both(left, right, static (a, b) => Value.From(!Runtime.Operators.AreEqual(a, b))),
        };

    private static Evaluator Both(
        Evaluator left,
        Evaluator right,
        Func<Value, Value, Value> apply
    ) =>
        run =>
        {
            var a = left(run);
            if (a.IsFailure)
            {
                return a;
            }
            var b = right(run);
            return b.IsFailure ? b : apply(a, b);
        };

    private static Value Or(RunState run, Evaluator left, Evaluator right)
    {
        var value = left(run);
        if (value.IsFailure || Runtime.Operators.IsTruthy(value))
        {
            return value;
        }
        var other = right(run);
        // As upstream has it, whatever keeps the right side from a value becomes an error of the operator: abort and return too.
        return other.IsFailure
            ? Value.Fail($"can't apply an OR to these types - {FailureText.Of(other.Failure)}")
            : other;
    }

    private static Value And(RunState run, Evaluator left, Evaluator right)
    {
        var value = left(run);
        if (value.IsFailure)
        {
            return value;
        }
        if (value.IsNull || value is { IsBoolean: true, Boolean: false })
        {
            return Value.False;
        }
        var other = right(run);
        return other.IsFailure ? other : Runtime.Operators.And(value, other);
    }
}
