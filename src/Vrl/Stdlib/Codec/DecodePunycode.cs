using Freshet.Vrl.Codecs.Idna;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodePunycode : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_punycode",
            "Codec",
            "Decodes the name of a domain from ASCII, where labels of it are in Punycode.",
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
            "A label is decoded",
            """decode_punycode!("www.xn--caf-dma.com")""",
            "\"www.café.com\""
        ),
        new("Others stay", """decode_punycode!("www.cafe.com")""", "\"www.cafe.com\""),
        new(
            "What is no valid name fails",
            """decode_punycode!("xn--8hbb.xn--fiba.xn--8hbf.xn--eib.")""",
            Result: null,
            "unable to decode punycode"
        ),
        new(
            "Unless it need not be valid",
            """decode_punycode!("xn--8hbb.xn--fiba.xn--8hbf.xn--eib.", validate: false)""",
            "\"١٠.٦٦.٣٠.٥.\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var name = arguments[0].Text;
        if (!name.Contains(Punycode.Prefix, StringComparison.Ordinal))
        {
            return name;
        }
        if (!arguments[1].Boolean)
        {
            return string.Join('.', name.Split('.').Select(DecodeLabel));
        }
        return DomainName.ToUnicode(name) is { } decoded
            ? decoded
            : Value.Fail("unable to decode punycode");
    }

    private static string DecodeLabel(string label) =>
        label.StartsWith(Punycode.Prefix, StringComparison.Ordinal)
            ? Punycode.Decode(label[Punycode.Prefix.Length..]) ?? label
            : label;
}
