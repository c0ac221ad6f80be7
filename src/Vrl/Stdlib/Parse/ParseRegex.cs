using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_regex</c></summary>
internal sealed class ParseRegex : Function
{
    private static readonly Signature signature = new(
        "parse_regex",
        "Parse",
        "Gives what the groups of the pattern's first match hold.",
        new TypeDef(Kind.ObjectOf(Kind.Bytes.Or(Kinds.Null))).Fallible(),
        new Parameter("value", Kinds.Bytes, "The text."),
        new Parameter("pattern", Kinds.Regex, "The pattern, whose groups have names.")
        {
            TakesAnyAtRun = true,
        },
        Parameter.Optional(
            "numeric_groups",
            Kinds.Boolean,
            Value.False,
            "Whether groups are given by their numbers too, 0 being the whole match."
        )
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Groups are given by name",
            """parse_regex!("8.7.6.5 - zorp", r'^(?P<host>[\w\.]+) - (?P<user>[\w]+)')""",
            """{"host": "8.7.6.5", "user": "zorp"}"""
        ),
        new(
            "Groups are given by number too",
            """parse_regex!("8.7.6.5 - zorp", r'^(?P<host>[\w\.]+) - (?P<user>[\w]+)', numeric_groups: true)""",
            """{"0": "8.7.6.5 - zorp", "1": "8.7.6.5", "2": "zorp", "host": "8.7.6.5", "user": "zorp"}"""
        ),
        new(
            "A group took no part in the match",
            """parse_regex!("b", r'(?P<a>a)|(?P<b>b)')""",
            """{"a": null, "b": "b"}"""
        ),
        new(
            "The pattern is a variable",
            """
            pattern = r'(?P<number>\d+)'
            parse_regex!("build 42", pattern)
            """,
            """{"number": "42"}"""
        ),
        new(
            "Nothing matches",
            """parse_regex!("abc", r'(?P<number>\d+)')""",
            Result: null,
            "could not find any pattern matches"
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        call.ConstantOf("pattern") is { IsRegex: true } pattern
            ? new TypeDef(RegexGroups.KindOf(pattern.Regex)).Fallible()
            : Signature.Returns;

    protected internal override Value Call(in Arguments arguments)
    {
        if (!arguments[1].IsRegex)
        {
            return Expected.FailPattern();
        }
        var regex = arguments[1].Regex;
        var match = regex.Match(arguments[0].Text);
        return match.Success
            ? RegexGroups.Read(regex, match, arguments[2].Boolean)
            : Value.Fail("could not find any pattern matches");
    }
}
