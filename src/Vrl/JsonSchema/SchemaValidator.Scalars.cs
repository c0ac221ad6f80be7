using Freshet.Vrl.Values;

namespace Freshet.Vrl.JsonSchema;

/// <content>Keywords for numbers and texts.</content>
internal sealed partial class SchemaValidator
{
    private static bool ApplyToNumber(in Part part)
    {
        var number = part.Instance;
        var isValid = true;
        // In draft 4 the bounds are what becomes exclusive.
        var excludesMinimum = IsTrue(part, "exclusiveMinimum");
        var excludesMaximum = IsTrue(part, "exclusiveMaximum");
        if (part.TryGet("minimum", out var bound))
        {
            isValid &= excludesMinimum
                ? AboveMinimum(part, bound)
                : part.Check(
                    Compare(number, bound) >= 0,
                    at => $"{at.Text} is less than the minimum of {Show(bound)}"
                );
        }
        if (part.TryGet("maximum", out var upper))
        {
            isValid &= excludesMaximum
                ? BelowMaximum(part, upper)
                : part.Check(
                    Compare(number, upper) <= 0,
                    at => $"{at.Text} is greater than the maximum of {Show(upper)}"
                );
        }
        if (part.TryGet("exclusiveMinimum", out bound) && !bound.IsBoolean)
        {
            isValid &= AboveMinimum(part, bound);
        }
        if (part.TryGet("exclusiveMaximum", out upper) && !upper.IsBoolean)
        {
            isValid &= BelowMaximum(part, upper);
        }
        if (part.TryGet("multipleOf", out var factor))
        {
            isValid &= part.Check(
                IsMultiple(number, factor),
                at => $"{at.Text} is not a multiple of {Show(factor)}"
            );
        }
        return isValid;
    }

    private static bool AboveMinimum(in Part part, Value bound) =>
        part.Check(
            Compare(part.Instance, bound) > 0,
            at => $"{at.Text} is less than or equal to the minimum of {Show(bound)}"
        );

    private static bool BelowMaximum(in Part part, Value bound) =>
        part.Check(
            Compare(part.Instance, bound) < 0,
            at => $"{at.Text} is greater than or equal to the maximum of {Show(bound)}"
        );

    private static bool IsTrue(in Part part, string keyword) =>
        part.TryGet(keyword, out var value) && value is { IsBoolean: true, Boolean: true };

    private static int Compare(Value left, Value right) =>
        left.IsInteger && right.IsInteger ? left.Integer.CompareTo(right.Integer)
        : !(right.IsInteger || right.IsFloat) ? 0
        : left.Number.CompareTo(right.Number);

    private static bool IsMultiple(Value number, Value factor)
    {
        if (factor.Number <= 0)
        {
            return true;
        }
        if (number.IsInteger && factor.IsInteger)
        {
            return number.Integer % factor.Integer == 0;
        }
        // Decimals say 0.3 is a multiple of 0.1, which floats deny.
        var (left, right) = (Math.Abs(number.Number), factor.Number);
        if (left < 1e27 && right is < 1e27 and > 1e-20)
        {
            try
            {
                return (decimal)left % (decimal)right == 0;
            }
            catch (OverflowException)
            {
                return false;
            }
        }
        return Math.IEEERemainder(left, right) == 0;
    }

    private bool ApplyToText(in Part part)
    {
        var isValid = true;
        var text = part.Instance.Text;
        if (part.TryGet("minLength", out var least))
        {
            isValid &= part.Check(
                Length(text) >= least.Number,
                at => $"{at.Text} is shorter than {Counted(least, "character", "characters")}"
            );
        }
        if (part.TryGet("maxLength", out var most))
        {
            isValid &= part.Check(
                Length(text) <= most.Number,
                at => $"{at.Text} is longer than {Counted(most, "character", "characters")}"
            );
        }
        if (part.TryGet("pattern", out var pattern))
        {
            isValid &= part.Check(
                document.PatternOf(pattern.Text).IsMatch(text),
                at => $"{at.Text} does not match {Show(pattern)}"
            );
        }
        if (part.TryGet("format", out var format))
        {
            isValid &= part.Check(
                SchemaFormats.IsMatch(format.Text, text),
                at => $"{at.Text} is not a {Show(format)}"
            );
        }
        return isValid;
    }

    private static int Length(string text)
    {
        var length = text.Length;
        foreach (var c in text)
        {
            length -= char.IsLowSurrogate(c) ? 1 : 0;
        }
        return length;
    }

    private static string Counted(Value count, string one, string many) =>
        $"{count.Number} {(count.Number == 1 ? one : many)}";
}
