using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Codec;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vrl.Tests.Codecs;
using Xunit;

namespace Vrl.Tests.Stdlib.Codec;

public sealed class DecoderTests
{
    private static readonly Function[] Decoders =
    [
        new DecodeBase16(),
        new DecodeBase64(),
        new DecodeGzip(),
        new DecodeLz4(),
        new DecodeMimeQ(),
        new DecodePercent(),
        new DecodePunycode(),
        new DecodeSnappy(),
        new DecodeZlib(),
        new DecodeZstd(),
    ];

    /// <summary>Each encoder with its decoder, and the arguments that the decoder needs.</summary>
    private static readonly (Function Encoder, Function Decoder, (string, Value)[] More)[] Pairs =
    [
        (new EncodeBase16(), new DecodeBase16(), []),
        (new EncodeBase64(), new DecodeBase64(), []),
        (new EncodeGzip(), new DecodeGzip(), []),
        (new EncodeLz4(), new DecodeLz4(), [("prepended_size", true)]),
        (new EncodeSnappy(), new DecodeSnappy(), []),
        (new EncodeZlib(), new DecodeZlib(), []),
        (new EncodeZstd(), new DecodeZstd(), []),
    ];

    [Fact]
    public void Any_bytes_are_decoded_or_refused()
    {
        foreach (var decoder in Decoders)
        {
            Prop.ForAll<byte[]>(bytes => Check(decoder, bytes)).QuickCheckThrowOnFailure();
        }
    }

    [Fact]
    public void Any_text_of_its_own_characters_is_decoded_or_refused()
    {
        var characters = Gen.Elements("=?%-_qbQBxnutf8.AZaz09+/ \t\r\n".ToCharArray()).ArrayOf();
        foreach (var decoder in Decoders)
        {
            Prop.ForAll(
                    characters.ToArbitrary(),
                    text => Check(decoder, System.Text.Encoding.ASCII.GetBytes(text))
                )
                .QuickCheckThrowOnFailure();
        }
    }

    [Fact]
    public void What_is_encoded_is_itself_again()
    {
        foreach (var (encoder, decoder, more) in Pairs)
        {
            foreach (var data in Samples.All().Where(data => data.Length <= 131_072))
            {
                var encoded = FunctionRunner.Call(encoder, ("value", Value.From(data)));
                var decoded = FunctionRunner.Call(decoder, [("value", encoded), .. more]);
                decoded.ShouldBe(Value.From(data), encoder.Signature.Name);
            }
        }
    }

    private static void Check(Function decoder, byte[] bytes)
    {
        var result = FunctionRunner.Call(decoder, ("value", Value.From(bytes)));
        (result.IsBytes || result.IsFailure).ShouldBeTrue();
    }
}
