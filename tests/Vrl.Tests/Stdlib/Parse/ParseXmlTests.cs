using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseXmlTests
{
    [Theory]
    [InlineData("parse_xml!(s'<a/>')", """{"a":{}}""")]
    [InlineData("parse_xml!(s'<a>text</a>')", """{"a":"text"}""")]
    [InlineData("""parse_xml!(s'<a x="1">t</a>')""", """{"a":{"@x":"1","text":"t"}}""")]
    [InlineData(
        "parse_xml!(s'<a><b>1</b><b>2</b><c>true</c><d>null</d><e>1.5</e><f> s </f></a>')",
        """{"a":{"b":[1,2],"c":true,"d":null,"e":1.5,"f":" s "}}"""
    )]
    [InlineData("parse_xml!(s'<a>x<b/>y</a>')", """{"a":{"b":{},"text":["x","y"]}}""")]
    [InlineData(
        """parse_xml!(s'<?xml version="1.0" encoding="UTF-8"?><!-- c --><a>&lt;&#65;&amp;&quot;</a>')""",
        """{"a":"<A&\""}"""
    )]
    [InlineData("parse_xml!(s'<a><![CDATA[<&>]]></a>')", """{"a":"<&>"}""")]
    [InlineData("""parse_xml!(s'<x:a xmlns:x="u" x:y="z"/>')""", """{"a":{"@y":"z"}}""")]
    [InlineData(
        """parse_xml!(s'<a b="1" b="2"/>')""",
        "unable to parse xml: attribute 'b' at 1:10 is already defined"
    )]
    [InlineData("parse_xml!(s'<a')", "unable to parse xml: the document does not have a root node")]
    [InlineData(
        "parse_xml!(s'<a>')",
        "unable to parse xml: the root node was opened but never closed"
    )]
    [InlineData("parse_xml!(s'</a>')", "unable to parse xml: invalid name token at 1:2")]
    [InlineData("parse_xml!(s'<a></b>')", "unable to parse xml: expected 'a' tag, not 'b' at 1:4")]
    [InlineData("parse_xml!(s'')", "unable to parse xml: the document does not have a root node")]
    [InlineData("parse_xml!(s'x')", "unable to parse xml: unknown token at 1:1")]
    [InlineData("parse_xml!(s'<a/><b/>')", "unable to parse xml: unknown token at 1:5")]
    [InlineData(
        "parse_xml!(s'<a>&nope;</a>')",
        "unable to parse xml: unknown entity reference 'nope' at 1:4"
    )]
    [InlineData("parse_xml!(s'<a b=1/>')", "unable to parse xml: expected a quote not '1' at 1:6")]
    [InlineData(
        """parse_xml!(s'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')""",
        "unable to parse xml: XML with DTD detected"
    )]
    [InlineData(
        "parse_xml!(s'<a>\u0001</a>')",
        """unable to parse xml: a non-XML character '\u{1}' found at 1:4"""
    )]
    [InlineData("parse_xml!(s'<\u00e9>\u00fc</\u00e9>')", """{"é":"ü"}""")]
    [InlineData(
        "parse_xml!(s'<a><!-- -- --></a>')",
        "unable to parse xml: comment at 1:4 contains '--'"
    )]
    public void Documents_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData(
        """parse_xml!(s'<a b="1"> t <c>2</c></a>', include_attr: false)""",
        """{"a":{"c":2,"text":" t "}}"""
    )]
    [InlineData(
        """parse_xml!(s'<a b="1"> t </a>', attr_prefix: "", text_key: "v", trim: false)""",
        """{"a":{"b":"1","v":" t "}}"""
    )]
    [InlineData(
        "parse_xml!(s'<a><b>1</b></a>', always_use_text_key: true)",
        """{"a":{"b":{"text":1}}}"""
    )]
    [InlineData(
        "parse_xml!(s'<a><b>1</b><c>true</c><d></d><e>null</e></a>', parse_number: false, parse_bool: false, parse_null: false)",
        """{"a":{"b":"1","c":"true","d":{},"e":"null"}}"""
    )]
    public void Options_are_followed(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
