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
            "The duration: whole numbers with units, or one decimal number with a unit."
        ),
        new Parameter(
            "unit",
            Kinds.Bytes,
            "The unit of the result: ns, us, µs, ms, cs, ds, s, m, h or d."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Milliseconds are seconds", """parse_duration!("1005ms", unit: "s")""", "1.005"),
        new(
            "Parts are summed",
            """parse_duration!("1h 30min 5s", unit: "m")""",
            "90.08333333333333"
        ),
        new("A decimal number is read", """parse_duration!("12.3s", unit: "ms")""", "12300.0"),
        new(
            "The text is no duration",
            """parse_duration!("1d foo", unit: "s")""",
            Result: null,
            "unable to parse duration: '1d foo'"
        ),
        new(
            "The unit is unknown",
            """parse_duration!("1s", unit: "w")""",
            Result: null,
            "unknown unit format: 'w'"
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
        var compact = text.Replace(" ", "", StringComparison.Ordinal);
        return HumanDuration.TryParse(compact, out var seconds, out var nanoseconds)
            ? Value.From((seconds * 1e9 + nanoseconds) / (double)(factor * 1_000_000_000m))
            : ReadDecimal(text, factor);
    }

    /// <summary>One number, perhaps with a point, and a unit of one or two letters.</summary>
    private static Value ReadDecimal(string text, decimal factor)
    {
        var numberEnd = text.AsSpan().IndexOfAnyExcept(numberLetters);
        if (numberEnd <= 0 || !IsNumber(text.AsSpan(0, numberEnd)))
        {
            return Value.Fail($"unable to parse duration: '{text}'");
        }
        var number = text.AsSpan(0, numberEnd);
        var unit = text.AsSpan(numberEnd);
        if (char.IsWhiteSpace(unit[0]))
        {
            unit = unit[1..];
        }
        if (unit.Length is < 1 or > 2 || unit.ContainsAnyExcept(unitLetters))
        {
            return Value.Fail($"unable to parse duration: '{text}'");
        }
        if (!secondsOf.TryGetValue(unit.ToString(), out var given))
        {
            return Value.Fail($"unknown duration unit: '{unit}'");
        }
        if (
            !decimal.TryParse(
                number,
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
        return value <= LargestExact
            ? Value.From(RustDecimal.ToDouble(value * given / factor))
            : Value.From((double)value * (double)given / (double)factor);
    }

    /// <summary>Whether digits follow the point, if there is one.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text) =>
        text.Count('.') <= 1 && char.IsAsciiDigit(text[^1]);
}
