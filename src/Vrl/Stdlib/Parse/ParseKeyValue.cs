using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_key_value</c></summary>
internal sealed class ParseKeyValue : Function
{
    /// <summary>What is known of a line's fields.</summary>
    internal static TypeDef Result { get; } =
        new TypeDef(
            Kind.ObjectOf(Kind.ArrayOf(Kind.Bytes).Or(Kinds.Boolean | Kinds.Bytes))
        ).Fallible();

    private static readonly Signature signature = new(
        "parse_key_value",
        "Parse",
        "Reads a line of keys with values, such as logfmt.",
        Result,
        new Parameter("value", Kinds.Bytes, "The line."),
        Parameter.Optional(
            "key_value_delimiter",
            Kinds.Bytes,
            "=",
            "What is between a key and its value."
        ),
        Parameter.Optional("field_delimiter", Kinds.Bytes, " ", "What is between fields."),
        Parameter.Optional(
            "whitespace",
            Kinds.Bytes,
            "lenient",
            "Whether blanks may surround what is between a key and its value (lenient), or belong to the value (strict)."
        ) with
        {
            Variants = ["lenient", "strict"],
            Form = ArgumentForm.Static,
        },
        Parameter.Optional(
            "accept_standalone_key",
            Kinds.Boolean,
            Value.True,
            "Whether a key may have no value: it is true then."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Pairs are read",
            """parse_key_value!("zork=zook zonk=nork")""",
            """{"zonk": "nork", "zork": "zook"}"""
        ),
        new(
            "Values may stand in quotes",
            """parse_key_value!("level=info msg=\"Stopping all \\\"fetchers\\\"\" path='/a b'")""",
            """{"level": "info", "msg": "Stopping all \"fetchers\"", "path": "/a b"}"""
        ),
        new(
            "Delimiters are given",
            """parse_key_value!(s'path:"/cart", host:store.app.com, fwd: "102.30.171.16"', field_delimiter: ",", key_value_delimiter: ":")""",
            """{"fwd": "102.30.171.16", "host": "store.app.com", "path": "/cart"}"""
        ),
        new(
            "A key stands alone",
            """parse_key_value!("env:prod,beta", field_delimiter: ",", key_value_delimiter: ":")""",
            """{"beta": true, "env": "prod"}"""
        ),
        new(
            "A key is there twice",
            """parse_key_value!("tags=dev tags=dummy")""",
            """{"tags": ["dev", "dummy"]}"""
        ),
        new(
            "Blanks belong to values",
            """parse_key_value!("user= msg=hi", whitespace: "strict")""",
            """{"msg": "hi", "user": ""}"""
        ),
        new(
            "No key may stand alone",
            """parse_key_value!("zonk", accept_standalone_key: false)""",
            Result: null,
            "0: at line 1, in Tag:\nzonk\n    ^\n\n1: at line 1, in ManyMN:\nzonk\n    ^\n\n"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        new KeyValueReader(
            arguments[0].Text,
            new(
                arguments[1].Text,
                arguments[2].Text,
                IsLenient: arguments[3].Text != "strict",
                MayStandAlone: arguments[4].Boolean
            )
        ).Read();
}
