using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Snakecase : CaseFunction
{
    private static readonly (string Name, WordBoundaries Boundary)[] Boundaries =
    [
        ("lower_upper", WordBoundaries.LowerUpper),
        ("upper_lower", WordBoundaries.UpperLower),
        ("acronym", WordBoundaries.Acronym),
        ("lower_digit", WordBoundaries.LowerDigit),
        ("upper_digit", WordBoundaries.UpperDigit),
        ("digit_lower", WordBoundaries.DigitLower),
        ("digit_upper", WordBoundaries.DigitUpper),
    ];

    public override Signature Signature { get; } =
        new(
            "snakecase",
            "String",
            "Writes an identifier in snake_case.",
            Kind.Bytes,
            Identifier,
            OriginalCase,
            Parameter.Optional(
                "excluded_boundaries",
                Kinds.Array,
                "What does not divide words: lower_upper, upper_lower, acronym, lower_digit, upper_digit, digit_lower, digit_upper."
            ) with
            {
                Form = ArgumentForm.Written,
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Write in snake_case", """snakecase("InputString")""", "\"input_string\""),
        new(
            "Underscores do not divide words of PascalCase",
            """snakecase("Input-StringTwo", "PascalCase")""",
            "\"input-string_two\""
        ),
        new(
            "Digits divide words, unless told not to",
            """
            [
                snakecase("s3BucketDetails"),
                snakecase("s3BucketDetails", excluded_boundaries: ["digit_lower", "lower_digit", "upper_digit"]),
            ]
            """,
            """["s_3_bucket_details", "s3_bucket_details"]"""
        ),
    ];

    protected internal override object? Prepare(CallSite call)
    {
        var boundaries = base.Prepare(call);
        if (call["excluded_boundaries"] is null)
        {
            return boundaries;
        }
        var left = boundaries as WordBoundaries? ?? WordBoundaries.Any;
        foreach (var item in call.ConstantOf("excluded_boundaries")!.Value.Array)
        {
            if (!item.IsBytes)
            {
                call.Error(
                    0,
                    "excluded_boundaries must contain only strings",
                    "excluded_boundaries"
                );
                return null;
            }
            var at = Array.FindIndex(Boundaries, boundary => boundary.Name == item.Text);
            if (at < 0)
            {
                call.Error(
                    0,
                    $"boundary must match one of: {string.Join(", ", Boundaries.Select(static boundary => boundary.Name))}",
                    "excluded_boundaries"
                );
                return null;
            }
            left &= ~Boundaries[at].Boundary;
        }
        return left;
    }

    protected override string Join(List<string> words) =>
        string.Join('_', words.Select(static word => LetterCase.Lower(word)));
}
