using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Truncate : Function
{
    public override Signature Signature { get; } =
        new(
            "truncate",
            "String",
            "Cuts a text after a number of characters.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter(
                "limit",
                Kinds.Integer,
                "How many characters are kept; none where it is negative."
            ),
            Parameter.Optional(
                "suffix",
                Kinds.Bytes,
                "",
                "What follows a text that was cut; it does not count."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Cut after ten characters",
            """truncate("A rather long sentence.", limit: 11)""",
            "\"A rather lo\""
        ),
        new(
            "Mark the cut",
            """truncate("A rather long sentence.", limit: 11, suffix: "...")""",
            "\"A rather lo...\""
        ),
        new("A short text stays as it is", """truncate("foo", 5, suffix: "...")""", "\"foo\""),
        new("Characters count, not bytes", """truncate("♔♕♖♗", 2)""", "\"♔♕\""),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        var end = 0;
        for (var left = arguments[1].Integer; left > 0 && end < text.Length; left--)
        {
            end += char.IsHighSurrogate(text[end]) ? 2 : 1;
        }
        return end == text.Length ? text : string.Concat(text.AsSpan(0, end), arguments[2].Text);
    }
}
