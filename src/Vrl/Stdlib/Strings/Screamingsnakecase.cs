using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Screamingsnakecase : CaseFunction
{
    public override Signature Signature { get; } =
        new(
            "screamingsnakecase",
            "String",
            "Writes an identifier in SCREAMING_SNAKE case.",
            Kind.Bytes,
            Identifier,
            OriginalCase
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Write in SCREAMING_SNAKE",
            """screamingsnakecase("input-string")""",
            "\"INPUT_STRING\""
        ),
        new(
            "Upper-case letters do not divide words of kebab-case",
            """screamingsnakecase("inputString-two", "kebab-case")""",
            "\"INPUTSTRING_TWO\""
        ),
    ];

    protected override string Join(List<string> words) =>
        string.Join('_', words.Select(static word => LetterCase.Upper(word)));
}
