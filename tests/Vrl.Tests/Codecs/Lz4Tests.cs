using Freshet.Vrl.Codecs;
using Freshet.Vrl.Codecs.Lz4;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Codecs;

public sealed class Lz4Tests
{
    [Fact]
    public void Any_data_is_itself_again_and_ends_as_the_format_demands()
    {
        foreach (var data in Samples.All())
        {
            var output = new BoundedBuffer();
            Lz4Block.Decode(Lz4Block.Encode(data), output, data.Length).ShouldBeNull();
            output.Written.ToArray().ShouldBe(data);
        }
    }

    [Fact]
    public async Task What_the_command_compresses_is_decompressed()
    {
        foreach (var data in Samples.Some())
        {
            foreach (
                var options in (string[][])
                    [
                        ["-1"],
                        ["-9", "-BD", "-B4"],
                        ["-BX", "-5"],
                        ["--no-frame-crc"],
                    ]
            )
            {
                var frame = await Command.RunAsync("lz4", ["-q", "-c", .. options], data);
                var output = new BoundedBuffer();
                Lz4Frame.Is(frame).ShouldBeTrue();
                Lz4Frame.Decode(frame, output).ShouldBeNull();
                output.Written.ToArray().ShouldBe(data);
            }
        }
    }

    [Fact]
    public async Task The_command_decompresses_what_is_compressed_here()
    {
        foreach (var data in Samples.Some().Where(data => data.Length is > 0 and < 4 << 20))
        {
            // A frame of version 1 with independent blocks of up to 4 MiB and no checks.
            var block = Lz4Block.Encode(data);
            byte[] frame =
            [
                0x04,
                0x22,
                0x4D,
                0x18,
                0x60,
                0x70,
                0x73,
                .. BitConverter.GetBytes(block.Length),
                .. block,
                0,
                0,
                0,
                0,
            ];
            (await Command.RunAsync("lz4", ["-q", "-d", "-c"], frame)).ShouldBe(data);
        }
    }

    [Theory]
    [InlineData("", 10, "expected another byte, found none")]
    [InlineData("787878787878787878", 10, "expected another byte, found none")]
    [InlineData("30AABB", 10, "literal is out of bounds of the input")]
    [InlineData("20AABB0000", 10, "the offset to copy is not contained in the decompressed buffer")]
    [InlineData("20AABB0300", 10, "the offset to copy is not contained in the decompressed buffer")]
    [InlineData(
        "20AABB",
        0,
        "provided output is too small for the decompressed data, actual 0, expected 2"
    )]
    [InlineData(
        "20AABB0100",
        5,
        "provided output is too small for the decompressed data, actual 5, expected 6"
    )]
    [InlineData("F0FF", 10, "expected another byte, found none")]
    public void What_is_no_block_says_why(string hex, int limit, string why) =>
        Lz4Block.Decode(Convert.FromHexString(hex), new BoundedBuffer(), limit).ShouldBe(why);

    [Fact]
    public async Task Data_that_was_changed_never_does_harm()
    {
        foreach (
            var data in (byte[][])[Samples.Json(3000), Samples.Noise(300), Samples.Words(2000)]
        )
        {
            Samples.Changes(
                Lz4Block.Encode(data),
                changed => Lz4Block.Decode(changed, new BoundedBuffer(), 10_000)
            );
            if (Command.Exists("lz4"))
            {
                Samples.Changes(
                    await Command.RunAsync("lz4", ["-q", "-c", "--no-frame-crc"], data),
                    changed =>
                    {
                        if (Lz4Frame.Is(changed))
                        {
                            Lz4Frame.Decode(changed, new BoundedBuffer(100_000));
                        }
                    }
                );
            }
        }
    }
}
