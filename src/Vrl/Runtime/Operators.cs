using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>What the operators of two operands compute.</summary>
internal static class Operators
{
    /// <summary>A string is repeated up to this many bytes.</summary>
    private const long LongestString = 16 << 20;

    public static Value Add(Value left, Value right)
    {
        if (left.IsInteger && right.IsInteger)
        {
            return Value.From(unchecked(left.Integer + right.Integer));
        }
        if (AreNumbers(left, right))
        {
            return Float(left.Number + right.Number);
        }
        if (left.IsBytes && right.IsBytes)
        {
            return Concatenate(left.Bytes, right.Bytes);
        }
        return left.IsBytes && right.IsNull ? left
            : left.IsNull && right.IsBytes ? right
            : Value.Fail($"can't add type {Kind.From(right)} to {Kind.From(left)}");
    }

    public static Value Subtract(Value left, Value right) =>
        left.IsInteger && right.IsInteger ? Value.From(unchecked(left.Integer - right.Integer))
        : AreNumbers(left, right) ? Float(left.Number - right.Number)
        : Value.Fail($"can't subtract type {Kind.From(right)} from {Kind.From(left)}");

    public static Value Multiply(Value left, Value right) =>
        left.IsInteger && right.IsInteger ? Value.From(unchecked(left.Integer * right.Integer))
        : AreNumbers(left, right) ? Float(left.Number * right.Number)
        : left.IsBytes && right.IsInteger ? Repeat(left.Bytes, right.Integer)
        : left.IsInteger && right.IsBytes ? Repeat(right.Bytes, left.Integer)
        : Value.Fail($"can't multiply type {Kind.From(left)} by {Kind.From(right)}");

    public static Value Divide(Value left, Value right)
    {
        if (!IsNumber(right))
        {
            return Value.Fail($"can't divide type {Kind.From(left)} by {Kind.From(right)}");
        }
        if (right.Number == 0)
        {
            return Value.Fail("can't divide by zero");
        }
        return IsNumber(left)
            ? Float(left.Number / right.Number)
            : Value.Fail($"can't divide type {Kind.From(left)} by {Kind.From(right)}");
    }

    public static Value Merge(Value left, Value right)
    {
        if (!left.IsObject || !right.IsObject)
        {
            return Value.Fail($"can't merge type {Kind.From(right)} into {Kind.From(left)}");
        }
        if (right.Object.Count == 0)
        {
            return left;
        }
        var merged = left.Object.Writable();
        for (var i = 0; i < right.Object.Count; i++)
        {
            merged.Set(right.Object.KeyAt(i), right.Object.ValueAt(i));
        }
        return Value.From(merged);
    }

    /// <summary>Numbers are compared as numbers, but only these themselves, not those inside containers.</summary>
    public static bool AreEqual(Value left, Value right) =>
        AreNumbers(left, right) ? left.Number == right.Number : left == right;

    public static Value Greater(Value left, Value right) =>
        Compare(left, right, static order => order > 0, "calculate remainder of type {0} and {1}");

    public static Value GreaterOrEqual(Value left, Value right) =>
        Compare(left, right, static order => order >= 0, "compare {0} >= {1}");

    public static Value Less(Value left, Value right) =>
        Compare(left, right, static order => order < 0, "compare {0} >= {1}");

    public static Value LessOrEqual(Value left, Value right) =>
        Compare(left, right, static order => order <= 0, "compare {0} >= {1}");

    /// <summary>Whether a value counts as true before <c>||</c>: all but null and false.</summary>
    public static bool IsTruthy(Value value) =>
        !value.IsNull && (!value.IsBoolean || value.Boolean);

    public static Value And(Value left, Value right) =>
        left.IsBoolean && right.IsNull ? Value.False
        : left.IsBoolean && right.IsBoolean ? Value.From(left.Boolean && right.Boolean)
        : Value.Fail($"can't apply an AND to types {Kind.From(left)} and {Kind.From(right)}");

    private static Value Compare(Value left, Value right, Func<int, bool> holds, string complaint)
    {
        if (left.IsInteger && right.IsInteger)
        {
            return Value.From(holds(left.Integer.CompareTo(right.Integer)));
        }
        if (AreNumbers(left, right))
        {
            return Value.From(holds(left.Number.CompareTo(right.Number)));
        }
        if (left.IsBytes)
        {
            return right.IsBytes
                ? Value.From(holds(left.Bytes.CompareTo(right.Bytes)))
                : Value.Fail($"expected string, got {Kind.From(right)}");
        }
        if (left.IsTimestamp)
        {
            return right.IsTimestamp
                ? Value.From(holds(left.Timestamp.CompareTo(right.Timestamp)))
                : Value.Fail($"expected timestamp, got {Kind.From(right)}");
        }
        return Value.Fail(
            "can't "
                + complaint
                    .Replace("{0}", Kind.From(left).ToString(), StringComparison.Ordinal)
                    .Replace("{1}", Kind.From(right).ToString(), StringComparison.Ordinal)
        );
    }

    private static bool IsNumber(Value value) => value.IsInteger || value.IsFloat;

    private static bool AreNumbers(Value left, Value right) => IsNumber(left) && IsNumber(right);

    /// <summary>A float is never NaN: whatever would give one, as infinity less infinity does, fails.</summary>
    public static Value Float(double value) =>
        double.IsNaN(value) ? Value.Fail("operation would produce NaN") : Value.From(value);

    private static Value Concatenate(Bytes left, Bytes right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return Value.From(left.Length == 0 ? right : left);
        }
        if ((long)left.Length + right.Length > LongestString)
        {
            return Value.Fail("the string would be too long");
        }
        var both = new byte[left.Length + right.Length];
        left.Span.CopyTo(both);
        right.Span.CopyTo(both.AsSpan(left.Length));
        return Value.From(new Bytes(both));
    }

    private static Value Repeat(Bytes text, long times)
    {
        if (times <= 0 || text.Length == 0)
        {
            return Value.EmptyString;
        }
        if (times > LongestString / text.Length)
        {
            return Value.Fail("the string would be too long");
        }
        var all = new byte[text.Length * times];
        for (var at = 0; at < all.Length; at += text.Length)
        {
            text.Span.CopyTo(all.AsSpan(at));
        }
        return Value.From(new Bytes(all));
    }
}
