using Freshet.Vrl.Codecs.Charsets;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeCharset : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_charset",
            "Codec",
            "Decodes a string of another charset to UTF-8; what is no character becomes U+FFFD.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The string to decode."),
            new Parameter(
                "from_charset",
                Kinds.Bytes,
                "The charset, by any label of the Encoding Standard, such as `latin1`, `shift_jis` or `windows-1251`."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Korean",
            """decode_charset!(decode_base64!("vsiz58fPvLy/5A=="), "euc-kr")""",
            "\"안녕하세요\""
        ),
        new(
            "Japanese",
            """decode_charset!(decode_base64!("pLOk86TLpMGkzw=="), "euc-jp")""",
            "\"こんにちは\""
        ),
        new("Chinese", """decode_charset!(decode_base64!("xOO6ww=="), "gb2312")""", "\"你好\""),
        new(
            "An unknown charset fails",
            """decode_charset!("a", "euc--kr")""",
            Result: null,
            "Unknown charset: euc--kr"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Charset.TryGet(arguments[1].Text, out var charset)
            ? charset.DecodeMarked(arguments[0].Bytes.Span)
            : Value.Fail("Unknown charset: " + arguments[1].Text);
}
