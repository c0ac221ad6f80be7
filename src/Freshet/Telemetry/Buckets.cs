using System.Diagnostics.Metrics;

namespace Freshet.Telemetry;

/// <summary>The upper ends of histograms' buckets.</summary>
internal static class Buckets
{
    /// <summary>In seconds: from what a disk takes to sync to what nobody waits for.</summary>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.0005,
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            30,
            60,
        ],
    };
}
