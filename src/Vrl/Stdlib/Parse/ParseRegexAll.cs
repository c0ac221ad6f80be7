using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_regex_all</c></summary>
internal sealed class ParseRegexAll : Function
{
    private static readonly Signature signature = new(
        "parse_regex_all",
        "Parse",
        "Gives what the groups of each of the pattern's matches hold.",
        new TypeDef(
            Kind.ArrayOf(Kind.ObjectOf(Kind.Bytes.Or(Kinds.Null)).Or(Kinds.Null))
        ).Fallible(),
        new Parameter("value", Kinds.Any, "The text."),
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
            "Each match gives an object",
            """parse_regex_all!("apples and carrots, peaches and peas", r'(?P<fruit>[\w\.]+) and (?P<veg>[\w]+)')""",
            """[{"fruit": "apples", "veg": "carrots"}, {"fruit": "peaches", "veg": "peas"}]"""
        ),
        new(
            "Groups are given by number too",
            """parse_regex_all!("first group and second group.", r'(?P<number>\w+) group', numeric_groups: true)""",
            """[{"0": "first group", "1": "first", "number": "first"}, {"0": "second group", "1": "second", "number": "second"}]"""
        ),
        new("Nothing matches", """parse_regex_all!("abc", r'(?P<number>\d+)')""", "[]"),
        new(
            "The value is no string",
            "parse_regex_all!(.a, r'(?P<number>\\d+)')",
            Result: null,
            "expected string, got integer"
        )
        {
            Event = """{"a": 1}""",
        },
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        call.ConstantOf("pattern") is { IsRegex: true } pattern
            ? new TypeDef(Kind.ArrayOf(RegexGroups.KindOf(pattern.Regex).Or(Kinds.Null))).Fallible()
            : Signature.Returns;

    protected internal override Value Call(in Arguments arguments)
    {
        if (!arguments[1].IsRegex)
        {
            return Expected.FailPattern();
        }
        if (!arguments[0].IsBytes)
        {
            return Expected.Fail("string", arguments[0]);
        }
        var regex = arguments[1].Regex;
        var withNumbers = arguments[2].Boolean;
        var text = arguments[0].Text;
        var matches = new VrlArray();
        foreach (var match in regex.Matches(text))
        {
            matches.AddOwned(RegexGroups.Read(regex, match, withNumbers));
        }
        return Value.From(matches);
    }
}
