using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public class CanonicalJsonTests
{
    // RFC 8785, section 3.2.2 and 3.2.4.
    [Fact]
    public void The_example_of_RFC_8785_comes_out_as_the_RFC_has_it() =>
        Canonical(
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
                  "literals": [null, true, false]
                }
                """
            )
            .ShouldBe(
                """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"""
            );

    // RFC 8785, section 3.2.3.
    [Fact]
    public void Members_are_sorted_by_UTF16_code_units() =>
        Canonical(
                """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"""
            )
            .ShouldBe(
                "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"
            );

    // RFC 8785, appendix B.
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void A_double_is_printed_as_ECMAScript_prints_it(string bits, string expected)
    {
        var value = BitConverter.UInt64BitsToDouble(Convert.ToUInt64(bits, 16));
        Canonical(value.ToString("E16")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("0e5", "0")]
    [InlineData("100", "100")]
    [InlineData("1.0", "1")]
    [InlineData("12e1", "120")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("1000000000000000000000", "1e+21")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("-123456789012345678901234567890", "-123456789012345678901234567890")]
    [InlineData("1e400", "1e+400")]
    [InlineData("-12.50E+400", "-1.25e+401")]
    [InlineData("0.00012e-400", "1.2e-404")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
    [InlineData("0.1000000000000000055511151231257827", "0.1")]
    public void Other_numbers_keep_what_they_say(string number, string expected) =>
        Canonical(number).ShouldBe(expected);

    [Fact]
    public void A_member_can_be_left_out_by_its_path()
    {
        var json =
            """{"id":1,"context":{"id":2,"a":{"id":3}},"b":[{"context":{"id":4}}]}"""u8.ToArray();
        Encoding
            .UTF8.GetString(CanonicalJson.Write(json, "context", "id").Span)
            .ShouldBe("""{"b":[{"context":{"id":4}}],"context":{"a":{"id":3}},"id":1}""");
    }

    [Fact]
    public void A_path_leads_through_objects_only() =>
        Encoding
            .UTF8.GetString(
                CanonicalJson.Write("""{"context":[{"id":1}]}"""u8.ToArray(), "context", "id").Span
            )
            .ShouldBe("""{"context":[{"id":1}]}""");

    [Fact]
    public void The_canonical_form_has_the_same_value_and_is_its_own_canonical_form() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1000),
            Prop.ForAll(
                JsonTexts.Value().ToArbitrary(),
                text =>
                {
                    var once = Canonical(text);
                    Canonical(once).ShouldBe(once);
                    JsonText
                        .Read(Encoding.UTF8.GetBytes(once))
                        .Json.Length.ShouldBe(Encoding.UTF8.GetByteCount(once));
                    Canonical(Reversed(JsonNode.Parse(text))?.ToJsonString() ?? "null")
                        .ShouldBe(once);
                }
            )
        );

    /// <summary>The same value with the members of every object in the opposite order.</summary>
    internal static JsonNode? Reversed(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(
                members.Reverse().Select(m => KeyValuePair.Create(m.Key, Reversed(m.Value)))
            ),
            JsonArray items => new JsonArray([.. items.Select(Reversed)]),
            _ => node?.DeepClone(),
        };

    private static string Canonical(string json) =>
        Encoding.UTF8.GetString(CanonicalJson.Write(Encoding.UTF8.GetBytes(json)).Span);
}
