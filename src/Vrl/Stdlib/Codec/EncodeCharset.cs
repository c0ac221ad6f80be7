using Freshet.Vrl.Codecs.Charsets;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeCharset : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_charset",
            "Codec",
            "Encodes a string of UTF-8 in another charset.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The string to encode."),
            new Parameter(
                "to_charset",
                Kinds.Bytes,
                "The charset, by any label of the Encoding Standard, such as `latin1`, `shift_jis` or `windows-1251`."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Korean",
            """encode_base64(encode_charset!("안녕하세요", "euc-kr"))""",
            "\"vsiz58fPvLy/5A==\""
        ),
        new(
            "Japanese",
            """encode_base64(encode_charset!("こんにちは", "euc-jp"))""",
            "\"pLOk86TLpMGkzw==\""
        ),
        new("Chinese", """encode_base64(encode_charset!("你好", "gb2312"))""", "\"xOO6ww==\""),
        new(
            "A character that the charset has not becomes a reference",
            """encode_charset!("😀", "latin1")""",
            "\"&#128512;\""
        ),
        new(
            "An unknown charset fails",
            """encode_charset!("a", "euc--kr")""",
            Result: null,
            "Unknown charset: euc--kr"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Charset.TryGet(arguments[1].Text, out var charset)
            ? Value.From(charset.Encode(arguments[0].Text))
            : Value.Fail("Unknown charset: " + arguments[1].Text);
}
