using Freshet.Vrl.Codecs;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeMimeQ : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_mime_q",
            "Codec",
            "Decodes the encoded words of a message header (RFC 2047); a single word may also stand without its delimiters, or without its charset.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The text.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A word in Base64",
            """decode_mime_q!("=?utf-8?b?SGVsbG8sIFdvcmxkIQ==?=")""",
            "\"Hello, World!\""
        ),
        new(
            "Words among other text",
            """decode_mime_q!("From: =?utf-8?b?SGVsbG8sIFdvcmxkIQ==?= <=?utf-8?q?hello=5Fworld=40example=2ecom?=>")""",
            "\"From: Hello, World! <hello_world@example.com>\""
        ),
        new(
            "A word without delimiters and charset",
            """decode_mime_q!("?b?SGVsbG8sIFdvcmxkIQ==")""",
            "\"Hello, World!\""
        ),
        new(
            "Another charset",
            """decode_mime_q!("Subject: =?iso-8859-1?Q?=A1Hola,_se=F1or!?=")""",
            "\"Subject: ¡Hola, señor!\""
        ),
        new(
            "Text without words stays",
            """decode_mime_q!("Is =? equal to ?= or not?")""",
            "\"Is =? equal to ?= or not?\""
        ),
        new(
            "An unknown encoding fails",
            """decode_mime_q!("Subject: =?iso-8859-1??=A1Hola,_se=F1or!?=")""",
            Result: null,
            "Invalid encoding: \"\""
        ),
        new(
            "An unknown charset fails",
            """decode_mime_q!("Subject: =?iso-9001?Q?hello=5Fworld=40example=2ecom?=")""",
            Result: null,
            "Unable to decode \"iso-9001\" value"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        MimeWords.TryDecode(arguments[0].Text, out var decoded, out var error)
            ? decoded
            : Value.Fail(error);
}
