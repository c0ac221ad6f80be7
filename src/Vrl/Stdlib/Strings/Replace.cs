using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Replace : Function
{
    public override Signature Signature { get; } =
        new(
            "replace",
            "String",
            "Replaces what a pattern matches. Where the pattern is a regular expression, `$1`, `$name` and `${name}` stand for its groups, and `$$` for a dollar.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("pattern", Kinds.Bytes | Kinds.Regex, "What is replaced."),
            new Parameter("with", Kinds.Bytes, "What stands there instead."),
            Parameter.Optional(
                "count",
                Kinds.Integer,
                -1,
                "How many matches are replaced, from the left; all where it is negative."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Replace a text",
            """replace("Apples and Bananas", "and", "not")""",
            "\"Apples not Bananas\""
        ),
        new(
            "Replace a regular expression",
            """replace("Apples and Bananas", r'(?i)bananas', "Pineapples")""",
            "\"Apples and Pineapples\""
        ),
        new(
            "Replace the first match",
            """replace("Bananas and Bananas", "Bananas", "Pineapples", count: 1)""",
            "\"Pineapples and Bananas\""
        ),
        new(
            "Keep a group of the match",
            """replace("foo123bar", r'foo(?P<num>\d+)bar', "$num")""",
            "\"123\""
        ),
        new(
            "Braces end the name of a group",
            """replace("a-b", r'(\w)-(\w)', "${2}_$1")""",
            "\"b_a\""
        ),
    ];

    /// <summary>A replacement that is known needs to be read only once.</summary>
    protected internal override object? Prepare(CallSite call) =>
        call.ConstantOf("with") is { IsBytes: true } with
            ? new ReplacementTemplate(with.Text)
            : null;

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        var count = arguments[3].Integer;
        if (count == 0)
        {
            return text;
        }
        var (replaced, done) = (new StringBuilder(text.Length), 0);
        if (arguments[1].IsRegex)
        {
            var regex = arguments[1].Regex;
            var template =
                arguments.Prepared as ReplacementTemplate
                ?? new ReplacementTemplate(arguments[2].Text);
            foreach (var match in regex.Matches(text))
            {
                replaced.Append(text, done, match.Index - done);
                template.Append(match, regex, replaced);
                done = match.Index + match.Length;
                if (--count == 0)
                {
                    break;
                }
            }
        }
        else
        {
            var pattern = arguments[1].Text;
            var with = arguments[2].Text;
            foreach (var at in TextMatches.In(text, pattern))
            {
                replaced.Append(text, done, at - done).Append(with);
                done = at + pattern.Length;
                if (--count == 0)
                {
                    break;
                }
            }
        }
        return replaced.Append(text, done, text.Length - done).ToString();
    }
}
