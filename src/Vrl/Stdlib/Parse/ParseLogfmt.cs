using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_logfmt</c></summary>
internal sealed class ParseLogfmt : Function
{
    private static readonly Signature signature = new(
        "parse_logfmt",
        "Parse",
        "Reads a line of logfmt: keys with values, between blanks.",
        ParseKeyValue.Result,
        new Parameter("value", Kinds.Bytes, "The line.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Pairs are read",
            """parse_logfmt!(s'level=info msg="all well"')""",
            """{"level": "info", "msg": "all well"}"""
        ),
        new(
            "A key stands alone",
            """parse_logfmt!("zork=zook plonk zonk=nork")""",
            """{"plonk": true, "zonk": "nork", "zork": "zook"}"""
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        new KeyValueReader(arguments[0].Text, KeyValueSyntax.Logfmt).Read();
}
