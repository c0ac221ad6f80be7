using Freshet.Vrl.Codecs;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeBase64 : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_base64",
            "Codec",
            "Encodes a string as Base64.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to encode."),
            Parameter.Optional(
                "padding",
                Kinds.Boolean,
                true,
                "Whether it is filled up with = to a multiple of four."
            ),
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
            "A string is encoded",
            """encode_base64("please encode me")""",
            "\"cGxlYXNlIGVuY29kZSBtZQ==\""
        ),
        new(
            "Padding may be left out",
            """encode_base64("please encode me", padding: false)""",
            "\"cGxlYXNlIGVuY29kZSBtZQ\""
        ),
        new(
            "The alphabet may be that of URLs",
            """encode_base64("some=string/řčža", charset: "url_safe")""",
            "\"c29tZT1zdHJpbmcvxZnEjcW-YQ==\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Base64Alphabet.TryFind(arguments[2].Bytes, out var alphabet)
            ? alphabet.Encode(arguments[0].Bytes.Span, isPadded: arguments[1].Boolean)
            : Value.Fail("unknown charset");
}
