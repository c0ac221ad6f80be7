using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Kebabcase : CaseFunction
{
    public override Signature Signature { get; } =
        new(
            "kebabcase",
            "String",
            "Writes an identifier in kebab-case.",
            Kind.Bytes,
            Identifier,
            OriginalCase
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Write in kebab-case", """kebabcase("InputString")""", "\"input-string\""),
        new(
            "Underscores do not divide words of PascalCase",
            """kebabcase("Input_StringTwo", "PascalCase")""",
            "\"input_string-two\""
        ),
    ];

    protected override string Join(List<string> words) =>
        string.Join('-', words.Select(static word => LetterCase.Lower(word)));
}
