using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_query_string</c></summary>
internal sealed class ParseQueryString : Function
{
    private static readonly Signature signature = new(
        "parse_query_string",
        "Parse",
        "Reads the query of a URL, or a form.",
        Kind.ObjectOf(Kind.Array.Or(Kinds.Bytes)),
        new Parameter("value", Kinds.Bytes, "The query, with or without its question mark.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Pairs are read",
            """parse_query_string("foo=1&bar=2")""",
            """{"bar": "2", "foo": "1"}"""
        ),
        new(
            "A key is there twice",
            """parse_query_string("foo=%2B1&bar=2&bar=3&xyz")""",
            """{"bar": ["2", "3"], "foo": "+1", "xyz": ""}"""
        ),
        new(
            "Keys keep their brackets",
            """parse_query_string("?foo%5b%5d=1&foo%5b%5d=2")""",
            """{"foo[]": ["1", "2"]}"""
        ),
        new("A plus is a blank", """parse_query_string("a=b+c%20d")""", """{"a": "b c d"}"""),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var query = arguments[0].Bytes.Span;
        if (!query.IsEmpty && query[0] == '?')
        {
            query = query[1..];
        }
        var pairs = QueryString.Read(query);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var fields = new List<KeyValuePair<string, Value>>(pairs.Count);
        foreach (var (key, value) in pairs)
        {
            if (places.TryAdd(key, fields.Count))
            {
                fields.Add(new(key, value));
                continue;
            }
            var there = fields[places[key]].Value;
            if (!there.IsArray)
            {
                var both = new VrlArray(2);
                both.AddOwned(there);
                there = Value.From(both);
                fields[places[key]] = new(key, there);
            }
            there.Array.AddOwned(value);
        }
        return Value.From(VrlObject.FromOwned(fields));
    }
}
