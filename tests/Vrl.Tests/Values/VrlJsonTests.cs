using System.Text;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Values;

public sealed class VrlJsonTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("-5")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("1.0")]
    [InlineData("1e20")]
    [InlineData("-0.0")]
    [InlineData("\"caf\u00e9 </script> \U0001F600\"")]
    [InlineData("""["\"","\\","\b\f\n\r\t\u0000\u001f",{"a":[1,{"b":null}],"c":""}]""")]
    public void What_is_written_as_it_is_read_stays(string json) =>
        VrlJson.Write(Parse(json)).ShouldBe(json);

    [Theory]
    [InlineData(" { \"b\" : 1 , \"a\" : [ ] } ", """{"a":[],"b":1}""")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a":3,"b":2}""")]
    [InlineData("9223372036854775808", "9.223372036854776e18")]
    [InlineData("-9223372036854775809", "-9.223372036854776e18")]
    [InlineData("18446744073709551616", "1.8446744073709552e19")]
    [InlineData("-0", "-0.0")]
    [InlineData("1E2", "100.0")]
    [InlineData("1e-2", "0.01")]
    [InlineData("""["\u0041\/\ud83d\uDE00"]""", "[\"A/\U0001F600\"]")]
    public void Json_is_read_by_the_rules_of_serde_json(string json, string written) =>
        VrlJson.Write(Parse(json)).ShouldBe(written);

    [Theory]
    [InlineData("", "EOF while parsing a value at line 1 column 0")]
    [InlineData("{ INVALID }", "key must be a string at line 1 column 3")]
    [InlineData("{\"field\": \"value", "EOF while parsing a string at line 1 column 16")]
    [InlineData("[1, 2", "EOF while parsing a list at line 1 column 5")]
    [InlineData("[1 2]", "expected `,` or `]` at line 1 column 4")]
    [InlineData("{\"a\" 1}", "expected `:` at line 1 column 6")]
    [InlineData("[1,]", "trailing comma at line 1 column 4")]
    [InlineData("1 2", "trailing characters at line 1 column 3")]
    [InlineData("\n\nx", "expected value at line 3 column 1")]
    [InlineData("nul", "EOF while parsing a value at line 1 column 3")]
    [InlineData("nulx", "expected ident at line 1 column 4")]
    [InlineData("01", "invalid number at line 1 column 2")]
    [InlineData("1.x", "invalid number at line 1 column 3")]
    [InlineData("1e400", "number out of range at line 1 column 5")]
    [InlineData("\"\\x\"", "invalid escape at line 1 column 3")]
    [InlineData("\"\\ud800\"", "unexpected end of hex escape at line 1 column 8")]
    [InlineData("\"\\udc00\"", "lone leading surrogate in hex escape at line 1 column 7")]
    public void What_is_wrong_is_told_with_its_place(string json, string error)
    {
        VrlJson.TryParse(json, out _, out var told).ShouldBeFalse();
        told.ShouldBe(error);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_an_error_when_read_and_replaced_when_written()
    {
        VrlJson.TryParse([0x22, 0xf5, 0x22], out _, out var error).ShouldBeFalse();
        error.ShouldBe("invalid unicode code point at line 1 column 3");
        VrlJson.Write(Value.From(new byte[] { 0x61, 0xf5 })).ShouldBe("\"a\uFFFD\"");
    }

    [Fact]
    public void Depth_is_limited_when_read_and_unlimited_when_written()
    {
        VrlJson.TryParse(Nested(127), out _, out _).ShouldBeTrue();
        VrlJson.TryParse(Nested(128), out _, out var error).ShouldBeFalse();
        error.ShouldBe("recursion limit exceeded at line 1 column 128");
        var deep = Value.From(new VrlArray());
        for (var i = 0; i < 100_000; i++)
        {
            deep = Value.From(new VrlArray([deep]));
        }
        VrlJson.Write(deep).Length.ShouldBe(200_002);
    }

    [Fact]
    public void Below_the_raw_depth_containers_stay_as_they_were_written()
    {
        VrlJson
            .TryParse("""{"a": {"b": [ 1 ]}, "c": "x"}"""u8, out var value, out _, rawDepth: 1)
            .ShouldBeTrue();
        VrlJson.Write(value).ShouldBe("""{"a":"{\"b\": [ 1 ]}","c":"x"}""");
    }

    [Fact]
    public void Pretty_json_breaks_lines_and_indents_by_two()
    {
        VrlJson
            .Write(Parse("""{"b":[1,{}],"a":[],"c":{"d":null}}"""), pretty: true)
            .ShouldBe(
                """
                {
                  "a": [],
                  "b": [
                    1,
                    {}
                  ],
                  "c": {
                    "d": null
                  }
                }
                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void Very_many_keys_in_any_order_are_sorted()
    {
        var json = new StringBuilder("{");
        for (var i = 200_000; i > 0; i--)
        {
            json.Append($"\"{i:D6}\":{i},");
        }
        json.Append("\"0\":0}");
        Parse(json.ToString()).Object.Keys.ShouldBeInOrder(SortDirection.Ascending);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static Value Parse(string json)
    {
        VrlJson.TryParse(json, out var value, out var error).ShouldBeTrue(error);
        return value;
    }
}
