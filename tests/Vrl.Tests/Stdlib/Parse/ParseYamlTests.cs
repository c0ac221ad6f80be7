using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseYamlTests
{
    [Theory]
    [InlineData(
        """parse_yaml!("a: &x {b: 1, c: [1, 2]}\nd: *x")""",
        """{"a":{"b":1,"c":[1,2]},"d":{"b":1,"c":[1,2]}}"""
    )]
    [InlineData(
        """parse_yaml!("lit: |\n  one\n   two\n\n  three\nfold: >-\n  one\n  two\n\n  three\nkeep: |+\n  text\n\nend: 1")""",
        """{"end":1,"fold":"one two\nthree","keep":"text\n\n","lit":"one\n two\n\nthree\n"}"""
    )]
    [InlineData("""parse_yaml!("\"a\\n\\u00e9\\x41 b\\\n  c\"")""", "\"a\\n\u00e9A bc\"")]
    [InlineData("""parse_yaml!("'it''s'")""", "\"it's\"")]
    [InlineData(
        """parse_yaml!("- a\n- - b\n  - c\n- k: v\n  l: w")""",
        """["a",["b","c"],{"k":"v","l":"w"}]"""
    )]
    [InlineData("""parse_yaml!("? x\n: y")""", """{"x":"y"}""")]
    [InlineData("""parse_yaml!("%YAML 1.2\n---\na\n...\n")""", "\"a\"")]
    [InlineData("""parse_yaml!("")""", "null")]
    [InlineData("""parse_yaml!("# only a comment")""", "null")]
    [InlineData(
        """parse_yaml!("1: one\ntrue: two\n~: three\n1.50: four")""",
        """{"1":"one","1.50":"four","true":"two","~":"three"}"""
    )]
    [InlineData(
        """parse_yaml!("[0x1F, 0o17, 0b101, -5, +5, 007, 1_000, 9223372036854775808]")""",
        """[31,15,5,-5,5,"007","1_000",9.223372036854776e18]"""
    )]
    [InlineData(
        """parse_yaml!("[.inf, 1e3, .5, 5., 1e999]")""",
        """[null,1000.0,0.5,5.0,"1e999"]"""
    )]
    [InlineData(
        """parse_yaml!("[!!str 12, !!int \"12\", !!float 1, !!bool true, !!null ~]")""",
        """["12",12,1.0,true,null]"""
    )]
    [InlineData("""parse_yaml!("{a, b: , \"c\":1}")""", """{"a":null,"b":null,"c":1}""")]
    [InlineData("""parse_yaml!("a: b\n c")""", """{"a":"b c"}""")]
    [InlineData("""parse_yaml!("a: 1\na: 2")""", """{"a":2}""")]
    public void Documents_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_yaml!("a: b\n---\nc")""",
        "unable to parse yaml: deserializing from YAML containing more than one document is not supported"
    )]
    [InlineData(
        """parse_yaml!("[1, 2")""",
        "unable to parse yaml: did not find expected ',' or ']' at line 2 column 1, while parsing a flow sequence"
    )]
    [InlineData(
        """parse_yaml!("{a: b")""",
        "unable to parse yaml: did not find expected ',' or '}' at line 2 column 1, while parsing a flow mapping"
    )]
    [InlineData(
        """parse_yaml!("a: b: c")""",
        "unable to parse yaml: mapping values are not allowed in this context at line 1 column 5"
    )]
    [InlineData(
        """parse_yaml!("a: [1, !x 2]")""",
        "unable to parse yaml: a[1]: invalid type: enum, expected any valid JSON value at line 1 column 8"
    )]
    [InlineData("""parse_yaml!("*a")""", "unable to parse yaml: unknown anchor")]
    [InlineData("""parse_yaml!("&a [*a]")""", "unable to parse yaml: recursion limit exceeded")]
    [InlineData(
        """parse_yaml!("a: .nan")""",
        "unable to parse yaml: a: invalid value: floating point `NaN`, expected any valid JSON value at line 1 column 4"
    )]
    [InlineData(
        """parse_yaml!("18446744073709551616")""",
        "unable to parse yaml: invalid type: integer `18446744073709551616` as u128, expected any valid JSON value"
    )]
    [InlineData(
        """parse_yaml!("\"\\q\"")""",
        "unable to parse yaml: found unknown escape character at line 1 column 2, while parsing a quoted scalar"
    )]
    [InlineData(
        """parse_yaml!("\ta: b")""",
        "unable to parse yaml: found character that cannot start any token, while scanning for the next token"
    )]
    [InlineData(
        """parse_yaml!("- a\nb")""",
        "unable to parse yaml: could not find expected ':' at line 3 column 1, while scanning a simple key at line 2 column 1"
    )]
    [InlineData(
        """parse_yaml!("!!int x")""",
        """unable to parse yaml: invalid value: string "x", expected an integer"""
    )]
    [InlineData(
        """parse_yaml!("{[a]: b}")""",
        "unable to parse yaml: invalid type: sequence, expected a string at line 1 column 2"
    )]
    [InlineData(
        """parse_yaml!("%YAML 2.0\n---\na")""",
        "unable to parse yaml: found incompatible YAML document"
    )]
    [InlineData(
        """parse_yaml!("@a")""",
        "unable to parse yaml: found character that cannot start any token, while scanning for the next token"
    )]
    [InlineData(
        "parse_yaml!(\"a: \u0001\")",
        "unable to parse yaml: control characters are not allowed at position 3"
    )]
    [InlineData(
        """parse_yaml!("!u!x y")""",
        "unable to parse yaml: found undefined tag handle, while parsing a node"
    )]
    public void What_is_wrong_is_told(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
