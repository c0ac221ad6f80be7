using Freshet.Vrl.Codecs;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeBase64 : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_base64",
            "Codec",
            "Decodes Base64, with or without padding.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The text to decode."),
            Parameter.Optional(
                "charset",
                Kinds.Bytes,
                "standard",
                "`standard`, or `url_safe` with - and _ in place of + and /."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A text is decoded",
            """decode_base64!("c29tZSBzdHJpbmcgdmFsdWU=")""",
            "\"some string value\""
        ),
        new(
            "Padding may be missing",
            """decode_base64!("c29tZSBzdHJpbmcgdmFsdWU")""",
            "\"some string value\""
        ),
        new(
            "The alphabet may be that of URLs",
            """decode_base64!("c29tZT1zdHJpbmcvxZnEjcW-YQ==", charset: "url_safe")""",
            "\"some=string/řčža\""
        ),
        new(
            "Anything else fails",
            """decode_base64!("helloworld")""",
            Result: null,
            "unable to decode value from base64"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Base64Alphabet.TryFind(arguments[1].Bytes, out var alphabet)
            ? alphabet.TryDecode(arguments[0].Bytes.Span, out var decoded)
                ? Value.From(decoded)
                : Value.Fail("unable to decode value from base64")
            : Value.Fail("unknown charset");
}
