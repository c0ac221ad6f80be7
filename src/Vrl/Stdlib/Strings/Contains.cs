using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Contains : Function
{
    public override Signature Signature { get; } =
        new(
            "contains",
            "String",
            "Tells whether a text has another in it.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("substring", Kinds.Bytes, "What is looked for."),
            CaseSensitivity.Parameter
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Look for a text", """contains("The Cat In The Hat", "Cat")""", "true"),
        new("Upper and lower case differ", """contains("banana", "AnA")""", "false"),
        new(
            "Upper and lower case do not matter",
            """contains("banana", "AnA", case_sensitive: false)""",
            "true"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var (text, substring) = CaseSensitivity.Texts(arguments);
        return text.Contains(substring, StringComparison.Ordinal);
    }
}
