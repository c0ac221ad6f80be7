using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class ReplaceWith : Function
{
    public override Signature Signature { get; } =
        new(
            "replace_with",
            "String",
            "Replaces what a regular expression matches with what a closure makes of each match. The closure gets an object: `string` is the whole match, `captures` has the groups in their order, and each named group is a field of its own; a group that took no part is null.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("pattern", Kinds.Regex, "What is replaced.") { TakesAnyAtRun = true },
            Parameter.Optional(
                "count",
                Kinds.Integer,
                -1,
                "How many matches are replaced, from the left; all where it is negative."
            )
        )
        {
            Closure = new ClosureSignature([ClosureParameter.Match], Kinds.Bytes),
        };

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Capitalise each word",
            """replace_with("apples and bananas", r'\b(\w)(\w*)') -> |match| { upcase!(match.captures[0]) + string!(match.captures[1]) }""",
            "\"Apples And Bananas\""
        ),
        new(
            "Double the first match",
            """replace_with("foobar", r'o|a', count: 1) -> |m| { m.string + m.string }""",
            "\"fooobar\""
        ),
        new(
            "Compute with a named group",
            """replace_with("foo123bar", r'foo(?P<num>\d+)bar') -> |m| { x = to_int!(m.num); to_string(x + 1) }""",
            "\"124\""
        ),
        new(
            "A group that took no part is null",
            """replace_with("foobar", r'bar( of gold)?') -> |m| { if m.captures[0] == null { "baz" } else { "rich" } }""",
            "\"foobaz\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        if (!arguments[1].IsRegex)
        {
            return Expected.FailPattern();
        }
        var regex = arguments[1].Regex;
        if (regex.GroupNames.Any(static name => name is "string" or "captures"))
        {
            return Value.Fail("Capture group cannot be named \"string\" or \"captures\"");
        }
        var count = arguments[2].Integer;
        if (count == 0)
        {
            return arguments[0];
        }
        var text = arguments[0].Text;
        var (replaced, done) = (new StringBuilder(text.Length), 0);
        foreach (var match in regex.Matches(text))
        {
            var with = arguments.Closure!.Invoke(arguments.Run, [Describe(match, regex)]);
            if (with.IsFailure)
            {
                return with;
            }
            if (!with.IsBytes)
            {
                return Value.Fail($"expected string, got {Kind.From(with)}");
            }
            replaced.Append(text, done, match.Index - done).Append(with.Text);
            done = match.Index + match.Length;
            if (--count == 0)
            {
                break;
            }
        }
        return replaced.Append(text, done, text.Length - done).ToString();
    }

    private static Value Describe(RegexMatch match, VrlRegex regex)
    {
        var captures = new VrlArray(regex.GroupNames.Count - 1);
        var description = new VrlObject();
        for (var i = 1; i < regex.GroupNames.Count; i++)
        {
            var group = match.Group(i);
            var value = group.Success ? group.Value : Value.Null;
            captures.Add(value);
            if (regex.GroupNames[i] is { } name)
            {
                description.Set(name, value);
            }
        }
        description.SetOwned("captures", Value.From(captures));
        description.SetOwned("string", match.Value);
        return Value.From(description);
    }
}
