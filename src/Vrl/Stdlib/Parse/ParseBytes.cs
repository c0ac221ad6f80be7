using System.Collections.Frozen;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_bytes</c></summary>
internal sealed class ParseBytes : Function
{
    private static readonly FrozenDictionary<string, decimal> binaryUnits = new Dictionary<
        string,
        decimal
    >
    {
        ["B"] = 1,
        ["kiB"] = 1L << 10,
        ["KiB"] = 1L << 10,
        ["MiB"] = 1L << 20,
        ["GiB"] = 1L << 30,
        ["TiB"] = 1L << 40,
        ["PiB"] = 1L << 50,
        ["EiB"] = 1L << 60,
        ["KB"] = 1L << 10,
        ["MB"] = 1L << 20,
        ["GB"] = 1L << 30,
        ["TB"] = 1L << 40,
        ["PB"] = 1L << 50,
        ["EB"] = 1L << 60,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, decimal> decimalUnits = new Dictionary<
        string,
        decimal
    >
    {
        ["B"] = 1,
        ["kB"] = 1_000,
        ["MB"] = 1_000_000,
        ["GB"] = 1_000_000_000,
        ["TB"] = 1_000_000_000_000,
        ["PB"] = 1_000_000_000_000_000,
        ["EB"] = 1_000_000_000_000_000_000,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Signature signature = new(
        "parse_bytes",
        "Parse",
        "Reads a number of bytes with a unit, and gives it in another.",
        new TypeDef(Kind.Float).Fallible(),
        new Parameter("value", Kinds.Bytes, "The number with its unit."),
        new Parameter(
            "unit",
            Kinds.Bytes,
            "The unit of the result: B, KiB, MiB, GiB, TiB, PiB or EiB; for base 10 kB, MB, GB, TB, PB or EB."
        ),
        Parameter.Optional(
            "base",
            Kinds.Bytes,
            "2",
            "Whether KB, MB and so on are powers of 1024 (2) or of 1000 (10)."
        ) with
        {
            Variants = ["2", "10"],
            Form = ArgumentForm.Static,
        }
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Kibibytes are bytes", """parse_bytes!("1KiB", unit: "B")""", "1024.0"),
        new("A number may have a fraction", """parse_bytes!("3.5GiB", unit: "KiB")""", "3670016.0"),
        new(
            "Units are powers of 1000",
            """parse_bytes!("1GB", unit: "B", base: "10")""",
            "1000000000.0"
        ),
        new(
            "The text is no number of bytes",
            """parse_bytes!("1YiB", unit: "MiB")""",
            Result: null,
            "unable to parse bytes: 'invalid digit found in string'"
        ),
        new(
            "The unit is unknown",
            """parse_bytes!("100KB", unit: "ZB", base: "10")""",
            Result: null,
            "unknown unit format: 'ZB'"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var isBinary = arguments[2].Text != "10";
        var unit = arguments[1].Text;
        if (!(isBinary ? binaryUnits : decimalUnits).TryGetValue(unit, out var factor))
        {
            return Value.Fail($"unknown unit format: '{unit}'");
        }
        var error = ByteSize.Read(arguments[0].Text, isBinary, out var bytes);
        return error.Length == 0
            ? Value.From(RustDecimal.Divide(bytes, factor))
            : Value.Fail($"unable to parse bytes: '{error}'");
    }
}
