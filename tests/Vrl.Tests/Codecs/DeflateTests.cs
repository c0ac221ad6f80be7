using System.IO.Compression;
using System.Text;
using Freshet.Vrl.Codecs.Deflate;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Codecs;

public sealed class DeflateTests
{
    [Fact]
    public void Any_data_is_itself_again_at_every_level()
    {
        foreach (var data in Samples.All())
        {
            foreach (var level in (int[])[0, 1, 6, 9, 10])
            {
                Zlib.Decode(Zlib.Encode(data, level))!.Value.ToArray().ShouldBe(data);
                Gzip.Decode(Gzip.Encode(data, level))!.Value.ToArray().ShouldBe(data);
            }
        }
    }

    [Fact]
    public void The_framework_reads_what_is_compressed_here()
    {
        foreach (var data in Samples.All())
        {
            using var gzip = new GZipStream(
                new MemoryStream(Gzip.Encode(data, 6)),
                CompressionMode.Decompress
            );
            using var output = new MemoryStream();
            gzip.CopyTo(output);
            output.ToArray().ShouldBe(data);
        }
    }

    [Theory]
    [InlineData("H4sIAB8BymMAAyvISU0sTlVISU3OT0lVyE0FAJsZ870QAAAA", "please decode me")]
    [InlineData(
        "H4sIAB8BymMAAyvISU0sTlVISU3OT0lVyE0FAJsZ870QAAAAH4sIAB8BymMAAyvISU0sTlVISU3OT0lVyE0FAJsZ870QAAAA",
        "please decode meplease decode me"
    )]
    [InlineData("H4sIAAAAAAAA/wMAAAAAAAAAAAA=", "")]
    public void Members_of_gzip_are_read_one_after_the_other(string compressed, string text) =>
        Encoding
            .UTF8.GetString(Gzip.Decode(Convert.FromBase64String(compressed))!.Value.Span)
            .ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("eA==")]
    [InlineData("H4sIAB8BymMAAyvISU0sTlVISU3OT0lVyE0FAJsZ870QAAAAeA==")]
    [InlineData("H4sIAB8BymMAAyvISU0sTlVISU3OT0lVyE0FAJsZ870QAA==")]
    [InlineData("H4sIAB8BymMAAyvISU0sTlVISU3OT0lVyE0FAJsZ870RAAAA")]
    [InlineData("H4sIAB8BymMAAyvISU0sTlVISU3OT0lVyE0FAJsZ8b0QAAAA")]
    public void What_is_no_gzip_is_refused(string compressed) =>
        Gzip.Decode(Convert.FromBase64String(compressed)).ShouldBeNull();

    [Fact]
    public void Every_field_of_a_header_of_gzip_is_skipped()
    {
        var plain = Gzip.Encode("text"u8, 6);
        byte[] header =
        [
            0x1F,
            0x8B,
            8,
            0x1E,
            0,
            0,
            0,
            0,
            0,
            255,
            3,
            0,
            1,
            2,
            3,
            .. "name\0"u8,
            .. "comment\0"u8,
        ];
        Freshet.Vrl.Hashing.CrcCatalogue.TryGet("CRC_32_ISO_HDLC", out var crc).ShouldBeTrue();
        var checksum = (ushort)crc.Compute(header);

        Gzip.Decode([.. header, (byte)checksum, (byte)(checksum >> 8), .. plain[10..]])!
            .Value.ToArray()
            .ShouldBe("text"u8.ToArray());
        Gzip.Decode([.. header, (byte)checksum, (byte)((checksum >> 8) ^ 1), .. plain[10..]])
            .ShouldBeNull();
        Gzip.Decode(header).ShouldBeNull();
    }

    /// <summary>As upstream: what breaks off is what could be read, and what follows is ignored.</summary>
    [Theory]
    [InlineData("eJxLzUvOT0mNz00FABI5A6A=", "encode_me")]
    [InlineData("eJxLzUvOT0mNz00F", "encode_me")]
    [InlineData("eJxLzUvOT0mNz00FABI5A6BBQkM=", "encode_me")]
    [InlineData("", "")]
    [InlineData("eA==", "")]
    public void Zlib_is_read_as_far_as_it_goes(string compressed, string text) =>
        Encoding
            .UTF8.GetString(Zlib.Decode(Convert.FromBase64String(compressed))!.Value.Span)
            .ShouldBe(text);

    [Theory]
    [InlineData("eJxLzUvOT0mNz00FABI5A6E=")]
    [InlineData("c29tZV9ieXRlcw==")]
    [InlineData("eLs=")]
    [InlineData("eJwH")]
    public void What_is_no_zlib_is_refused(string compressed) =>
        Zlib.Decode(Convert.FromBase64String(compressed)).ShouldBeNull();

    [Fact]
    public void A_few_bytes_cannot_stand_for_more_than_the_limit()
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 257; i++)
            {
                zlib.Write(zeros);
            }
        }
        Zlib.Decode(output.ToArray()).ShouldBeNull();
    }

    [Fact]
    public void Data_that_was_changed_never_does_harm()
    {
        foreach (
            var data in (byte[][])[Samples.Json(3000), Samples.Noise(300), Samples.Words(2000)]
        )
        {
            Samples.Changes(Gzip.Encode(data, 6), changed => Gzip.Decode(changed));
            Samples.Changes(Zlib.Encode(data, 6), changed => Zlib.Decode(changed));
        }
    }
}
