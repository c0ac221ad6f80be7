namespace Freshet.Cli.Send.Reports;

/// <summary>What reports say of the tests of a run, added up.</summary>
internal sealed class TestResults
{
    /// <summary>How many suites, and how many tests that failed, are kept with their names: events are read by people, and receivers have limits.</summary>
    public const int MostSuites = 100;
    public const int MostFailures = 50;

    private readonly List<SuiteResult> suites = [];
    private readonly List<FailedTest> failures = [];

    public int Tests { get; private set; }

    public int Failed { get; private set; }

    public int Errors { get; private set; }

    public int Skipped { get; private set; }

    public int Passed => Math.Max(0, Tests - Failed - Errors - Skipped);

    /// <summary>How long the tests took, by the reports; null where they do not say.</summary>
    public TimeSpan? Duration { get; private set; }

    /// <summary>Why the run counts as failed although no test did, such as a plan that was not kept; null where nothing is.</summary>
    public string? Trouble { get; set; }

    /// <summary>The first suites.</summary>
    public IReadOnlyList<SuiteResult> Suites => suites;

    /// <summary>The first tests that failed.</summary>
    public IReadOnlyList<FailedTest> Failures => failures;

    /// <summary>Adds a suite, which counts.</summary>
    public void Add(SuiteResult suite)
    {
        Tests += suite.Tests;
        Failed += suite.Failed;
        Errors += suite.Errors;
        Skipped += suite.Skipped;
        if (suites.Count < MostSuites)
        {
            suites.Add(suite);
        }
    }

    /// <summary>Adds a test that failed, of a suite that counts it.</summary>
    public void Add(FailedTest failure)
    {
        if (failures.Count < MostFailures)
        {
            failures.Add(failure);
        }
    }

    /// <summary>Adds the time of a part.</summary>
    public void Add(TimeSpan? duration)
    {
        if (duration is { } time)
        {
            Duration = (Duration ?? TimeSpan.Zero) + time;
        }
    }

    /// <summary>Adds what another report says.</summary>
    public void Add(TestResults other)
    {
        Tests += other.Tests;
        Failed += other.Failed;
        Errors += other.Errors;
        Skipped += other.Skipped;
        Trouble ??= other.Trouble;
        Add(other.Duration);
        suites.AddRange(other.suites.Take(MostSuites - suites.Count));
        failures.AddRange(other.failures.Take(MostFailures - failures.Count));
    }
}

/// <summary>The tests of one suite, without those of the suites in it.</summary>
internal sealed record SuiteResult(string Name, int Tests, int Failed, int Errors, int Skipped);

/// <summary>A test that failed.</summary>
/// <param name="Suite">The suite that it stands in.</param>
/// <param name="Name">What it is called, with its class where the report has one.</param>
/// <param name="IsError">Whether it broke, and did not come to a result.</param>
/// <param name="Message">Why, on one line; null where the report does not say.</param>
internal sealed record FailedTest(string Suite, string Name, bool IsError, string? Message)
{
    private const int LongestName = 300;
    private const int LongestMessage = 500;

    /// <summary>One whose texts are cut to what events should carry.</summary>
    public static FailedTest Of(string suite, string name, bool isError, string? message) =>
        new(
            ShortLine(suite, LongestName) ?? "",
            ShortLine(name, LongestName) ?? "",
            isError,
            ShortLine(message, LongestMessage)
        );

    /// <summary>The first line of a text that is not blank; null where there is none.</summary>
    public static string? ShortLine(string? text, int longest)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end].TrimEnd();
        if (line.Length > longest)
        {
            var cut = char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest;
            return $"{line[..cut]}…";
        }
        return line.IsEmpty ? null : line.ToString();
    }
}
