using Freshet.Vrl.Codecs.Snappy;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Codecs;

public sealed class SnappyTests
{
    [Fact]
    public void Any_data_is_itself_again()
    {
        foreach (var data in Samples.All())
        {
            SnappyBlock.Decode(SnappyBlock.Encode(data))!.Value.ToArray().ShouldBe(data);
        }
    }

    /// <summary>The bytes are those of the reference.</summary>
    [Theory]
    [InlineData("", "00")]
    [InlineData("61", "010061")]
    [InlineData(
        "6161616161616161616161616161616161616161616161616161616161616161616161616161616161",
        "2900619E0100"
    )]
    public void Data_is_compressed_as_the_reference_does(string data, string compressed) =>
        Convert.ToHexString(SnappyBlock.Encode(Convert.FromHexString(data))).ShouldBe(compressed);

    /// <summary>By the format's description: one tag of each kind, the last with an offset of four bytes.</summary>
    [Theory]
    [InlineData("0A0C61626364 0904", "abcdabcdab")]
    [InlineData("080C616263640E0400", "abcdabcd")]
    [InlineData("080C616263640F04000000", "abcdabcd")]
    [InlineData("04F00361626364", "abcd")]
    [InlineData("04F4030061626364", "abcd")]
    [InlineData("04F803000061626364", "abcd")]
    [InlineData("04FC0300000061626364", "abcd")]
    public void Every_kind_of_tag_is_read(string hex, string text)
    {
        var block = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        SnappyBlock
            .Decode(block)!
            .Value.ToArray()
            .ShouldBe(System.Text.Encoding.ASCII.GetBytes(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("8080808080")]
    [InlineData("FFFFFFFF1F")]
    [InlineData("FFFFFFFF0F00")]
    [InlineData("0200")]
    [InlineData("020061")]
    [InlineData("01006100")]
    [InlineData("0500610500")]
    [InlineData("05006105")]
    [InlineData("0500610502")]
    [InlineData("09FC03")]
    public void What_is_no_block_is_refused(string hex) =>
        SnappyBlock.Decode(Convert.FromHexString(hex)).ShouldBeNull();

    [Fact]
    public void Data_that_was_changed_never_does_harm()
    {
        foreach (
            var data in (byte[][])[Samples.Json(3000), Samples.Noise(300), Samples.Words(2000)]
        )
        {
            Samples.Changes(SnappyBlock.Encode(data), changed => SnappyBlock.Decode(changed));
        }
    }
}
