using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseCborTests
{
    [Theory]
    [InlineData("""parse_cbor!(decode_base16!("00"))""", "0")]
    [InlineData("""parse_cbor!(decode_base16!("1903e8"))""", "1000")]
    [InlineData("""parse_cbor!(decode_base16!("3903e7"))""", "-1000")]
    [InlineData("""parse_cbor!(decode_base16!("f4"))""", "false")]
    [InlineData("""parse_cbor!(decode_base16!("f5"))""", "true")]
    [InlineData("""parse_cbor!(decode_base16!("f6"))""", "null")]
    [InlineData("""parse_cbor!(decode_base16!("f7"))""", "null")]
    [InlineData("""parse_cbor!(decode_base16!("f90000"))""", "0.0")]
    [InlineData("""parse_cbor!(decode_base16!("f93c00"))""", "1.0")]
    [InlineData("""parse_cbor!(decode_base16!("fa47c35000"))""", "100000.0")]
    [InlineData("""parse_cbor!(decode_base16!("fb3ff199999999999a"))""", "1.1")]
    [InlineData("""parse_cbor!(decode_base16!("60"))""", "\"\"")]
    [InlineData("""parse_cbor!(decode_base16!("6449455446"))""", "\"IETF\"")]
    [InlineData("""parse_cbor!(decode_base16!("62c3bc"))""", "\"\u00fc\"")]
    [InlineData("""parse_cbor!(decode_base16!("80"))""", "[]")]
    [InlineData("""parse_cbor!(decode_base16!("8301820203820405"))""", "[1,[2,3],[4,5]]")]
    [InlineData("""parse_cbor!(decode_base16!("9f018202039f0405ffff"))""", "[1,[2,3],[4,5]]")]
    [InlineData("""parse_cbor!(decode_base16!("a0"))""", "{}")]
    [InlineData("""parse_cbor!(decode_base16!("a26161016162820203"))""", """{"a":1,"b":[2,3]}""")]
    [InlineData(
        """parse_cbor!(decode_base16!("bf61610161629f0203ffff"))""",
        """{"a":1,"b":[2,3]}"""
    )]
    [InlineData("""parse_cbor!(decode_base16!("7f657374726561646d696e67ff"))""", "\"streaming\"")]
    [InlineData("""parse_cbor!(decode_base16!("a1c1616101"))""", """{"a":1}""")]
    [InlineData("""parse_cbor!(decode_base16!("f814"))""", "false")]
    [InlineData(
        """parse_cbor!(decode_base16!("a10102"))""",
        """unable to parse cbor: Semantic(None, "invalid type: integer `1`, expected string")"""
    )]
    [InlineData(
        """parse_cbor!(decode_base16!("4401020304"))""",
        """unable to parse cbor: Semantic(None, "invalid type: byte array, expected any valid JSON value")"""
    )]
    [InlineData(
        """parse_cbor!(decode_base16!("c11a514b67b0"))""",
        """unable to parse cbor: Semantic(None, "invalid type: enum, expected any valid JSON value")"""
    )]
    [InlineData(
        """parse_cbor!(decode_base16!("c249010000000000000000"))""",
        """unable to parse cbor: Semantic(None, "invalid type: integer `18446744073709551616` as u128, expected any valid JSON value")"""
    )]
    [InlineData(
        """parse_cbor!(decode_base16!("f818"))""",
        """unable to parse cbor: Semantic(None, "invalid type: simple, expected known simple value")"""
    )]
    [InlineData(
        """parse_cbor!(decode_base16!("f97e00"))""",
        """unable to parse cbor: Semantic(None, "invalid value: floating point `NaN`, expected any valid JSON value")"""
    )]
    [InlineData("""parse_cbor!(decode_base16!("1c"))""", "unable to parse cbor: Syntax(0)")]
    [InlineData(
        """parse_cbor!(decode_base16!("ff"))""",
        """unable to parse cbor: Semantic(None, "invalid type: break, expected non-break")"""
    )]
    [InlineData("""parse_cbor!(decode_base16!("61"))""", "unable to parse cbor: Io(EndOfFile(()))")]
    [InlineData(
        """parse_cbor!(decode_base16!("9b7fffffffffffffff"))""",
        "unable to parse cbor: Syntax(0)"
    )]
    [InlineData("""parse_cbor!(decode_base16!("62c328"))""", "unable to parse cbor: Syntax(0)")]
    [InlineData("""parse_cbor!(decode_base16!("0001"))""", "0")]
    [InlineData("""parse_cbor!("")""", "unable to parse cbor: Io(EndOfFile(()))")]
    public void Items_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
