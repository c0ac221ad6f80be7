using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseRubyHashTests
{
    [Theory]
    [InlineData("parse_ruby_hash!(s'{}')", "{}")]
    [InlineData(
        """parse_ruby_hash!(s'{ :a => 1, "b" => [1, [2], {}], c: nil }')""",
        """{"a":1.0,"b":[1.0,[2.0],{}],"c":null}"""
    )]
    [InlineData(
        """parse_ruby_hash!(s'{ "x" => "a\\"b", \'y\' => \'z\' }')""",
        "0: at line 1:\n{ \"x\" => \"a\\\\\"b\", \\'y\\' => \\'z\\' }\n              ^\nexpected '}', found b\n\n1: at line 1, in map:\n{ \"x\" => \"a\\\\\"b\", \\'y\\' => \\'z\\' }\n^\n\n"
    )]
    [InlineData("parse_ruby_hash!(s'{ a => 1 }')", """{"a":1.0}""")]
    [InlineData(
        """parse_ruby_hash!(s'{ "a" => 1e3, "b" => -2.5 }')""",
        """{"a":1000.0,"b":-2.5}"""
    )]
    [InlineData(
        """parse_ruby_hash!(s'{ "a" => }')""",
        "0: at line 1:\n{ \"a\" => }\n  ^\nexpected '}', found \"\n\n1: at line 1, in map:\n{ \"a\" => }\n^\n\n"
    )]
    [InlineData(
        "parse_ruby_hash!(s'[1]')",
        "0: at line 1:\n[1]\n^\nexpected '{', found [\n\n1: at line 1, in map:\n[1]\n^\n\n"
    )]
    [InlineData(
        """parse_ruby_hash!(s'{ "a" => 1')""",
        "0: at line 1:\n{ \"a\" => 1\n          ^\nexpected '}', got end of input\n\n1: at line 1, in map:\n{ \"a\" => 1\n^\n\n"
    )]
    [InlineData(
        "parse_ruby_hash!(s'')",
        "0: expected '{', got empty input\n\n1: in map, got empty input\n\n"
    )]
    [InlineData(
        """parse_ruby_hash!(s'{ "a" => true, "b" => false } x')""",
        "could not parse whole line successfully"
    )]
    [InlineData("parse_ruby_hash!(s'{:a=>:b}')", """{"a":"b"}""")]
    public void Hashes_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
