using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class EndsWith : Function
{
    public override Signature Signature { get; } =
        new(
            "ends_with",
            "String",
            "Tells whether a text ends with another.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("substring", Kinds.Bytes, "What it may end with."),
            CaseSensitivity.Parameter
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Look at the end",
            """ends_with("The Needle In The Haystack", "The Haystack")""",
            "true"
        ),
        new("Upper and lower case differ", """ends_with("foobar", "R")""", "false"),
        new(
            "Upper and lower case do not matter",
            """ends_with("The Needle In The Haystack", "the haystack", case_sensitive: false)""",
            "true"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var (text, substring) = CaseSensitivity.Texts(arguments);
        return text.EndsWith(substring, StringComparison.Ordinal);
    }
}
