using System.Text;
using Freshet.Vrl.Codecs.Zstandard;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Codecs;

public sealed class ZstandardTests
{
    [Theory]
    [InlineData("KLUv/QBYgQAAcGxlYXNlIGVuY29kZSBtZQ==", "please encode me")]
    [InlineData(
        "KLUv/QBY/QEAYsQOFKClbQBedqXsb96EWDax/f/F/z+gNU4ZTInaUeAj82KqPFjUzKqhcfDqAIsLvAsnY1bI/N2mHzDixRQA",
        "you_have_successfully_decoded_me.congratulations.you_are_breathtaking."
    )]
    public void What_the_reference_compressed_is_decompressed(string compressed, string text) =>
        Encoding
            .UTF8.GetString(
                ZstandardDecoder.Decode(Convert.FromBase64String(compressed))!.Value.Span
            )
            .ShouldBe(text);

    [Fact]
    public void A_short_text_is_compressed_as_the_reference_does() =>
        Convert
            .ToBase64String(ZstandardEncoder.Encode("please encode me"u8))
            .ShouldBe("KLUv/QBYgQAAcGxlYXNlIGVuY29kZSBtZQ==");

    [Fact]
    public void Any_data_is_itself_again()
    {
        foreach (var data in Samples.All())
        {
            var compressed = ZstandardEncoder.Encode(data);
            compressed.Length.ShouldBeLessThanOrEqualTo(data.Length + 9 + (data.Length / 10_000));
            ZstandardDecoder.Decode(compressed)!.Value.ToArray().ShouldBe(data);
        }
    }

    [Fact]
    public void Text_becomes_a_good_deal_shorter()
    {
        var text = Samples.Json(200_000);
        ZstandardEncoder.Encode(text).Length.ShouldBeLessThan(text.Length / 6);
    }

    [Fact]
    public async Task What_the_command_compresses_is_decompressed_at_every_level()
    {
        foreach (var data in Samples.Some())
        {
            foreach (
                var options in (string[][])
                    [
                        ["-1"],
                        ["-3", "--no-check"],
                        ["-19"],
                        ["--ultra", "-22", "--single-thread"],
                        ["--fast=5"],
                    ]
            )
            {
                var compressed = await Command.RunAsync("zstd", ["-q", "-c", .. options], data);
                ZstandardDecoder.Decode(compressed)!.Value.ToArray().ShouldBe(data);
            }
        }
    }

    [Fact]
    public async Task The_command_decompresses_what_is_compressed_here()
    {
        foreach (var data in Samples.Some())
        {
            (
                await Command.RunAsync("zstd", ["-q", "-d", "-c"], ZstandardEncoder.Encode(data))
            ).ShouldBe(data);
        }
    }

    [Fact]
    public void Frames_follow_each_other_and_some_are_skipped()
    {
        byte[] skipped = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        byte[] data =
        [
            .. skipped,
            .. ZstandardEncoder.Encode("ab"u8),
            .. ZstandardEncoder.Encode("cd"u8),
            .. skipped,
        ];
        ZstandardDecoder.Decode(data)!.Value.ToArray().ShouldBe("abcd"u8.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("28")]
    [InlineData("28B52FFD")]
    [InlineData("28B52FFD0058")]
    [InlineData("28B52FFD0058810000706C")]
    [InlineData("28B52FFD0058070000")]
    [InlineData("28B52FFD0858010000")]
    [InlineData("28B52FFD0158010100000")]
    [InlineData("28B52FFD00FF010000")]
    [InlineData("28B52FFD2001010000")]
    [InlineData("28B52FFD005801000041")]
    [InlineData("28B52FFD045801000000000000")]
    public void What_is_no_frame_is_refused(string hex) =>
        ZstandardDecoder
            .Decode(Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex + "0"))
            .ShouldBeNull();

    [Fact]
    public void A_few_bytes_cannot_stand_for_more_than_the_limit()
    {
        // 4,096 blocks of 128 KiB each.
        var bomb = new List<byte> { 0x28, 0xB5, 0x2F, 0xFD, 0, 0x58 };
        for (var i = 0; i < 4096; i++)
        {
            bomb.AddRange([0x02, 0x00, 0x10, 0]);
        }
        bomb.AddRange([1, 0, 0]);
        ZstandardDecoder.Decode(bomb.ToArray()).ShouldBeNull();
    }

    [Fact]
    public async Task Data_that_was_changed_never_does_harm()
    {
        foreach (
            var data in (byte[][])[Samples.Json(3000), Samples.Noise(300), Samples.Words(2000)]
        )
        {
            Samples.Changes(
                ZstandardEncoder.Encode(data),
                changed => ZstandardDecoder.Decode(changed)
            );
            if (Command.Exists("zstd"))
            {
                Samples.Changes(
                    await Command.RunAsync("zstd", ["-q", "-c", "-19", "--no-check"], data),
                    changed => ZstandardDecoder.Decode(changed)
                );
            }
        }
    }
}
