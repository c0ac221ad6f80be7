using System.Globalization;

namespace Freshet.LoadTest;

/// <summary>What was asked for. Where a number is null, each point has its own.</summary>
internal sealed record Arguments
{
    /// <summary>The names of all points, in the order in which they run.</summary>
    public static readonly string[] AllPoints =
    [
        "A",
        "B",
        "C",
        "E",
        "idle",
        "storm",
        "kafka",
        "drift",
    ];

    public static readonly string[] AllOpponents = ["nchan", "naive", "c", "c-batch"];

    public static readonly string[] AllSweeps = ["clients", "events", "filters", "payload"];

    public IReadOnlyList<string> Points { get; init; } = ["A", "B"];

    public IReadOnlyList<string> Against { get; init; } = [];

    public int? Clients { get; init; }

    public long? Events { get; init; }

    public int? Payload { get; init; }

    public double? Seconds { get; init; }

    public double? Rate { get; init; }

    public int? Window { get; init; }

    public int? Connections { get; init; }

    public int? Depth { get; init; }

    public int Batch { get; init; } = 100;

    public int? Filters { get; init; }

    public int? Resources { get; init; }

    public int Repeat { get; init; } = 1;

    /// <summary>Settings for Freshet, as it takes them itself.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public string? Json { get; init; }

    public bool Check { get; init; }

    public string? Sweep { get; init; }

    public string? Chart { get; init; }

    public string? ChartFolder { get; init; }

    public bool Help { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="problem">What cannot be understood, where null is returned.</param>
    public static Arguments? Read(ReadOnlySpan<string> arguments, out string problem)
    {
        var read = new Arguments();
        problem = "";
        while (arguments is [var name, .. var rest])
        {
            Arguments? next;
            var taken = 1;
            switch (name)
            {
                case "--help" or "-h":
                    next = read with { Help = true };
                    break;
                case "--check":
                    next = read with { Check = true };
                    break;
                case "--chart" when rest is [var file, var folder, ..]:
                    next = read with { Chart = file, ChartFolder = folder };
                    taken = 3;
                    break;
                default:
                    next = rest is [var value, ..] ? read.With(name, value) : null;
                    taken = 2;
                    break;
            }
            if (next is null)
            {
                problem = $"{name} is unknown, or its value is absent or not understood";
                return null;
            }
            read = next;
            arguments = arguments[taken..];
        }
        return read;
    }

    private Arguments? With(string name, string value) =>
        name switch
        {
            "--point" when value == "all" => this with { Points = AllPoints },
            "--point" => Names(value, AllPoints) is { } names ? this with { Points = names } : null,
            "--against" => Names(value, AllOpponents) is { } names
                ? this with
                {
                    Against = names,
                }
                : null,
            "--clients" => Whole(value, 1, 60_000) is { } n ? this with { Clients = (int)n } : null,
            "--events" => Whole(value, 1, 100_000_000) is { } n ? this with { Events = n } : null,
            "--payload" => Whole(value, Publishing.PreparedPost.SmallestPayload, 65_536) is { } n
                ? this with
                {
                    Payload = (int)n,
                }
                : null,
            "--seconds" => Number(value, 0.1, 3600) is { } x ? this with { Seconds = x } : null,
            "--rate" => Number(value, 0.1, 1_000_000) is { } x ? this with { Rate = x } : null,
            "--window" => Whole(value, 1, 10_000) is { } n ? this with { Window = (int)n } : null,
            "--connections" => Whole(value, 1, LoadTest.Clients.Lanes.Count) is { } n
                ? this with
                {
                    Connections = (int)n,
                }
                : null,
            "--depth" => Whole(value, 1, 1000) is { } n ? this with { Depth = (int)n } : null,
            "--batch" => Whole(value, 1, 10_000) is { } n ? this with { Batch = (int)n } : null,
            "--filters" => Whole(value, 1, 10_000) is { } n ? this with { Filters = (int)n } : null,
            "--resources" => Whole(value, Drift.LargeState.Kinds, 200_000) is { } n
                ? this with
                {
                    Resources = (int)n,
                }
                : null,
            "--repeat" => Whole(value, 1, 100) is { } n ? this with { Repeat = (int)n } : null,
            "--set" => this with { Settings = [.. Settings, value] },
            "--json" => this with { Json = value },
            "--sweep" => AllSweeps.Contains(value) ? this with { Sweep = value } : null,
            _ => null,
        };

    private static string[]? Names(string value, string[] known)
    {
        var names = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(known.Contains) ? names : null;
    }

    private static long? Whole(string value, long least, long most) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && n >= least
        && n <= most
            ? n
            : null;

    private static double? Number(string value, double least, double most) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
        && x >= least
        && x <= most
            ? x
            : null;
}
