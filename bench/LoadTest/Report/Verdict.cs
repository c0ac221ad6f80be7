namespace Freshet.LoadTest.Report;

/// <summary>Whether Freshet kept its word.</summary>
internal static class Verdict
{
    /// <summary>Says what Freshet lost or doubled; opponents may.</summary>
    public static bool Of(IEnumerable<Measurement> measured, TextWriter problems)
    {
        var held = true;
        foreach (
            var run in measured.Where(run =>
                run.System.StartsWith("freshet", StringComparison.Ordinal)
            )
        )
        {
            if (run.Lost + run.Duplicates + (run.Incomplete ?? 0) > 0)
            {
                held = false;
                problems.WriteLine(
                    $"{run.Point}: {run.System} lost {run.Lost:N0} and doubled {run.Duplicates:N0}"
                );
            }
        }
        return held;
    }
}
