using System.Runtime.InteropServices;
using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodePercent : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_percent",
            "Codec",
            "Decodes percent-encoding; a percent sign that no two hexadecimal digits follow is left as it is.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text to decode.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Two digits after a percent sign are a byte",
            """decode_percent("foo%20bar%3F")""",
            "\"foo bar?\""
        ),
        new("Other percent signs stay", """decode_percent("100%, a%zz")""", "\"100%, a%zz\""),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Bytes.Span;
        var decoded = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (
                text[i] == '%'
                && i + 2 < text.Length
                && char.IsAsciiHexDigit((char)text[i + 1])
                && char.IsAsciiHexDigit((char)text[i + 2])
            )
            {
                decoded.AddRange(Convert.FromHexString(text.Slice(i + 1, 2)));
                i += 2;
            }
            else
            {
                decoded.Add(text[i]);
            }
        }
        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(decoded));
    }
}
