using System.Diagnostics;
using System.Globalization;

namespace Freshet.Telemetry.OpenMetrics;

/// <summary>
/// What operators ask of every process, under the names that clients of Prometheus agree on. What the system does not tell, as one other than Linux, is left out.
/// </summary>
/// <param name="version">Of Freshet.</param>
internal sealed class ProcessFigures(string version)
{
    private static readonly double StartedAt = ReadStart();

    /// <summary>What is told of the process, with nothing measured: for who describes it.</summary>
    public static IReadOnlyList<(MetricFamily Family, IReadOnlyList<TagName> Labels)> Described =>
        [
            .. new ProcessFigures("")
                .Read()
                .Select(family =>
                    (
                        family,
                        (IReadOnlyList<TagName>)(
                            family.Kind == FamilyKind.Info
                                ? [new("version", "version of Freshet")]
                                : []
                        )
                    )
                ),
        ];

    /// <summary>What there is to tell now.</summary>
    public IEnumerable<MetricFamily> Read()
    {
        yield return new(
            "freshet_build",
            FamilyKind.Info,
            "",
            "The version that runs",
            IsFractional: false,
            [],
            [new([new("version", version)], 1, [], 0)]
        );
        yield return MetricFamily.Single(
            "process_cpu_seconds",
            FamilyKind.Counter,
            "seconds",
            "Time that processors spent on the process",
            Environment.CpuUsage.TotalTime.TotalSeconds
        );
        yield return Gauge(
            "process_resident_memory_bytes",
            "bytes",
            "Memory of the process that is in RAM",
            Environment.WorkingSet
        );
        yield return Gauge(
            "process_start_time_seconds",
            "seconds",
            "When the process began, in seconds since 1970",
            StartedAt
        );
        if (Told(() => OpenDescriptors.Count()) is { } open)
        {
            yield return Gauge(
                "process_open_fds",
                "",
                "Open file descriptors: files, and a socket for each client",
                open
            );
        }
        if (Told(MostDescriptors) is { } most)
        {
            yield return Gauge(
                "process_max_fds",
                "",
                "How many file descriptors may be open",
                most
            );
        }
        if (Told(Threads) is { } threads)
        {
            yield return Gauge("process_num_threads", "", "Threads of the process", threads);
        }
    }

    private static MetricFamily Gauge(string name, string unit, string help, double value) =>
        MetricFamily.Single(name, FamilyKind.Gauge, unit, help, value);

    private static double? Told(Func<double?> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static double ReadStart()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime().Subtract(DateTime.UnixEpoch).TotalSeconds;
    }

    /// <summary>The soft limit; infinite where there is none.</summary>
    private static double? MostDescriptors()
    {
        const string name = "Max open files";
        var line = Lines("/proc/self/limits")
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["unlimited", ..] => double.PositiveInfinity,
            [var soft, ..]
                when long.TryParse(
                    soft,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var most
                ) => most,
            _ => null,
        };
    }

    private static double? Threads()
    {
        const string name = "Threads:";
        var line = Lines("/proc/self/status")
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return
            line is not null
            && int.TryParse(
                line.AsSpan(name.Length).Trim(),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var threads
            )
            ? threads
            : null;
    }

    private static IEnumerable<string> Lines(string path) =>
        File.Exists(path) ? File.ReadLines(path) : [];
}
