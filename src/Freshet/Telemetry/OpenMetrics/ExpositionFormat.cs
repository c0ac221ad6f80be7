namespace Freshet.Telemetry.OpenMetrics;

/// <summary>How figures are written.</summary>
internal enum ExpositionFormat
{
    /// <summary>The Prometheus text format, version 0.0.4.</summary>
    Prometheus,

    /// <summary>OpenMetrics 1.0.0.</summary>
    OpenMetrics,
}
