using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Transformers;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{ "b" : 2, "a" : 1 }""")]
    [InlineData("""{"a":{"x":1,"y":[]}}""", """{"a":{"y":[],"x":1}}""")]
    [InlineData("\"é/\"", "\"\\u00E9\\/\"")]
    [InlineData("\"😀\"", "\"\\ud83D\\ude00\"")]
    [InlineData(
        "\"\\n\\t\\b\\f\\r\\\"\\\\\"",
        "\"\\u000a\\u0009\\u0008\\u000c\\u000d\\u0022\\u005c\""
    )]
    [InlineData("""{"\u0061":1}""", """{"a":1}""")]
    [InlineData("1", "1.0")]
    [InlineData("1", "10e-1")]
    [InlineData("1200", "1.2E+3")]
    [InlineData("0.05", "5e-2")]
    [InlineData("0", "-0.000e7")]
    [InlineData("-1.50", "-15e-1")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
    public void The_same_value_written_differently_is_equal(string left, string right) =>
        Write(left).ShouldBe(Write(right));

    [Theory]
    [InlineData("9007199254740992", "9007199254740993")]
    [InlineData("0.1", "0.10000000000000001")]
    [InlineData("1", "\"1\"")]
    [InlineData("1", "-1")]
    [InlineData("1", "10")]
    [InlineData("0", "null")]
    [InlineData("false", "null")]
    [InlineData("true", "false")]
    [InlineData("[]", "{}")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("[[1],2]", "[[1,2]]")]
    [InlineData("""["a","b"]""", """["ab",""]""")]
    [InlineData("""{"a":"b"}""", """["a","b"]""")]
    [InlineData("\"é\"", "\"e\\u0301\"")]
    [InlineData("\"\\u0000\"", "\"\"")]
    public void Different_values_are_different(string left, string right) =>
        Write(left).ShouldNotBe(Write(right));

    [Fact]
    public void Two_trees_are_equal_exactly_where_their_bytes_are()
    {
        // Few letters and small trees, so that equal pairs occur.
        var leaf = Gen.Elements("null", "true", "0", "1", "-1", "1.5", "\"\"", "\"a\"", "\"1\"");
        var tree = Gen.Sized(size => Tree(Math.Min(size, 3)));
        Prop.ForAll(
                tree.ToArbitrary(),
                tree.ToArbitrary(),
                (left, right) =>
                    Write(left)
                        .SequenceEqual(Write(right))
                        .ShouldBe(JsonNode.DeepEquals(JsonNode.Parse(left), JsonNode.Parse(right)))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

        Gen<string> Tree(int depth) =>
            depth == 0
                ? leaf
                : Gen.OneOf(
                    leaf,
                    from first in Tree(depth - 1)
                    from second in Tree(depth - 1)
                    from form in Gen.Elements(
                        "[]",
                        "{}",
                        $"[{first}]",
                        $"[{first},{second}]",
                        $$"""{"a":{{first}}}""",
                        $$"""{"a":{{first}},"b":{{second}}}""",
                        $$"""{"b":{{second}},"a":{{first}}}"""
                    )
                    select form
                );
    }

    [Fact]
    public void Numbers_are_compared_as_decimals()
    {
        var number =
            from digits in Gen.Choose(0, 1200)
            from point in Gen.Choose(0, 3)
            from exponent in Gen.Choose(-4, 4)
            select (digits, point, exponent);
        Prop.ForAll(
                number.ToArbitrary(),
                number.ToArbitrary(),
                (left, right) =>
                    Write(Text(left))
                        .SequenceEqual(Write(Text(right)))
                        .ShouldBe(Value(left) == Value(right))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

        static string Text((int Digits, int Point, int Exponent) number)
        {
            var digits = number.Digits.ToString().PadLeft(number.Point + 1, '0');
            var fraction = number.Point == 0 ? "" : "." + digits[^number.Point..];
            return $"{digits[..^number.Point]}{fraction}e{number.Exponent}";
        }

        static decimal Value((int Digits, int Point, int Exponent) number) =>
            decimal.Parse(Text(number), System.Globalization.NumberStyles.Float);
    }

    private static byte[] Write(string json)
    {
        var output = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(JsonDocument.Parse(json).RootElement, output);
        return output.WrittenSpan.ToArray();
    }
}
