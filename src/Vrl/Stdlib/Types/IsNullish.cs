using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsNullish : Function
{
    public override Signature Signature { get; } =
        new(
            "is_nullish",
            "Type",
            "Whether the value is null or says as little: an empty string, one of white space alone, or a dash.",
            Kind.Boolean,
            new Parameter("value", Kinds.Any, "The value.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Null", "is_nullish(null)", "true"),
        new("White space", """is_nullish(" \n ")""", "true"),
        new("A dash", """is_nullish("-")""", "true"),
        new("A word", """is_nullish("no")""", "false"),
        new("An empty array is something", "is_nullish([])", "false"),
    ];

    protected internal override Value Call(in Arguments arguments) => Of(arguments[0]);

    public static bool Of(Value value) =>
        value.IsNull
        || (value.IsBytes && (value.Bytes.Span is [(byte)'-'] || IsBlank(value.Bytes.ToString())));

    private static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!System.Text.Rune.IsWhiteSpace(rune))
            {
                return false;
            }
        }
        return true;
    }
}
