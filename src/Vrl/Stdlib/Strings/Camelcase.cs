using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Camelcase : CaseFunction
{
    public override Signature Signature { get; } =
        new(
            "camelcase",
            "String",
            "Writes an identifier in camelCase.",
            Kind.Bytes,
            Identifier,
            OriginalCase
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Write in camelCase", """camelcase("input-string")""", "\"inputString\""),
        new(
            "Only hyphens divide words of kebab-case",
            """camelcase("input_string-two", "kebab-case")""",
            "\"input_stringTwo\""
        ),
    ];

    protected override string Join(List<string> words) =>
        string.Concat(
            words.Select(
                (word, index) => index == 0 ? LetterCase.Lower(word) : Words.Capitalize(word)
            )
        );
}
