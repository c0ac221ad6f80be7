using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseJsonTests
{
    [Theory]
    [InlineData("parse_json!(s'42')", "42")]
    [InlineData("parse_json!(s' [1, 2.50, 1e3, -0] ')", "[1,2.5,1000.0,-0.0]")]
    [InlineData("""parse_json!(s'{"a": {"b": null}, "a": 1}')""", """{"a":1}""")]
    [InlineData("""parse_json!(s'"\\u00e9\\ud83d\\ude00"')""", "\"\\\\u00e9\\\\ud83d\\\\ude00\"")]
    [InlineData("parse_json!(s'18446744073709551615')", "1.8446744073709552e19")]
    [InlineData(
        "parse_json!(s'1e400')",
        "unable to parse json: number out of range at line 1 column 5"
    )]
    [InlineData(
        "parse_json!(s'')",
        "unable to parse json: EOF while parsing a value at line 1 column 0"
    )]
    [InlineData(
        "parse_json!(s'{')",
        "unable to parse json: EOF while parsing an object at line 1 column 1"
    )]
    [InlineData("parse_json!(s'[1,]')", "unable to parse json: trailing comma at line 1 column 4")]
    [InlineData(
        """parse_json!(s'{"a" 1}')""",
        "unable to parse json: expected `:` at line 1 column 6"
    )]
    [InlineData(
        "parse_json!(s'nul')",
        "unable to parse json: EOF while parsing a value at line 1 column 3"
    )]
    [InlineData(
        """parse_json!(s'"a')""",
        "unable to parse json: EOF while parsing a string at line 1 column 2"
    )]
    [InlineData("parse_json!(s'01')", "unable to parse json: invalid number at line 1 column 2")]
    [InlineData(
        "parse_json!(s'[1] x')",
        "unable to parse json: trailing characters at line 1 column 5"
    )]
    [InlineData("""parse_json!(s'"\\ud800"')""", "\"\\\\ud800\"")]
    [InlineData("""parse_json!(s'"\\x"')""", "\"\\\\x\"")]
    public void Documents_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_json!(s'{"a": {"b": [ 1 , {"c": 2}]}, "d": []}', max_depth: 2)""",
        """{"a":{"b":"[ 1 , {\"c\": 2}]"},"d":[]}"""
    )]
    [InlineData("parse_json!(s'[[1], 2]', max_depth: 1)", """["[1]",2]""")]
    [InlineData(
        "parse_json!(s'[', max_depth: 1)",
        "unable to read json: EOF while parsing a list at line 1 column 1"
    )]
    [InlineData(
        "parse_json!(s'1', max_depth: 200)",
        "max_depth value should be greater than 0 and less than 128, got 200"
    )]
    [InlineData(
        "parse_json!(s'1', max_depth: 0)",
        "max_depth value should be greater than 0 and less than 128, got 0"
    )]
    [InlineData(
        "parse_json!(s'1', max_depth: 300)",
        "out of range integral type conversion attempted"
    )]
    public void What_is_too_deep_stays_text(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
