using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>What the functions have in common that write an identifier in another case: <c>camelcase</c> and its like.</summary>
internal abstract class CaseFunction : Function
{
    protected static Parameter Identifier { get; } = new("value", Kinds.Bytes, "The identifier.");

    protected static Parameter OriginalCase { get; } =
        Parameter.Optional(
            "original_case",
            Kinds.Bytes,
            "The case that it is in: then only what divides words in that case does."
        ) with
        {
            Variants = ["kebab-case", "camelCase", "PascalCase", "SCREAMING_SNAKE", "snake_case"],
        };

    /// <summary>Puts the words together in the case.</summary>
    protected abstract string Join(List<string> words);

    protected internal override object? Prepare(CallSite call) =>
        call.ConstantOf("original_case") is { } original ? BoundariesOf(original) : null;

    protected internal sealed override Value Call(in Arguments arguments) =>
        Join(
            Words.Split(
                arguments[0].Text,
                arguments.Prepared as WordBoundaries? ?? BoundariesOf(arguments[1])
            )
        );

    /// <summary>What divides words in that case; in any where it is not given.</summary>
    private static WordBoundaries BoundariesOf(Value original) =>
        original is { IsBytes: true, Text: var name }
            ? name switch
            {
                "kebab-case" => WordBoundaries.Hyphen,
                "SCREAMING_SNAKE" or "snake_case" => WordBoundaries.Underscore,
                _ => WordBoundaries.Camel,
            }
            : WordBoundaries.Any;
}
