using System.Text;
using Freshet.Events.Parsing;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events.Parsing;

public sealed class ContentParserTests
{
    [Theory]
    [InlineData("json", "\uFEFF { \"a\": 1.50 } ", """{"a":1.50}""")]
    [InlineData("jsonl", "\uFEFF{\"a\":1}\r\n\n  \n[2]", """{"a":1}|[2]""")]
    [InlineData(
        "csv_row",
        "\uFEFFa,b\r\n1,x\r\n\r\n2,y",
        """{"a":"1","b":"x"}|{"a":"2","b":"y"}"""
    )]
    [InlineData("csv_row", "a,b\n\"x,\"\"y\"\"\n z\",\n", """{"a":"x,\"y\"\n z","b":""}""")]
    [InlineData("csv_row", "a\n", "")]
    [InlineData("csv_row", "", "")]
    [InlineData("text", "one\n\ntwo\n", """{"text":"one\n\ntwo\n"}""")]
    [InlineData("text", "", """{"text":""}""")]
    [InlineData("text_line", "one\r\n \ntwo", """{"text":"one"}|{"text":"two"}""")]
    [InlineData("yaml", "a: [1, x]\n3: true\n", """{"3":true,"a":[1,"x"]}""")]
    [InlineData(
        "xml",
        """<?xml version="1.0"?><suite name="u" tests="2"><case id="1"/><case id="2"><failure>it &amp; that</failure></case></suite>""",
        """{"suite":{"@name":"u","@tests":"2","case":[{"@id":"1"},{"@id":"2","failure":"it & that"}]}}"""
    )]
    [InlineData("xml", """<a b="true">1</a>""", """{"a":{"#text":"1","@b":"true"}}""")]
    public void Text_becomes_bodies_of_events(string format, string text, string bodies)
    {
        var parsed = Parse(format, text);
        parsed.Fault.ShouldBeNull();
        string.Join('|', parsed.Bodies.Select(body => Encoding.UTF8.GetString(body.Span)))
            .ShouldBe(bodies);
    }

    [Theory]
    [InlineData("json", "{\"a\":1} x", "line 1")]
    [InlineData("json", "", "found nothing")]
    [InlineData("jsonl", "{}\n{", "line 2")]
    [InlineData("csv_row", "a,b\n1,2\n3", "expected 2 values, as the header has, found 1 (line 3)")]
    [InlineData("csv_row", "a,b\n\n\"1\n2\",3,4", "found 3 (line 3)")]
    [InlineData("csv_row", "a,a\n1,2", "the header has the column \"a\" twice (line 1)")]
    [InlineData("csv_row", "a\n\"x", "a quote is opened and never closed (line 2)")]
    [InlineData("csv_row", "a\n\"x\"y", "behind a closing quote (line 2)")]
    [InlineData("csv_row", "a\n1\n2\n3\n4", "expected at most 3 rows, found more (line 5)")]
    [InlineData("text_line", "1\n2\n3\n4", "at most 3 events")]
    [InlineData("xml", "<a><b></a>", "unable to parse xml")]
    [InlineData(
        "xml",
        """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>""",
        "DTD"
    )]
    [InlineData("yaml", "a: [", "unable to parse yaml")]
    [InlineData("tap", "hello\n", "neither a plan nor a test")]
    public void Fault_says_what_is_wrong_and_where(string format, string text, string fault)
    {
        var parsed = Parse(format, text);
        parsed.Bodies.ShouldBeEmpty();
        parsed.Fault.ShouldNotBeNull().ToString().ShouldContain(fault);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv_row")]
    [InlineData("text")]
    [InlineData("text_line")]
    public void Text_that_is_no_utf_8_is_refused_with_its_place(string format)
    {
        var parsed = ContentParser.Parse(Format(format), new byte[] { 0x61, 0x0A, 0xFF }, 3);
        parsed.Fault.ShouldNotBeNull().ToString().ShouldContain("not valid UTF-8 (line 2");
    }

    [Theory]
    [InlineData("auto", "a.json", true)]
    [InlineData("auto", "a.NDJSON", true)]
    [InlineData("auto", "a.yml", true)]
    [InlineData("auto", "a.log", true)]
    [InlineData("auto", "README.md", false)]
    [InlineData("auto", "json", false)]
    [InlineData("csv_row", "a.csv", true)]
    [InlineData("csv_row", "a.json", false)]
    [InlineData("text", "a.txt", true)]
    public void Files_are_taken_by_their_extensions(string format, string name, bool fits) =>
        ContentFormats.Fits(Format(format), name).ShouldBe(fits);

    private static ParsedContent Parse(string format, string text) =>
        ContentParser.Parse(Format(format), Encoding.UTF8.GetBytes(text), 3);

    private static ContentFormat Format(string name) =>
        Enum.Parse<ContentFormat>(
            name.Replace("_", "", StringComparison.Ordinal),
            ignoreCase: true
        );
}
