using Freshet.Toml;

namespace Freshet.Hosting.Reloading;

/// <summary>What became of a reload.</summary>
internal enum ReloadOutcome
{
    /// <summary>The new configuration runs.</summary>
    Applied,

    /// <summary>It comes to the same as the one that ran.</summary>
    Unchanged,

    /// <summary>What ran before runs on, untouched.</summary>
    Refused,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="Obstacles">Why it was refused, beside the errors of the configuration itself.</param>
internal sealed record ReloadReport(ReloadOutcome Outcome, IReadOnlyList<Diagnostic> Obstacles);
