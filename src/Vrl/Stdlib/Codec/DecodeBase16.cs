using System.Buffers;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeBase16 : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_base16",
            "Codec",
            "Decodes Base16: pairs of hexadecimal digits of either case.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The digits.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Two digits are a byte",
            """decode_base16!("736F6D6520737472696E672076616C7565")""",
            "\"some string value\""
        ),
        new("Digits may be small", """decode_base16!("796f75")""", "\"you\""),
        new(
            "Anything else fails",
            """decode_base16!("7")""",
            Result: null,
            "unable to decode value to base16"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var digits = arguments[0].Bytes.Span;
        var decoded = new byte[digits.Length / 2];
        return
            Convert.FromHexString(digits, decoded, out _, out var written) == OperationStatus.Done
            && digits.Length == 2 * written
            ? Value.From(decoded)
            : Value.Fail("unable to decode value to base16");
    }
}
