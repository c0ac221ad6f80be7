namespace Freshet.Transformers.Drift;

/// <summary>How bad a drift is, the worst last.</summary>
internal enum DriftSeverity
{
    Low,
    Medium,
    High,
    Critical,
}
