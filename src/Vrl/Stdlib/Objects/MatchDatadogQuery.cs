using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Objects.DatadogSearch;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Objects;

internal sealed class MatchDatadogQuery : Function
{
    private static readonly Signature Declared = new(
        "match_datadog_query",
        "Object",
        "Whether an object matches a query in the search syntax of Datadog. The query is read when the program is compiled.",
        Kind.Boolean,
        new Parameter("value", Kinds.Object, "The object.") { TakesAnyAtRun = true },
        new Parameter("query", Kinds.Bytes, "The query.") { Form = ArgumentForm.Static }
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A word of the message.",
            """match_datadog_query({"message": "disk is full"}, "full")""",
            "true"
        ),
        new(
            "AND binds closer than OR, and is meant between parts.",
            """match_datadog_query({"message": "disk is full"}, "cpu OR disk AND (full OR slow)")""",
            "true"
        ),
        new(
            "What must not be.",
            """match_datadog_query({"message": "disk is full"}, "disk -slow NOT cpu")""",
            "true"
        ),
        new(
            "A phrase.",
            """match_datadog_query({"message": "disk is full"}, s'"is full"')""",
            "true"
        ),
        new(
            "An attribute, by its path.",
            """match_datadog_query({"http": {"status": 503}}, "@http.status:503")""",
            "true"
        ),
        new(
            "A tag, with several values.",
            """match_datadog_query({"tags": ["env:staging"]}, "env:(prod OR staging)")""",
            "true"
        ),
        new(
            "A star stands for any characters.",
            """match_datadog_query({"host": "web-12.eu"}, "host:web-*.eu")""",
            "true"
        ),
        new(
            "A comparison of numbers.",
            """match_datadog_query({"ms": 80}, "@ms:>=200")""",
            "false"
        ),
        new(
            "A range with its ends; braces leave them out.",
            """match_datadog_query({"ms": 80}, "@ms:[80 TO 200] AND NOT @ms:{80 TO *}")""",
            "true"
        ),
        new(
            "A field that is there, and one that is not.",
            """match_datadog_query({"a": null}, "_exists_:@a AND _missing_:@b")""",
            "true"
        ),
        new("The empty query matches everything.", """match_datadog_query({}, "")""", "true"),
    ];

    protected internal override object? Prepare(CallSite call)
    {
        if (call.ConstantOf("query") is not { IsBytes: true } query)
        {
            return null;
        }
        if (!QueryParser.TryParse(query.Text, out var node, out var error))
        {
            call.Error(403, error, "query");
            return null;
        }
        var test = SearchFilter.Compile(node);
        if (test is null)
        {
            call.Error(403, "failed to build matcher", "query");
        }
        return test;
    }

    protected internal override Value Call(in Arguments arguments) =>
        ((Predicate<Value>)arguments.Prepared!)(arguments[0]);
}
