using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Split : Function
{
    public override Signature Signature { get; } =
        new(
            "split",
            "String",
            "Splits a text where a pattern matches.",
            Kind.ArrayOf(Kind.Bytes),
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("pattern", Kinds.Bytes | Kinds.Regex, "What stands between the parts."),
            Parameter.Optional(
                "limit",
                Kinds.Integer,
                "How many parts there are at most, the last of which is the rest; none where it is 0 or negative."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Split at a text",
            """split("apples and pears and bananas", " and ")""",
            """["apples", "pears", "bananas"]"""
        ),
        new(
            "Split into two parts",
            """split("apples and pears and bananas", " and ", limit: 2)""",
            """["apples", "pears and bananas"]"""
        ),
        new("Split at a regular expression", """split("barbaz", r'ba')""", """["", "r", "z"]"""),
        new("An empty text has one part", """split("", ",")""", """[""]"""),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        var limit = arguments[2].IsMissing ? long.MaxValue : arguments[2].Integer;
        var parts = new VrlArray();
        if (limit <= 0)
        {
            return Value.From(parts);
        }
        var pattern = arguments[1];
        var places = pattern.IsRegex
            ? pattern.Regex.Matches(text).Select(static match => (match.Index, match.Length))
            : TextMatches.In(text, pattern.Text).Select(at => (at, pattern.Text.Length));
        var done = 0;
        foreach (var (at, length) in places)
        {
            if (parts.Count + 1 >= limit)
            {
                break;
            }
            parts.Add(text[done..at]);
            done = at + length;
        }
        parts.Add(text[done..]);
        return Value.From(parts);
    }
}
