using System.Text.RegularExpressions;

namespace Vrl.Tests.Differential;

/// <summary>Why the engines may disagree about a case, although both are right: a line of <c>docs/vrl-differences.md</c>.</summary>
/// <param name="Reason">What is different, as the page has it.</param>
/// <param name="Explains">Whether it explains that case: what the reference makes of it, and what we make of it.</param>
internal sealed partial record KnownDifference(
    string Reason,
    Func<Case, Outcome, Outcome, bool> Explains
)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownDifference> All { get; } =
    [
        new(
            "A message of `abort` that is no string is E113; it was E300.",
            (_, theirs, ours) => (theirs.Code, ours.Code) is (300, 113)
        ),
        new(
            "A literal or escape that is wrong has a code of its own, E206 to E209; all were E202.",
            (_, theirs, ours) => (theirs.Code, ours.Code) is (202, >= 206 and <= 209)
        ),
        new(
            "Strings know the escape `\\u{…}`.",
            (given, theirs, _) =>
                theirs.Code == 202 && given.Source.Contains(@"\u{", StringComparison.Ordinal)
        ),
        new(
            "Every unhandled error of an expression is told, in order; one inside a block went unseen where an assignment or another error followed.",
            (_, theirs, ours) => (theirs.Code, ours.Code) is (103, 100 or 640)
        ),
        new(
            "An unhandled error in the closure of a call that is an argument itself goes unseen, as upstream has it since 0.33.",
            (given, theirs, ours) =>
                (theirs.Code, ours.Code) is (100, null) && Nested().IsMatch(given.Source)
        ),
        new(
            "A group in a container that has a path behind it, `[(1), 2][0]`, is read; the reference's lexer does not see where the path begins (E203).",
            (given, theirs, _) => theirs.Code == 203 && GroupInContainer().IsMatch(given.Source)
        ),
        new(
            "An `if` may stand in parentheses, so that it can be an item or an argument; there are only operations and assignments (E203).",
            (given, theirs, _) => theirs.Code == 203 && IfInGroup().IsMatch(given.Source)
        ),
        new(
            "`camelcase`, `kebabcase`, `pascalcase`, `screamingsnakecase` and `snakecase` keep delimiters at the ends and in a row; they were dropped.",
            (given, theirs, ours) =>
                Calls(
                    given,
                    "camelcase",
                    "kebabcase",
                    "pascalcase",
                    "screamingsnakecase",
                    "snakecase"
                ) && (theirs.Code, ours.Code) is (null, null)
        ),
        new(
            "What `mod` gives is a number, where its arguments are not known to be of one kind, so the default of `ok` is null; it was 0.",
            (given, theirs, ours) => Calls(given, "mod") && (theirs.Code, ours.Code) is (null, null)
        ),
        new(
            "Arithmetic that would give NaN fails and says so, that of `mod` too; where its numbers are known when the program is compiled, as of `parse_float!(\"inf\")`, the error must be handled.",
            (given, theirs, ours) =>
                (
                    (theirs.Code, ours.Code) is (null, 100)
                    && given.Source.Contains("parse_float", StringComparison.Ordinal)
                )
                || (ours.Error + ours.Event).Contains(
                    "operation would produce NaN",
                    StringComparison.Ordinal
                )
        ),
        new(
            "Where a time does not fit and its format is not one either, the message is about the format; it may be about the text.",
            (given, theirs, ours) =>
                Calls(given, "parse_timestamp")
                && (ours.Error ?? ours.Result + ours.Event).Contains(
                    "unsupported format",
                    StringComparison.Ordinal
                )
                && theirs.Code is null
        ),
        new(
            "`find` gives null where nothing is found; it gave -1.",
            (given, theirs, _) => Calls(given, "find") && theirs.Code is null
        ),
        new(
            "`ceil`, `floor`, `round`, `md5`, `seahash` and the delimiters of `parse_key_value` say which kinds they take, so an argument that may be another must be handled.",
            (given, theirs, ours) =>
                Calls(given, "ceil", "floor", "round", "md5", "seahash", "parse_key_value")
                && (theirs.Code is 104 or 651 || ours.Code is 110 or 103 or 630)
        ),
        new(
            "`original_case` is `SCREAMING_SNAKE` for what was `SCREAMING-SNAKE`.",
            (given, theirs, ours) =>
                given.Source.Contains("SCREAMING", StringComparison.Ordinal)
                && (theirs.Code ?? ours.Code) == 610
        ),
        new(
            "`decode_lz4` reads frames as well, takes blocks without their size by default, and says why it fails.",
            (given, theirs, ours) =>
                Calls(given, "decode_lz4") && (theirs.Code, ours.Code) is (null, null)
        ),
        new(
            "`parse_duration` reads several units in a row and weeks, refuses a unit that it does not know to give, and quotes the whole text where it fails.",
            (given, theirs, ours) =>
                Calls(given, "parse_duration") && (theirs.Code, ours.Code) is (null, null)
        ),
        new(
            "`log`, `parse_grok` and `parse_groks` do nothing in WebAssembly.",
            (given, _, _) => Calls(given, "log", "parse_grok", "parse_groks")
        ),
        new(
            "Sizes are of 32 bits in WebAssembly: numbers beyond are refused there.",
            (given, _, _) =>
                Calls(given, "chunks", "parse_etld")
                && given.Source.Contains("9223372036854775807", StringComparison.Ordinal)
        ),
        new(
            "Where two arguments of a call are of wrong kinds or values, the message may be about the other one: we look at all kinds before any value.",
            (given, theirs, ours) =>
                (theirs.Code, ours.Code) is (null, null)
                && given.Source.Contains(", ", StringComparison.Ordinal)
                && OtherArgument().IsMatch(ours.Error ?? ours.Result + ours.Event)
                && (
                    theirs.Error is not null || OtherFailure().IsMatch(theirs.Result + theirs.Event)
                )
        ),
        new(
            "`format_int` is known to give a string: the default of `ok` is \"\"; it was 0.",
            (given, theirs, ours) =>
                Calls(given, "format_int") && (theirs.Code, ours.Code) is (null, null)
        ),
        new(
            "`parse_json` takes an integer beyond 64 bits as a float; in WebAssembly it becomes a string.",
            (given, theirs, ours) =>
                Calls(given, "parse_json")
                && (theirs.Code, ours.Code) is (null, null)
                && BigNumber().IsMatch(given.Source + given.Event)
        ),
        new(
            "`parse_cbor` may find another thing wrong first with bytes that are no CBOR.",
            (given, theirs, ours) =>
                Calls(given, "parse_cbor")
                && (theirs.Code, ours.Code) is (null, null)
                && BothSay(theirs, ours, "unable to parse cbor")
        ),
        new(
            "`parse_aws_cloudwatch_log_subscription_message` may find another thing wrong first with a text that is no such message.",
            (given, theirs, ours) =>
                Calls(given, "parse_aws_cloudwatch_log_subscription_message")
                && (theirs.Code, ours.Code) is (null, null)
                && BothSay(theirs, ours, "unable to parse: ")
        ),
        new(
            "`parse_json` with `max_depth` names the place in the text where the parser was, not in its own count of lines.",
            (given, theirs, ours) =>
                Calls(given, "parse_json")
                && (theirs.Code, ours.Code) is (null, null)
                && BothSay(theirs, ours, "unable to read json: ")
        ),
        new(
            "Of a condition that is no boolean and another mistake in its block, which one is told first may differ.",
            (given, theirs, ours) =>
                (theirs.Code, ours.Code) is (100 or 642, 102)
                && given.Source.Contains("if ", StringComparison.Ordinal)
        ),
        new(
            "Metadata can be assigned to whatever the event is; the reference refuses it (E642) where the event is no object.",
            (given, theirs, ours) =>
                theirs.Code == 642
                && ours.Code is null or 102
                && given.Source.Contains("%m.", StringComparison.Ordinal)
        ),
        new(
            "`shannon_entropy` adds in another order, so that the last digit may differ.",
            (given, theirs, ours) =>
                Calls(given, "shannon_entropy")
                && (theirs.Code, ours.Code) is (null, null)
                && (theirs.Error, ours.Error) is (null, null)
        ),
    ];

    /// <summary>What the version alone brings with it, and no generated program comes upon.</summary>
    public static IReadOnlyList<string> OfTheVersion { get; } =
    [
        "Functions and arguments that came after 0.25 are compared with nothing but their own examples.",
        "Numbers pass through JavaScript's doubles in the reference: results are compared so, and events hold no number that a double would change.",
        "The reference takes no time zone: everything is compared in UTC.",
    ];

    private static bool BothSay(Outcome theirs, Outcome ours, string message) =>
        (theirs.Error + theirs.Event).Contains(message, StringComparison.Ordinal)
        && (ours.Error + ours.Event).Contains(message, StringComparison.Ordinal);

    private static bool Calls(Case given, params string[] functions) =>
        functions.Any(function =>
            Regex.IsMatch(
                given.Source,
                $@"\b{function}!?\(",
                RegexOptions.None,
                TimeSpan.FromSeconds(1)
            )
        );

    [GeneratedRegex("expected .*, got ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherArgument();

    [GeneratedRegex("call error for", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherFailure();

    [GeneratedRegex(@"^\w+\(.* -> ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nested();

    [GeneratedRegex(@"\(\s*if\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IfInGroup();

    [GeneratedRegex(
        @"[\[{][^\n]*\([^\n]*[\]}][.\[]",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex GroupInContainer();

    [GeneratedRegex(@"\d{19}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BigNumber();
}
