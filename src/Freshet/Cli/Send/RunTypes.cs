namespace Freshet.Cli.Send;

/// <summary>What the events of a command that is run are about.</summary>
internal enum RunType
{
    /// <summary>A task: <c>taskRun</c> events, by the exit code alone.</summary>
    Task,

    /// <summary>Tests, whose results are reports of JUnit: <c>testSuiteRun</c> events.</summary>
    JUnit,

    /// <summary>Tests, whose results are TAP: <c>testSuiteRun</c> events.</summary>
    Tap,
}

/// <summary>The names of <see cref="RunType"/> on the command line.</summary>
internal static class RunTypes
{
    public static IReadOnlyList<string> Names { get; } =
    ["taskrun", "testsuiterun-junit", "testsuiterun-tap"];

    /// <summary>The type of that name, as it is here or with the underscores of cdviz-collector; null where there is none.</summary>
    public static RunType? Find(string name) =>
        name.Replace('_', '-') switch
        {
            "taskrun" => RunType.Task,
            "testsuiterun-junit" => RunType.JUnit,
            "testsuiterun-tap" => RunType.Tap,
            _ => null,
        };
}
