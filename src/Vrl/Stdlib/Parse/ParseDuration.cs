using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_duration</c></summary>
internal sealed class ParseDuration : Function
{
    /// <summary>Where decimals end: beyond it the digits behind the point tell nothing any more.</summary>
    private const decimal LargestExact = 100_000_000_000_000m;

    private static readonly FrozenDictionary<string, decimal> secondsOf = new Dictionary<
        string,
        decimal
    >
    {
        ["ns"] = 0.000000001m,
        ["us"] = 0.000001m,
        ["µs"] = 0.000001m,
        ["ms"] = 0.001m,
        ["cs"] = 0.01m,
        ["ds"] = 0.1m,
        ["s"] = 1m,
        ["m"] = 60m,
        ["h"] = 3_600m,
        ["d"] = 86_400m,
        ["w"] = 604_800m,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly SearchValues<char> numberLetters = SearchValues.Create("0123456789.");

    /// <summary>Letters without regard to case, with what Unicode takes for the same: the long s, the Kelvin and micro signs.</summary>
    private static readonly SearchValues<char> unitLetters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u017F\u212A\u00B5\u039C\u03BC"
    );

    private static readonly Signature signature = new(
        "parse_duration",
        "Parse",
        "Reads a duration, and gives it in a unit.",
        new TypeDef(Kind.Float).Fallible(),
        new Parameter(
            "value",
            Kinds.Bytes,
            "The duration: numbers with units, of which all are summed."
        ),
        new Parameter(
            "unit",
            Kinds.Bytes,
            "The unit of the result: ns, us, µs, ms, cs, ds, s, m, h, d or w."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Milliseconds are seconds", """parse_duration!("1005ms", unit: "s")""", "1.005"),
        new("Parts are summed", """parse_duration!("1h 30m 5s", unit: "m")""", "90.08333333333333"),
        new("A decimal number is read", """parse_duration!("12.3s", unit: "ms")""", "12300.0"),
        new(
            "The text is no duration",
            """parse_duration!("1d foo", unit: "s")""",
            Result: null,
            "unable to parse duration: ' foo'"
        ),
        new(
            "The unit is unknown",
            """parse_duration!("1s", unit: "y")""",
            Result: null,
            "unknown unit format: 'y'"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        var unit = arguments[1].Text;
        if (!secondsOf.TryGetValue(unit, out var factor))
        {
            return Value.Fail($"unknown unit format: '{unit}'");
        }
        var sum = 0.0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (!TryFindPart(rest, out var number, out var letters))
            {
                return Value.Fail($"unable to parse duration: '{rest}'");
            }
            if (!secondsOf.TryGetValue(rest[letters].ToString(), out var given))
            {
                return Value.Fail($"unknown duration unit: '{rest[letters]}'");
            }
            if (
                !decimal.TryParse(
                    rest[number],
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var value
                )
            )
            {
                return Value.Fail(
                    "unable to parse number: Invalid decimal: overflow from too many digits"
                );
            }
            sum +=
                value <= LargestExact
                    ? RustDecimal.Divide(value * given, factor)
                    : (double)value * (double)given / (double)factor;
            rest = rest[letters.End..];
        }
        return Value.From(sum);
    }

    /// <summary>Finds the next number that a unit follows; what stands before it does not count.</summary>
    private static bool TryFindPart(ReadOnlySpan<char> text, out Range number, out Range letters)
    {
        var at = 0;
        while (text[at..].IndexOfAny(numberLetters) is >= 0 and var offset)
        {
            var start = at + offset;
            var length = text[start..].IndexOfAnyExcept(numberLetters);
            if (length < 0)
            {
                break;
            }
            at = start + length;
            var unit = char.IsWhiteSpace(text[at]) ? at + 1 : at;
            if (
                char.IsAsciiDigit(text[at - 1])
                && unit < text.Length
                && unitLetters.Contains(text[unit])
            )
            {
                number = (start + LastNumber(text[start..at]))..at;
                letters =
                    unit + 1 < text.Length && unitLetters.Contains(text[unit + 1])
                        ? unit..(unit + 2)
                        : unit..(unit + 1);
                return true;
            }
        }
        number = letters = default;
        return false;
    }

    /// <summary>Where the last number with one point at most begins in a text of digits and points.</summary>
    private static int LastNumber(ReadOnlySpan<char> text)
    {
        var point = text.LastIndexOf('.');
        return point < 0 ? 0 : text[..point].LastIndexOf('.') + 1;
    }
}
