using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Sieve : Function
{
    public override Signature Signature { get; } =
        new(
            "sieve",
            "String",
            "Keeps what a regular expression matches, and drops or replaces what is between. What follows the last match is dropped.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("permitted_characters", Kinds.Regex, "What is kept."),
            Parameter.Optional(
                "replace_single",
                Kinds.Bytes,
                "",
                "What stands for a single byte between matches."
            ),
            Parameter.Optional(
                "replace_repeated",
                Kinds.Bytes,
                "",
                "What stands for several bytes between matches."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Keep lower-case letters",
            """sieve("vector.dev/lowerUPPER", permitted_characters: r'[a-z]')""",
            "\"vectordevlower\""
        ),
        new(
            "Replace what is not kept",
            """sieve("test123%456.فوائد.net.", permitted_characters: r'[a-z.0-9]', replace_single: "X", replace_repeated: "<REMOVED>")""",
            "\"test123X456.<REMOVED>.net.\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        var (kept, done) = (new StringBuilder(text.Length), 0);
        foreach (var match in arguments[1].Regex.Matches(text))
        {
            var between = text.AsSpan(done, match.Index - done);
            if (!between.IsEmpty)
            {
                kept.Append((between is [<= '\x7F'] ? arguments[2] : arguments[3]).Text);
            }
            kept.Append(match.ValueSpan);
            done = match.Index + match.Length;
        }
        return kept.ToString();
    }
}
