using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_int</c></summary>
internal sealed class ParseInt : Function
{
    private static readonly Signature signature = new(
        "parse_int",
        "Parse",
        "Reads an integer.",
        new TypeDef(Kind.Integer).Fallible(),
        new Parameter("value", Kinds.Bytes, "The digits, with or without a sign."),
        Parameter.Optional(
            "base",
            Kinds.Integer,
            "The base, 2 to 36; without, the text begins with 0b, 0o, 0x or 0 for 2, 8, 16 and 8, else it is 10."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A decimal number is read", """parse_int!("-42")""", "-42"),
        new(
            "The base is told by how the number begins",
            """[parse_int!("0b1001"), parse_int!("0o44"), parse_int!("0x2a"), parse_int!("042")]""",
            "[9, 36, 42, 34]"
        ),
        new("The base is given", """parse_int!("2a", base: 16)""", "42"),
        new(
            "A character is no digit",
            """parse_int!("4 2")""",
            Result: null,
            "could not parse integer: invalid digit found in string"
        ),
        new(
            "The number does not fit",
            """parse_int!("9223372036854775808")""",
            Result: null,
            "could not parse integer: number too large to fit in target type"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        var digits = text.AsSpan();
        int @base;
        if (arguments[1].IsInteger)
        {
            var given = arguments[1].Integer;
            if (given is < 2 or > 36)
            {
                var shown = text.Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\"", "\\\"", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal);
                return Value.Fail(
                    $"invalid base \"{shown}\": must be be between 2 and 36 (inclusive)"
                );
            }
            @base = (int)given;
        }
        else if (digits.IsEmpty)
        {
            return Value.Fail("value is empty");
        }
        else
        {
            @base = BaseOf(ref digits);
        }
        var error = Read(digits, @base, out var number);
        return error.Length == 0
            ? Value.From(number)
            : Value.Fail($"could not parse integer: {error}");
    }

    private static int BaseOf(ref ReadOnlySpan<char> digits)
    {
        if (digits[0] != '0')
        {
            return 10;
        }
        var @base =
            digits.Length < 2
                ? 0
                : digits[1] switch
                {
                    'b' => 2,
                    'o' => 8,
                    'x' => 16,
                    _ => 0,
                };
        if (@base == 0)
        {
            return 8;
        }
        digits = digits[2..];
        return @base;
    }

    private static string Read(ReadOnlySpan<char> digits, int @base, out long number)
    {
        number = 0;
        if (digits.IsEmpty)
        {
            return "cannot parse integer from empty string";
        }
        var isNegative = digits[0] == '-';
        if (digits.Length > 1 && digits[0] is '+' or '-')
        {
            digits = digits[1..];
        }
        Int128 sum = 0;
        var overflow = false;
        foreach (var c in digits)
        {
            var digit =
                char.IsAsciiDigit(c) ? c - '0'
                : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' + 10
                : int.MaxValue;
            if (digit >= @base)
            {
                return "invalid digit found in string";
            }
            sum = sum * @base + digit;
            if (sum > (Int128)long.MaxValue + (isNegative ? 1 : 0))
            {
                // What follows cannot make it fit; the first thing that is wrong is what is told.
                overflow = true;
                break;
            }
        }
        if (overflow)
        {
            return isNegative
                ? "number too small to fit in target type"
                : "number too large to fit in target type";
        }
        number = (long)(isNegative ? -sum : sum);
        return "";
    }
}
