using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Parse.Xml;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_xml</c></summary>
internal sealed class ParseXml : Function
{
    private static readonly Signature signature = new(
        "parse_xml",
        "Parse",
        "Reads an XML document: elements and attributes become fields, an element that is there more than once an array.",
        new TypeDef(Kind.ObjectOf(Kind.Object).Or(Kinds.Bytes)).Fallible(),
        new Parameter("value", Kinds.Bytes, "The document."),
        Parameter.Optional(
            "trim",
            Kinds.Boolean,
            Value.True,
            "Whether white space between tags is removed."
        ),
        Parameter.Optional(
            "include_attr",
            Kinds.Boolean,
            Value.True,
            "Whether attributes are fields."
        ),
        Parameter.Optional(
            "attr_prefix",
            Kinds.Bytes,
            "@",
            "What stands before an attribute's name."
        ),
        Parameter.Optional(
            "text_key",
            Kinds.Bytes,
            "text",
            "The field of text that stands beside attributes or other elements."
        ),
        Parameter.Optional(
            "always_use_text_key",
            Kinds.Boolean,
            Value.False,
            "Whether text is in that field even where it stands alone."
        ),
        Parameter.Optional(
            "parse_bool",
            Kinds.Boolean,
            Value.True,
            "Whether the texts true and false are booleans."
        ),
        Parameter.Optional(
            "parse_null",
            Kinds.Boolean,
            Value.True,
            "Whether the text null is null."
        ),
        Parameter.Optional(
            "parse_number",
            Kinds.Boolean,
            Value.True,
            "Whether texts that are numbers are numbers."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Attributes and elements are fields",
            """parse_xml!(s'<book category="CHILDREN"><title lang="en">Harry Potter</title><year>2005</year></book>', text_key: "value", parse_number: false)""",
            """{"book": {"@category": "CHILDREN", "title": {"@lang": "en", "value": "Harry Potter"}, "year": "2005"}}"""
        ),
        new(
            "Texts become values",
            """parse_xml!("<a><b>1</b><b>1.5</b><b>true</b><b>null</b><b/><b>x &amp; y</b></a>")""",
            """{"a": {"b": [1, 1.5, true, null, {}, "x & y"]}}"""
        ),
        new(
            "Texts stay texts",
            """parse_xml!("<a><b>1</b><c>true</c><d>null</d></a>", parse_number: false, parse_bool: false, parse_null: false)""",
            """{"a": {"b": "1", "c": "true", "d": "null"}}"""
        ),
        new(
            "Attributes are left out",
            """parse_xml!(s'<a href="x">test</a>', include_attr: false)""",
            """{"a": "test"}"""
        ),
        new(
            "Attributes get another prefix",
            """parse_xml!(s'<a href="x"/>', attr_prefix: "_")""",
            """{"a": {"_href": "x"}}"""
        ),
        new(
            "A text is always in its field",
            """parse_xml!("<a>test</a>", always_use_text_key: true)""",
            """{"a": {"text": "test"}}"""
        ),
        new(
            "White space between tags stays",
            """parse_xml!("<a> <b>1</b></a>", trim: false)""",
            """{"a": {"b": 1, "text": " "}}"""
        ),
        new(
            "The text is no document",
            """parse_xml!("true")""",
            Result: null,
            "unable to parse xml: unknown token at 1:1"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        var options = new XmlOptions(
            IncludesAttributes: arguments[2].Boolean,
            AttributePrefix: arguments[3].Text,
            TextKey: arguments[4].Text,
            AlwaysUsesTextKey: arguments[5].Boolean,
            ReadsBooleans: arguments[6].Boolean,
            ReadsNull: arguments[7].Boolean,
            ReadsNumbers: arguments[8].Boolean
        );
        return new XmlReader(arguments[1].Boolean ? Trim(text) : text, options).Read();
    }

    /// <summary>Takes white space away that stands between <c>&gt;</c> and <c>&lt;</c>, wherever that is.</summary>
    private static string Trim(string text)
    {
        var trimmed = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf('>') is >= 0 and var end)
        {
            trimmed.Append(rest[..(end + 1)]);
            rest = rest[(end + 1)..];
            var next = rest.TrimStart();
            if (next.StartsWith("<"))
            {
                rest = next;
            }
            else
            {
                // Nothing of it can stand before a tag, so that it is not looked at again.
                trimmed.Append(rest[..(rest.Length - next.Length)]);
                rest = next;
            }
        }
        return trimmed.Append(rest).ToString();
    }
}
