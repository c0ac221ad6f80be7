using System.Security.Cryptography;
using System.Text;
using Freshet.Vrl.Hashing;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Hashing;

public sealed class ShaTests
{
    private const string TwoBlocks =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

    [Theory]
    [InlineData("", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f")]
    [InlineData("abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    [InlineData(
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525"
    )]
    public void Sha_224_gives_the_vectors_of_its_standard(string text, string hash) =>
        Hex(Sha224.HashData(Encoding.UTF8.GetBytes(text))).ShouldBe(hash);

    [Theory]
    [InlineData("abc", "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa")]
    [InlineData(TwoBlocks, "23fec5bb94d60b23308192640b0c453335d664734fe40e7268674af9")]
    public void Sha_512_224_gives_the_vectors_of_its_standard(string text, string hash) =>
        Hex(Sha512Truncated.HashData224(Encoding.UTF8.GetBytes(text))).ShouldBe(hash);

    [Theory]
    [InlineData("abc", "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")]
    [InlineData(TwoBlocks, "3928e184fb8690f840da3988121d31be65cb9d3ef83ee6146feac861e19b563a")]
    public void Sha_512_256_gives_the_vectors_of_its_standard(string text, string hash) =>
        Hex(Sha512Truncated.HashData256(Encoding.UTF8.GetBytes(text))).ShouldBe(hash);

    [Theory]
    [InlineData(224, "6b4e03423667dbb73b6e15454f0eb1abd4597f9a1b078e3f5b5a6bc7")]
    [InlineData(256, "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a")]
    public void Sha_3_of_nothing_is_that_of_its_standard(int bits, string hash) =>
        Hex(Sha3.HashData(bits, [])).ShouldBe(hash);

    [Fact]
    public void Sha_3_is_the_frameworks_at_every_length_around_a_block()
    {
        Assert.SkipUnless(SHA3_256.IsSupported, "this platform has no SHA-3 to compare with");
        for (var length = 0; length < 300; length++)
        {
            var data = new byte[length];
            new Random(length).NextBytes(data);

            Sha3.HashData(256, data).ShouldBe(SHA3_256.HashData(data));
            Sha3.HashData(384, data).ShouldBe(SHA3_384.HashData(data));
            Sha3.HashData(512, data).ShouldBe(SHA3_512.HashData(data));
        }
    }

    [Fact]
    public void Lengths_around_a_block_are_padded_as_they_should_be()
    {
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        for (var length = 0; length < 300; length++)
        {
            hashes.Add(Hex(Sha224.HashData(new byte[length]))).ShouldBeTrue();
            hashes.Add(Hex(Sha512Truncated.HashData224(new byte[length]))).ShouldBeTrue();
        }
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
