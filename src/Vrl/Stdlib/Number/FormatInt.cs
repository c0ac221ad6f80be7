using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Number;

internal sealed class FormatInt : Function
{
    public override Signature Signature { get; } =
        new(
            "format_int",
            "Number",
            "Writes an integer in a base from 2 to 36, with lower-case letters as digits.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("value", Kinds.Integer, "The number."),
            Parameter.Optional("base", Kinds.Integer, 10, "The base, 2 to 36.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Write in base 10", "format_int!(42)", "\"42\""),
        new("Write in base 16", "format_int!(42, 16)", "\"2a\""),
        new("Write a negative number in base 16", "format_int!(-42, 16)", "\"-2a\""),
        new(
            "A base beyond the alphabet is refused",
            "format_int!(42, 37)",
            null,
            "invalid base 37: must be be between 2 and 36 (inclusive)"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var radix = arguments[1].Integer;
        if (radix is < 2 or > 36)
        {
            return Value.Fail($"invalid base {radix}: must be be between 2 and 36 (inclusive)");
        }
        var value = arguments[0].Integer;
        // Negation in 64 bits without a sign: that of the smallest integer is right too.
        var rest = value < 0 ? 0 - (ulong)value : (ulong)value;
        Span<char> digits = stackalloc char[65];
        var at = digits.Length;
        do
        {
            digits[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(rest % (ulong)radix)];
            rest /= (ulong)radix;
        } while (rest > 0);
        if (value < 0)
        {
            digits[--at] = '-';
        }
        return new string(digits[at..]);
    }
}
