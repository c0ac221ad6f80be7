using System.Text;
using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public class CloudEventHeadersTests
{
    private static readonly (string, string)[] Required =
    [
        ("CE-SpecVersion", "1.0"),
        ("ce-type", "t"),
        ("ce-id", "i"),
        ("ce-source", "/s"),
    ];

    private const string Attributes =
        "\"specversion\":\"1.0\",\"type\":\"t\",\"id\":\"i\",\"source\":\"/s\"";

    [Theory]
    [InlineData(
        "application/json",
        " { \"a\" : 1e2 } ",
        "\"datacontenttype\":\"application/json\",\"data\":{\"a\":1e2}"
    )]
    [InlineData(
        "Application/X+JSON; charset=utf-8",
        "7",
        "\"datacontenttype\":\"Application/X+JSON; charset=utf-8\",\"data\":7"
    )]
    [InlineData(null, "[]", "\"data\":[]")]
    [InlineData(
        "text/plain",
        "a \"b\"\n",
        "\"datacontenttype\":\"text/plain\",\"data\":\"a \\\"b\\\"\\n\""
    )]
    [InlineData(
        "application/octet-stream",
        "a",
        "\"datacontenttype\":\"application/octet-stream\",\"data_base64\":\"YQ==\""
    )]
    public void The_body_becomes_data_by_its_type(
        string? contentType,
        string body,
        string expected
    ) =>
        Structured(contentType, Encoding.UTF8.GetBytes(body), Required)
            .ShouldBe($"{{{Attributes},{expected}}}");

    [Fact]
    public void Text_that_is_not_UTF8_becomes_base64() =>
        Structured("text/plain", [0xE9], Required).ShouldEndWith(",\"data_base64\":\"6Q==\"}");

    [Fact]
    public void An_empty_body_is_no_data() =>
        Structured(null, [], Required).ShouldBe($"{{{Attributes}}}");

    // HTTP protocol binding 1.0.2, section 3.1.3.2.
    [Theory]
    [InlineData("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € \\uD83D\\uDE00")]
    [InlineData("Euro €", "Euro €")]
    [InlineData("\"a \\\"quoted\\\" %22\"", "a \\\"quoted\\\" \\\"")]
    [InlineData("100%", "100%")]
    [InlineData("%zz%2", "%zz%2")]
    [InlineData("%2541", "%41")]
    public void Values_are_unquoted_and_decoded_once(string header, string expected) =>
        Structured(null, [], [.. Required, ("ce-subject", header), ("X-Other", "x")])
            .ShouldBe($"{{{Attributes},\"subject\":\"{expected}\"}}");

    [Theory]
    [InlineData(
        "ce-a_b",
        "x",
        "ce-a_b: expected an attribute's name of at most 64 letters and digits after ce-"
    )]
    [InlineData(
        "ce-",
        "x",
        "ce-: expected an attribute's name of at most 64 letters and digits after ce-"
    )]
    [InlineData(
        "ce-é",
        "x",
        "ce-é: expected an attribute's name of at most 64 letters and digits after ce-"
    )]
    [InlineData(
        "ce-data",
        "x",
        "ce-data: expected no such header: the body is the data, Content-Type is its type"
    )]
    [InlineData(
        "ce-datacontenttype",
        "x",
        "ce-datacontenttype: expected no such header: the body is the data, Content-Type is its type"
    )]
    [InlineData(
        "ce-subject",
        "%FF",
        "ce-subject: expected percent-encoded UTF-8, found other bytes"
    )]
    [InlineData("CE-ID", "x", "CE-ID: expected the header once, found it twice")]
    public void A_header_that_is_no_attribute_is_a_fault(string name, string value, string fault) =>
        Fault(null, "1"u8.ToArray(), [.. Required, (name, value)]).ShouldBe(fault);

    [Fact]
    public void Data_that_is_not_the_JSON_it_is_said_to_be_is_a_fault()
    {
        Fault("application/json", "{\"a\":[1,]}"u8.ToArray(), Required)
            .ShouldStartWith("data.a[0]: not valid JSON");
        Fault(null, "hello"u8.ToArray(), Required).ShouldStartWith("data: not valid JSON");
    }

    [Fact]
    public void Data_counts_with_the_event_around_it_when_it_nests()
    {
        Fault(null, Encoding.UTF8.GetBytes(new string('[', 128) + new string(']', 128)), Required)
            .ShouldContain("depth");
        Structured(
                null,
                Encoding.UTF8.GetBytes(new string('[', 127) + new string(']', 127)),
                Required
            )
            .ShouldNotBeEmpty();
    }

    [Fact]
    public void Headers_carry_a_CloudEvent_where_they_give_version_and_type()
    {
        CloudEventHeaders.AreIn(Pairs(Required)).ShouldBeTrue();
        CloudEventHeaders.AreIn(Pairs(Required[1..])).ShouldBeFalse();
        CloudEventHeaders.AreIn(Pairs([Required[0], ("type", "t")])).ShouldBeFalse();
    }

    private static string Structured(string? contentType, byte[] body, (string, string)[] headers)
    {
        var (json, fault) = CloudEventHeaders.ToStructured(Pairs(headers), contentType, body);
        fault.ShouldBeNull();
        new EventOutline(json).Format.ShouldBe(EventFormat.CloudEvent);
        return Encoding.UTF8.GetString(json.Span);
    }

    private static string Fault(string? contentType, byte[] body, (string, string)[] headers) =>
        CloudEventHeaders
            .ToStructured(Pairs(headers), contentType, body)
            .Fault.ShouldNotBeNull()
            .ToString();

    private static IEnumerable<KeyValuePair<string, string>> Pairs(
        (string Name, string Value)[] headers
    ) => headers.Select(h => KeyValuePair.Create(h.Name, h.Value));
}
