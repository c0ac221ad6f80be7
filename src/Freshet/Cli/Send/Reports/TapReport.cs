using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Events.Parsing;

namespace Freshet.Cli.Send.Reports;

/// <summary>
/// Reads results in the form of the Test Anything Protocol. Of a test with subtests those count, and it only where it failed and none of them did. What failed and is marked as to do counts as
/// passed. A run that was given up, and one that did not keep its plan, has failed.
/// </summary>
internal sealed class TapReport
{
    private readonly TestResults results = new();
    private int tests;
    private int failed;
    private int skipped;

    private TapReport() { }

    /// <summary>Reads a text.</summary>
    /// <param name="name">Whose results they are, such as a file.</param>
    /// <param name="utf8">The text, which must not change afterwards.</param>
    /// <param name="fault">What is wrong with it; null where nothing is.</param>
    public static TestResults? Read(string name, ReadOnlyMemory<byte> utf8, out string? fault)
    {
        var parsed = ContentParser.Parse(ContentFormat.Tap, utf8, 1);
        fault = parsed.Fault?.ToString();
        if (fault is not null)
        {
            return null;
        }
        var document = (JsonObject)
            JsonNode.Parse(parsed.Bodies[0].Span, documentOptions: JsonText.DocumentOptions)!;
        var report = new TapReport();
        report.CountAll(document, name);
        report.results.Add(new SuiteResult(name, report.tests, report.failed, 0, report.skipped));
        return report.results;
    }

    private void CountAll(JsonObject document, string suite)
    {
        var listed = document["tests"]!.AsArray();
        foreach (var test in listed)
        {
            Count(test!.AsObject(), suite);
        }
        if (document["bail_out"] is { } reason)
        {
            results.Trouble ??=
                $"the run was given up: {FailedTest.ShortLine((string?)reason, 300)}";
        }
        if (
            document["plan"] is JsonObject plan
            && plan["end"]!.GetValue<long>() - plan["start"]!.GetValue<long>() + 1 is var planned
            && planned != listed.Count
        )
        {
            results.Trouble ??= $"{planned} tests were planned, and {listed.Count} ran";
        }
    }

    private void Count(JsonObject test, string suite)
    {
        var name = (string?)test["description"] is { Length: > 0 } description
            ? description
            : $"test {test["number"]}";
        var hasFailed =
            (string?)test["status"] == "not_ok"
            && (string?)test["directive"]?["kind"] is not ("TODO" or "SKIP");
        if (test["subtest"] is JsonObject subtest && subtest["tests"]!.AsArray().Count > 0)
        {
            var before = failed;
            CountAll(subtest, suite);
            if (failed > before || !hasFailed)
            {
                return;
            }
        }
        tests++;
        if (hasFailed)
        {
            failed++;
            var message = test["yaml_diagnostics"] is JsonObject diagnostics
                ? diagnostics["message"] ?? diagnostics["error"]
                : null;
            results.Add(
                FailedTest.Of(
                    suite,
                    name,
                    isError: false,
                    message is JsonValue value && value.TryGetValue(out string? text) ? text : null
                )
            );
        }
        else if ((string?)test["directive"]?["kind"] == "SKIP")
        {
            skipped++;
        }
    }
}
