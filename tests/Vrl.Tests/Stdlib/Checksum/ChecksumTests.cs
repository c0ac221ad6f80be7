using Freshet.Vrl.Stdlib.Checksum;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Checksum;

public sealed class ChecksumTests
{
    [Fact]
    public void Only_an_algorithm_that_is_known_cannot_fail()
    {
        FunctionRunner.TypeOf(new Crc(), ("value", Value.From(""))).IsFallible.ShouldBeFalse();
        FunctionRunner
            .TypeOf(new Crc(), ("algorithm", Value.From("crc_64_xz")))
            .IsFallible.ShouldBeFalse();
        FunctionRunner
            .TypeOf(new Crc(), ("algorithm", Value.From("crc")))
            .IsFallible.ShouldBeTrue();
        FunctionRunner.TypeOf(new Crc(), ("algorithm", Kind.Bytes)).IsFallible.ShouldBeTrue();
        FunctionRunner.TypeOf(new Xxhash(), ("value", Value.From(""))).IsFallible.ShouldBeFalse();
        FunctionRunner
            .TypeOf(new Xxhash(), ("variant", Value.From("xxh3-64")))
            .IsFallible.ShouldBeFalse();
        FunctionRunner
            .TypeOf(new Xxhash(), ("variant", Value.From("md5")))
            .IsFallible.ShouldBeTrue();
        FunctionRunner.TypeOf(new Xxhash(), ("variant", Kind.Bytes)).IsFallible.ShouldBeTrue();
    }

    [Theory]
    [InlineData("foo", "CRC_32_ISO_HDLC", "2356372769")]
    [InlineData("foo", "crc_8_maxim_dow", "18")]
    [InlineData("foo", "CRC_32_CKSUM", "4271552933")]
    [InlineData("foo", "CRC_64_REDIS", "12626267673720558670")]
    public void A_check_is_a_decimal_number(string text, string algorithm, string check) =>
        FunctionRunner
            .Call(new Crc(), ("value", text), ("algorithm", algorithm))
            .ShouldBe(Value.From(check));

    [Theory]
    [InlineData("XXH32", 919261294L)]
    [InlineData("xxh64", 7826295616420964813L)]
    [InlineData("XXH3-64", -7714906473624552998L)]
    public void A_hash_is_an_integer(string variant, long hash) =>
        FunctionRunner
            .Call(new Xxhash(), ("value", "vrl xxhash hash function"), ("variant", variant))
            .ShouldBe(Value.From(hash));
}
