using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Pascalcase : CaseFunction
{
    public override Signature Signature { get; } =
        new(
            "pascalcase",
            "String",
            "Writes an identifier in PascalCase.",
            Kind.Bytes,
            Identifier,
            OriginalCase
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Write in PascalCase", """pascalcase("input-string")""", "\"InputString\""),
        new(
            "Only hyphens divide words of kebab-case",
            """pascalcase("input_string-two", "kebab-case")""",
            "\"Input_stringTwo\""
        ),
    ];

    protected override string Join(List<string> words) =>
        string.Concat(words.Select(Words.Capitalize));
}
