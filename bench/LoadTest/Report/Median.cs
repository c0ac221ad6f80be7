namespace Freshet.LoadTest.Report;

/// <summary>One measurement for several of the same.</summary>
internal static class Median
{
    /// <summary>The run that was in the middle by its cost, as it was; but what went wrong in any of them counts.</summary>
    public static Measurement Of(IReadOnlyList<Measurement> runs)
    {
        var sorted = runs.OrderBy(Cost).ToList();
        return sorted[sorted.Count / 2] with
        {
            Lost = runs.Sum(run => run.Lost),
            Duplicates = runs.Sum(run => run.Duplicates),
            Unwanted = runs.Sum(run => run.Unwanted),
            Disordered = runs.Sum(run => run.Disordered),
            Notices = runs.Sum(run => run.Notices),
            Disconnected = runs.Sum(run => run.Disconnected),
            FailedPosts = runs.Sum(run => run.FailedPosts),
            Notes = [.. runs.SelectMany(run => run.Notes).Distinct()],
        };
    }

    private static double Cost(Measurement run) =>
        run.CpuPerMillion ?? run.AnonymousPerClient ?? run.StormSeconds ?? 0;
}
