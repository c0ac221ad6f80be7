using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_ruby_hash</c></summary>
internal sealed class ParseRubyHash : Function
{
    private static readonly Signature signature = new(
        "parse_ruby_hash",
        "Parse",
        "Reads a hash as Ruby prints it.",
        new TypeDef(
            Kind.ObjectOf(
                Kind.Of(Kinds.Null | Kinds.Bytes | Kinds.Float | Kinds.Boolean | Kinds.Container)
            )
        ).Fallible(),
        new Parameter("value", Kinds.Bytes, "The hash.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A hash is read",
            """parse_ruby_hash!(s'{ "test" => "value", "testNum" => 0.2, "testObj" => { "testBool" => true, "testNull" => nil } }')""",
            """{"test": "value", "testNum": 0.2, "testObj": {"testBool": true, "testNull": null}}"""
        ),
        new(
            "Keys may be symbols and numbers",
            """parse_ruby_hash!(s'{ :a => :b, c: [1, "d"], 42 => nil }')""",
            """{"42": null, "a": "b", "c": [1.0, "d"]}"""
        ),
        new(
            "The text is no hash",
            """parse_ruby_hash!("hello")""",
            Result: null,
            "0: at line 1:\nhello\n^\nexpected '{', found h\n\n1: at line 1, in map:\nhello\n^\n\n"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        new RubyHashReader(arguments[0].Text).Read();
}
