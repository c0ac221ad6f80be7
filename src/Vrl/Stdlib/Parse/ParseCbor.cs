using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Cbor;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_cbor</c></summary>
internal sealed class ParseCbor : Function
{
    private static readonly Signature signature = new(
        "parse_cbor",
        "Parse",
        "Reads an item of CBOR, the binary relative of JSON.",
        JsonResult.Type,
        new Parameter("value", Kinds.Bytes, "The item's bytes.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A map is read",
            """parse_cbor!(decode_base64!("oWVmaWVsZGV2YWx1ZQ=="))""",
            """{"field": "value"}"""
        ),
        new("An array is read", """parse_cbor!(decode_base64!("gvUA"))""", "[true, 0]"),
        new("A float is read", """parse_cbor!(decode_base64!("+0BFEKPXCj1x"))""", "42.13"),
        new("A text is read", """parse_cbor!("eabcde")""", "\"abcde\""),
        new(
            "The bytes end too early",
            """parse_cbor!("eabc")""",
            Result: null,
            "unable to parse cbor: Io(EndOfFile(()))"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var reader = new CborReader(arguments[0].Bytes.Span);
        return reader.TryRead(out var value)
            ? value
            : Value.Fail($"unable to parse cbor: {reader.Error}");
    }
}
