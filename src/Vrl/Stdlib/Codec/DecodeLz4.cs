using System.Buffers.Binary;
using Freshet.Vrl.Codecs;
using Freshet.Vrl.Codecs.Lz4;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeLz4 : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_lz4",
            "Codec",
            "Decompresses LZ4, a block or a frame, to at most 256 MiB.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter(
                "value",
                Kinds.Bytes,
                "The block; or a frame, which is known by its first bytes."
            ),
            Parameter.Optional(
                "buf_size",
                Kinds.Integer,
                1_000_000L,
                "Bytes that a block without length stands for at most."
            ),
            Parameter.Optional(
                "prepended_size",
                Kinds.Boolean,
                false,
                "Whether the length comes before the block, in four bytes, little-endian."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A length comes before the block",
            """decode_lz4!(decode_base64!("LAAAAPAdVGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIDEzIGxhenkgZG9ncy4="), prepended_size: true)""",
            "\"The quick brown fox jumps over 13 lazy dogs.\""
        ),
        new(
            "A frame is decompressed whatever the arguments are",
            """decode_lz4!(decode_base64!("BCJNGGBAgiwAAIBUaGUgcXVpY2sgYnJvd24gZm94IGp1bXBzIG92ZXIgMTMgbGF6eSBkb2dzLgAAAAA="))""",
            "\"The quick brown fox jumps over 13 lazy dogs.\""
        ),
        new(
            "A block without length needs room",
            """decode_lz4!(decode_base64!("8B1UaGUgcXVpY2sgYnJvd24gZm94IGp1bXBzIG92ZXIgMTMgbGF6eSBkb2dzLg=="), buf_size: 100)""",
            "\"The quick brown fox jumps over 13 lazy dogs.\""
        ),
        new(
            "Too little room fails",
            """decode_lz4!(decode_base64!("LAAAAPAdVGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIDEzIGxhenkgZG9ncy4="), buf_size: 0)""",
            Result: null,
            "unable to decode value with lz4 block decoder: provided output is too small for the decompressed data, actual 0, expected 2"
        ),
        new(
            "Data that breaks off fails",
            """decode_lz4!("xxxxxxxxx", buf_size: 10)""",
            Result: null,
            "unable to decode value with lz4 block decoder: expected another byte, found none"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var data = arguments[0].Bytes.Span;
        var output = new BoundedBuffer();
        if (Lz4Frame.Is(data))
        {
            return Lz4Frame.Decode(data, output) is { } wrong
                ? Value.Fail("unable to decode value with lz4 frame decoder: " + wrong)
                : Value.From(output.Memory);
        }
        var size = arguments[1].Integer;
        // As upstream: a size that is none is as good as no bound.
        var limit = size is >= 0 and <= BoundedBuffer.DefaultLimit
            ? (int)size
            : BoundedBuffer.DefaultLimit;
        if (arguments[2].Boolean)
        {
            if (!BinaryPrimitives.TryReadUInt32LittleEndian(data, out var told))
            {
                return Value.Fail(
                    "unable to decode value with lz4 block decoder: expected another byte, found none"
                );
            }
            limit = (int)Math.Min(told, BoundedBuffer.DefaultLimit);
            data = data[sizeof(uint)..];
        }
        return Lz4Block.Decode(data, output, limit) is { } error
            ? Value.Fail("unable to decode value with lz4 block decoder: " + error)
            : Value.From(output.Memory);
    }
}
