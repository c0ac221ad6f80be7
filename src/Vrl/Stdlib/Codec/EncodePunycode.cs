using System.Text;
using Freshet.Vrl.Codecs.Idna;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodePunycode : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_punycode",
            "Codec",
            "Encodes the name of a domain in ASCII, its labels in Punycode where they are not.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The name, or a part of it."),
            Parameter.Optional(
                "validate",
                Kinds.Boolean,
                true,
                "Whether the text must be a valid name of a domain (UTS #46)."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A label is encoded",
            """encode_punycode!("www.café.com")""",
            "\"www.xn--caf-dma.com\""
        ),
        new(
            "Capital letters become small",
            """encode_punycode!("www.CAFé.com")""",
            "\"www.xn--caf-dma.com\""
        ),
        new("ASCII stays", """encode_punycode!("www.cafe.com")""", "\"www.cafe.com\""),
        new(
            "What is no valid name fails",
            """encode_punycode!("xn--8hbb.xn--fiba.xn--8hbf.xn--eib.")""",
            Result: null,
            "unable to encode to punycode"
        ),
        new(
            "Unless it need not be valid",
            """encode_punycode!("xn--8hbb.xn--fiba.xn--8hbf.xn--eib.", validate: false)""",
            "\"xn--8hbb.xn--fiba.xn--8hbf.xn--eib.\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var name = arguments[0].Text;
        if (!arguments[1].Boolean)
        {
            return string.Join('.', name.Split('.').Select(EncodeLabel));
        }
        return DomainName.ToAscii(name) is { } encoded
            ? encoded
            : Value.Fail("unable to encode to punycode");
    }

    private static string EncodeLabel(string label)
    {
        var small = label.ToLowerInvariant();
        return Ascii.IsValid(label) || label.StartsWith(Punycode.Prefix, StringComparison.Ordinal)
            ? small
            : Punycode.Prefix + (Punycode.Encode(small) ?? small);
    }
}
