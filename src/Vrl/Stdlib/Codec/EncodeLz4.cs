using System.Buffers.Binary;
using Freshet.Vrl.Codecs.Lz4;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeLz4 : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_lz4",
            "Codec",
            "Compresses a string to a block of LZ4.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The string to compress."),
            Parameter.Optional(
                "prepend_size",
                Kinds.Boolean,
                true,
                "Whether the string's length comes before the block, in four bytes, little-endian."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The length comes before the block",
            """encode_base64(encode_lz4!("The quick brown fox jumps over 13 lazy dogs.", true))""",
            "\"LAAAAPAdVGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIDEzIGxhenkgZG9ncy4=\""
        ),
        new(
            "The length may be left out",
            """encode_base64(encode_lz4!("The quick brown fox jumps over 13 lazy dogs.", prepend_size: false))""",
            "\"8B1UaGUgcXVpY2sgYnJvd24gZm94IGp1bXBzIG92ZXIgMTMgbGF6eSBkb2dzLg==\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var block = Lz4Block.Encode(arguments[0].Bytes.Span);
        if (!arguments[1].Boolean)
        {
            return Value.From(block);
        }
        var sized = new byte[sizeof(uint) + block.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(sized, (uint)arguments[0].Bytes.Length);
        block.CopyTo(sized, sizeof(uint));
        return Value.From(sized);
    }
}
