using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Types;

public sealed class TypeDefinitionTests
{
    [Theory]
    [InlineData("type_def(\"a\")", """{"bytes":true}""")]
    [InlineData("type_def(.a)", """{"any":true}""")]
    [InlineData("type_def(null)", """{"null":true}""")]
    [InlineData("x = slice!([0], 0); type_def(x[1])", """{"undefined":true}""")]
    [InlineData("type_def([])", """{"array":{}}""")]
    [InlineData("type_def({})", """{"object":{}}""")]
    [InlineData(
        ". = {}; .test1 = {\"a\": 5, \"b\": 6}; del(.test1.a); type_def(.)",
        """{"object":{"test1":{"object":{"b":{"integer":true}}}}}"""
    )]
    [InlineData(
        ".a = 1; type_def(.)",
        """{"object":{"a":{"integer":true}},"object_unknown_infinite":{"any":true}}"""
    )]
    [InlineData(
        "a = []; a[0] = {\"foo\": {\"a\": 1}}; a[1] = {\"foo\": {\"a\": \"bytes\"}}; type_def(slice!(a, 0))",
        """{"array":{"0":{"object":{"foo":{"object":{"a":{"integer":true}}}}},"1":{"object":{"foo":{"object":{"a":{"bytes":true}}}}}}}"""
    )]
    [InlineData(
        "type_def(split(\"a\", \"b\"))",
        """{"array":{},"array_unknown_infinite":{"bytes":true,"undefined":true}}"""
    )]
    [InlineData(
        "x = if .a == 1 { {\"a\": 1} } else { {\"b\": \"x\"} }; type_def(x)",
        """{"object":{"a":{"integer":true,"undefined":true},"b":{"bytes":true,"undefined":true}}}"""
    )]
    public void The_type_is_shown(string source, string expected) =>
        Programs.Run(source).ShouldBe(expected);
}
