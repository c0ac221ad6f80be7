using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Compilation;

/// <summary>What the checker complains of: code, title and labels of each diagnostic.</summary>
internal static partial class Complaints
{
    private const string HandleErrors =
        "handle it: with `??`, with an error variable (`ok, err = …`), or with `!` to end the program";

    public static Diagnostic InvalidRegex(Span span, string error) =>
        Error(101, "invalid regular expression", [new(span, $"regex parse error: {error}")]);

    public static Diagnostic InvalidTimestamp(Span span, string error) =>
        Error(601, "invalid timestamp", [new(span, $"invalid timestamp format: {error}")]);

    public static Diagnostic Unhandled(Span span) =>
        Error(
            100,
            "unhandled error",
            [
                new(span, "this expression can fail when the program runs"),
                Context(span, "say what happens then"),
            ],
            HandleErrors
        );

    public static Diagnostic NonBooleanPredicate(Span span, Kind kind) =>
        Error(
            102,
            "non-boolean predicate",
            [new(span, "this predicate must be a boolean"), Context(span, $"but it is {kind}")],
            "nothing but a boolean is true or false: compare the value, or ask `exists(…)`"
        );

    public static Diagnostic FallibleAssignment(
        AssignmentPlaces places,
        string target,
        string value
    ) =>
        Error(
            103,
            "unhandled fallible assignment",
            [
                new(places.Value, "this expression can fail"),
                Context(places.Value, "give a value for that case with `??`"),
                Context(places.Assignment, $"or take the error: {target}, err = {value}"),
            ]
        );

    public static Diagnostic InfallibleAssignment(
        AssignmentPlaces places,
        Span ok,
        Span error,
        string target,
        string value
    ) =>
        Error(
            104,
            "unnecessary error assignment",
            [
                new(error, "there is never an error to assign"),
                Context(places.Value, "because this expression can't fail"),
                Context(ok, $"use: {target} = {value}"),
            ]
        );

    public static Diagnostic UnnecessaryNoOp(AssignmentPlaces places, Span target) =>
        Error(
            640,
            "unnecessary no-op assignment",
            [
                new(places.Value, "assigning this to nothing has no effect"),
                Context(target, "name a path or a variable here"),
                Context(places.Assignment, "or remove the assignment"),
            ]
        );

    public static Diagnostic ReadOnly(Span span) =>
        Error(315, "mutation of read-only value", [new(span, "this may be read, but not changed")]);

    public static Diagnostic ParentRejects(
        bool isField,
        Kind parent,
        Span parentSpan,
        Span segment,
        string parentText,
        string target,
        string value
    ) =>
        Error(
            642,
            "parent path segment rejects this mutation",
            [
                new(
                    segment,
                    isField
                        ? "a field can be set only in an object"
                        : "an element can be set only in an array"
                ),
                Context(parentSpan, $"but this is {parent}"),
            ],
            $"make it {(isField ? "an object" : "an array")} first:",
            $"    {parentText} = {(isField ? "{}" : "[]")}",
            $"    {target} = {value}"
        );

    public static Diagnostic UndefinedVariable(string name, Span span, IEnumerable<string> known) =>
        Error(
            701,
            "call to undefined variable",
            [
                new(span, "undefined variable"),
                Context(
                    span,
                    $"did you mean \"{Spelling.Nearest(name, known.Order(StringComparer.Ordinal).Concat(["null", "true", "false"]))}\"?"
                ),
            ]
        );

    public static Diagnostic NonBooleanNegation(Span not, Span operand, Kind kind) =>
        Error(
            660,
            "non-boolean negation",
            [
                new(
                    new(not.Start, Math.Max(not.Start + 1, operand.Start)),
                    "only a boolean can be negated"
                ),
                Context(operand, $"but this is {kind}"),
            ]
        );

    public static Diagnostic ChainedComparison(Span @operator) =>
        Error(
            650,
            "comparison operators can't be chained together",
            [new(@operator, "the comparison before it gives a boolean already")],
            "compare twice: `a < b && b < c`"
        );

    public static Diagnostic UnnecessaryCoalescing(Span left, Span right, Span @operator) =>
        Error(
            651,
            "unnecessary error coalescing operation",
            [
                new(left, "this expression can't fail"),
                Context(right, "so this is never used"),
                Context(@operator, "remove this operator"),
            ],
            "`??` is for errors; `||` gives the right side for null and false"
        );

    public static Diagnostic MergedNonObjects(Span? left, Span? right) =>
        Error(
            652,
            "only objects can be merged",
            [
                .. new[] { left, right }
                    .OfType<Span>()
                    .Select(span => new Label(span, "this expression must be an object")),
            ]
        );

    public static Diagnostic FallibleAbort(Span span) =>
        Error(
            631,
            "unhandled fallible expression",
            [
                new(span, "the message of abort must not fail itself"),
                Context(span, "handle its errors first"),
            ]
        );

    public static Diagnostic FallibleReturn(Span span) =>
        Error(
            631,
            "unhandled fallible expression",
            [new(span, "what is returned must not fail"), Context(span, "handle its errors first")]
        );

    public static Diagnostic NonStringAbort(Span span, Kind kind) =>
        Error(
            113,
            "non-string abort message",
            [
                new(span, "the message of abort must be a string"),
                Context(span, $"but it is {kind}"),
            ],
            "make it one with `to_string` or `encode_json`"
        );

    private static Diagnostic Error(
        int code,
        string message,
        IReadOnlyList<Label> labels,
        params IReadOnlyList<string> notes
    ) => new(Severity.Error, code, message, labels, notes);

    private static Label Context(Span span, string text) => new(span, text, IsPrimary: false);
}
