using Freshet.Vrl.Codecs.Deflate;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeZlib : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_zlib",
            "Codec",
            "Compresses a string by zlib.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to compress."),
            Parameter.Optional(
                "compression_level",
                Kinds.Integer,
                6L,
                "How hard to try: 0 stores, 1 is fast, 9 is small; 10 is as 9."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "What is compressed can be decompressed",
            """decode_zlib!(encode_zlib("please encode me"))""",
            "\"please encode me\""
        ),
        new(
            "Higher levels try harder",
            """decode_zlib!(encode_zlib("please encode me", compression_level: 9))""",
            "\"please encode me\""
        ),
        new(
            "A level that is none fails",
            """encode_zlib!("test", compression_level: 11)""",
            Result: null,
            "compression level must be <= 10"
        ),
    ];

    private const int Highest = 10;

    /// <summary>A call whose level is known, and is not too high, cannot fail, as upstream has it.</summary>
    protected internal override TypeDef TypeOf(CallSite call) =>
        Signature.Returns.FallibleIf(
            call.ConstantOf("compression_level") is not { IsInteger: true, Integer: <= Highest }
        );

    protected internal override Value Call(in Arguments arguments)
    {
        // Upstream looks at the lower half of the number.
        var level = unchecked((uint)arguments[1].Integer);
        return level <= Highest
            ? Value.From(Zlib.Encode(arguments[0].Bytes.Span, (int)level))
            : Value.Fail($"compression level must be <= {Highest}");
    }
}
