using System.Text.Json.Nodes;
using Freshet.Cli.Send.Reports;

namespace Freshet.Cli.Send.Running;

/// <summary>How a run of tests ended.</summary>
/// <param name="end">How its command did.</param>
/// <param name="wasTold">Whether that was told to end.</param>
/// <param name="results">What its reports say; null where there are none.</param>
internal sealed class SuiteEnd(CommandEnd end, bool wasTold, TestResults? results)
{
    /// <summary>How many of the tests that failed the reason names.</summary>
    private const int MostNamed = 3;

    private int Bad => results is null ? 0 : results.Failed + results.Errors;

    /// <summary>The outcome, as CDEvents 0.5 has them.</summary>
    public string Outcome =>
        wasTold && !end.IsSuccess ? "cancel"
        : end.IsBroken ? "error"
        : end.IsSuccess && Bad == 0 && results?.Trouble is null ? "success"
        : "failure";

    /// <summary>Why it was no success; null where it was one.</summary>
    public string? Reason
    {
        get
        {
            var reasons = new List<string>();
            if (results is not null && Bad > 0)
            {
                var names = string.Join(
                    ", ",
                    results.Failures.Take(MostNamed).Select(failure => failure.Name)
                );
                reasons.Add(
                    $"{Bad} of {results.Tests} tests failed"
                        + (names.Length > 0 ? $": {names}" : "")
                        + (Bad > MostNamed ? ", …" : "")
                );
            }
            if (results?.Trouble is { } trouble)
            {
                reasons.Add(trouble);
            }
            if (end.Describe() is { } ended && (end.IsBroken || reasons.Count == 0))
            {
                reasons.Add(ended);
            }
            return reasons.Count == 0 ? null : string.Join("; ", reasons);
        }
    }

    /// <summary>The numbers, as cdviz-collector calls them, and beside them the suites and the tests that failed.</summary>
    /// <param name="milliseconds">How long the command took, for who has no better word.</param>
    public JsonObject ToJson(long milliseconds)
    {
        var summary = new JsonObject();
        var told = new JsonObject { ["summary"] = summary };
        if (results is not null)
        {
            summary["results_count"] = results.Tests;
            summary["passed"] = results.Passed;
            summary["failed"] = results.Failed;
            summary["skipped"] = results.Skipped;
            summary["errors"] = results.Errors;
            told["suites"] = new JsonArray([
                .. results.Suites.Select(suite => new JsonObject
                {
                    ["name"] = suite.Name,
                    ["results_count"] = suite.Tests,
                    ["failed"] = suite.Failed,
                    ["skipped"] = suite.Skipped,
                    ["errors"] = suite.Errors,
                }),
            ]);
            told["failures"] = new JsonArray([
                .. results.Failures.Select(failure => new JsonObject
                {
                    ["suite"] = failure.Suite,
                    ["name"] = failure.Name,
                    ["kind"] = failure.IsError ? "error" : "failure",
                    ["message"] = failure.Message,
                }),
            ]);
        }
        summary["duration_ms"] = results?.Duration is { } duration
            ? (long)duration.TotalMilliseconds
            : milliseconds;
        summary["exit_code"] = end.ExitCode;
        return told;
    }
}
