using Freshet.Vrl.Stdlib.Cryptography;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Cryptography;

public sealed class HmacTests
{
    /// <summary>RFC 4231, 4.2, 4.3 and 4.7: short keys, and one that is longer than a block.</summary>
    [Theory]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "Hi There",
        "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22"
    )]
    [InlineData(
        "4a656665",
        "what do ya want for nothing?",
        "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"
    )]
    [InlineData(
        "aa*131",
        "Test Using Larger Than Block-Size Key - Hash Key First",
        "95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e"
    )]
    public void Sha_224_gives_the_vectors_of_its_standard(string key, string text, string hash)
    {
        var bytes = key.EndsWith("*131", StringComparison.Ordinal)
            ? Enumerable.Repeat((byte)0xAA, 131).ToArray()
            : Convert.FromHexString(key);
        var result = FunctionRunner.Call(
            new Hmac(),
            ("value", text),
            ("key", Value.From(bytes)),
            ("algorithm", "sha-224")
        );
        Convert.ToHexStringLower(result.Bytes.Span).ShouldBe(hash);
    }

    [Fact]
    public void Only_a_hash_that_is_known_cannot_fail()
    {
        FunctionRunner
            .TypeOf(new Hmac(), ("value", Value.From("")), ("key", Value.From("")))
            .IsFallible.ShouldBeFalse();
        FunctionRunner
            .TypeOf(new Hmac(), ("algorithm", Value.From("sha-512")))
            .IsFallible.ShouldBeFalse();
        FunctionRunner
            .TypeOf(new Hmac(), ("algorithm", Value.From("md5")))
            .IsFallible.ShouldBeTrue();
        FunctionRunner.TypeOf(new Hmac(), ("algorithm", Kind.Bytes)).IsFallible.ShouldBeTrue();
    }
}
