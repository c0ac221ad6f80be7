using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class MatchArray : Function
{
    private static readonly Signature Declared = new(
        "match_array",
        "Enumerate",
        "Whether a string in an array matches the pattern, or whether all elements are strings that do.",
        Kind.Boolean,
        new Parameter("value", Kinds.Array, "The array."),
        new Parameter("pattern", Kinds.Regex, "The pattern, which may match any part of a string."),
        Parameter.Optional("all", Kinds.Boolean, false, "Whether every element must match.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("One match is enough.", "match_array([\"GET /a\", \"PUT /b\"], r'^PUT')", "true"),
        new("None matches.", "match_array([\"GET /a\", 1], r'^PUT')", "false"),
        new(
            "All must match.",
            "match_array([\"GET /a\", \"PUT /b\"], r'^PUT', all: true)",
            "false"
        ),
        new(
            "What is no string never matches.",
            "match_array([\"1\", 1], r'1', all: true)",
            "false"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var pattern = arguments[1].Regex;
        var all = arguments[2].Boolean;
        foreach (var element in arguments[0].Array)
        {
            // The first element that tells ends it: a match where one is enough, a miss where all must.
            if ((element.IsBytes && pattern.IsMatch(element.Text)) != all)
            {
                return !all;
            }
        }
        return all;
    }
}
