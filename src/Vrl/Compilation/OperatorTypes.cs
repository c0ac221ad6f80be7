using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <summary>What is known of an operator's result by its operands.</summary>
internal static class OperatorTypes
{
    private const Kinds BooleanOrNull = Kinds.Boolean | Kinds.Null;
    private const Kinds BytesOrNull = Kinds.Bytes | Kinds.Null;

    /// <summary>The type, and whether the right side is run: always, never (false) or perhaps (null).</summary>
    public static (TypeDef Type, bool? IsRightRun) Of(
        BinaryOperator @operator,
        Compiled left,
        Compiled right
    ) =>
        @operator switch
        {
            BinaryOperator.Coalesce => (
                left.Type.Union(right.Type)
                    .FallibleIf(left.Type.IsFallible && right.Type.IsFallible),
                null
            ),
            BinaryOperator.Or => Or(left, right.Type),
            BinaryOperator.And => And(left, right.Type),
            BinaryOperator.Merge => (Merge(left.Type, right.Type), true),
            BinaryOperator.Equal or BinaryOperator.NotEqual => (
                left.Type.Union(right.Type).With(Kind.Boolean),
                true
            ),
            BinaryOperator.Greater
            or BinaryOperator.GreaterOrEqual
            or BinaryOperator.Less
            or BinaryOperator.LessOrEqual => (Compare(left.Type, right.Type), true),
            BinaryOperator.Divide => (Divide(left, right), true),
            _ => (Calculate(@operator, left, right), true),
        };

    private static (TypeDef, bool?) Or(Compiled left, TypeDef right)
    {
        var kind = left.Type.Kind;
        if (kind.Is(Kinds.Null) || left.Constant == Value.False)
        {
            return (right, true);
        }
        if (
            !kind.Contains(Kinds.Null) && !kind.Contains(Kinds.Boolean)
            || left.Constant == Value.True
        )
        {
            return (left.Type, false);
        }
        return (left.Type.With(kind.Without(Kinds.Null)).Union(right), null);
    }

    private static (TypeDef, bool?) And(Compiled left, TypeDef right)
    {
        if (left.Type.Kind.Is(Kinds.Null) || left.Constant == Value.False)
        {
            return (Kind.Boolean, false);
        }
        if (left.Constant == Value.True)
        {
            return (right.With(Kind.Boolean), true);
        }
        return (
            left.Type.FallibleUnless(BooleanOrNull)
                .Union(right.FallibleUnless(BooleanOrNull))
                .With(Kind.Boolean),
            null
        );
    }

    private static TypeDef Merge(TypeDef left, TypeDef right) =>
        left.Union(right).With(left.Kind.Merge(right.Kind, overwrite: true));

    private static TypeDef Compare(TypeDef left, TypeDef right)
    {
        var areComparable =
            left.Kind.Is(Kinds.Bytes) && right.Kind.Is(Kinds.Bytes)
            || left.Kind.Is(Kinds.Timestamp) && right.Kind.Is(Kinds.Timestamp);
        return (
            areComparable
                ? left.Union(right)
                : left.FallibleUnless(Kinds.Number).Union(right.FallibleUnless(Kinds.Number))
        ).With(Kind.Boolean);
    }

    /// <summary>Division fails by zero, and only a constant is known not to be it.</summary>
    private static TypeDef Divide(Compiled left, Compiled right)
    {
        var isSafe =
            (left.Type.Kind.Is(Kinds.Float) || left.Type.Kind.Is(Kinds.Integer))
            && right.Constant is { } divisor
            && (
                divisor is { IsInteger: true, Integer: not 0 }
                || (divisor.IsFloat && double.IsNormal(divisor.Float))
            );
        return new(Kind.Float, !isSafe);
    }

    private static TypeDef Calculate(BinaryOperator @operator, Compiled left, Compiled right)
    {
        var type = Arithmetic(@operator, left.Type, right.Type);
        return GivesNaN(@operator, left.Constant, right.Constant) ? type.Fallible() : type;
    }

    /// <summary>Whether numbers that are known before the program runs give none, as infinity less infinity does.</summary>
    private static bool GivesNaN(BinaryOperator @operator, Value? left, Value? right) =>
        left is { } a
        && right is { } b
        && (a.IsFloat || b.IsFloat)
        && (a.IsFloat || a.IsInteger)
        && (b.IsFloat || b.IsInteger)
        && double.IsNaN(
            @operator switch
            {
                BinaryOperator.Add => a.Number + b.Number,
                BinaryOperator.Subtract => a.Number - b.Number,
                _ => a.Number * b.Number,
            }
        );

    private static TypeDef Arithmetic(BinaryOperator @operator, TypeDef left, TypeDef right)
    {
        var (a, b) = (left.Kind, right.Kind);
        if (@operator == BinaryOperator.Add && (a.Is(Kinds.Bytes) || b.Is(Kinds.Bytes)))
        {
            return left.FallibleUnless(BytesOrNull)
                .Union(right.FallibleUnless(BytesOrNull))
                .With(Kind.Bytes);
        }
        if (a.Is(Kinds.Float) || b.Is(Kinds.Float))
        {
            return left.FallibleUnless(Kinds.Number)
                .Union(right.FallibleUnless(Kinds.Number))
                .With(Kind.Float);
        }
        var either = left.Union(right);
        if (a.Is(Kinds.Integer) && b.Is(Kinds.Integer))
        {
            return either.With(Kind.Integer);
        }
        if (
            @operator == BinaryOperator.Multiply
            && (
                a.Is(Kinds.Bytes) && b.Is(Kinds.Integer) || a.Is(Kinds.Integer) && b.Is(Kinds.Bytes)
            )
        )
        {
            return either.With(Kind.Bytes);
        }
        return either
            .Fallible()
            .With(
                Kind.Of(
                    @operator == BinaryOperator.Subtract ? Kinds.Number : Kinds.Number | Kinds.Bytes
                )
            );
    }
}
