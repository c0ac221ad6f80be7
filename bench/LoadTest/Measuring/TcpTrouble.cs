using System.Globalization;

namespace Freshet.LoadTest.Measuring;

/// <summary>
/// Whether the kernel held connections up, which no server can help: its counters, of the whole machine. A time that has such a wait in it says
/// nothing of the server.
/// </summary>
internal sealed class TcpTrouble
{
    private const string Timeouts = "TCPTimeouts";
    private const string Pressures = "TCPMemoryPressures";

    private readonly Dictionary<string, long> before = Read();

    /// <summary>What happened since it was made; null for nothing.</summary>
    public string? Since()
    {
        var now = Read();
        var timeouts = now[Timeouts] - before[Timeouts];
        var pressures = now[Pressures] - before[Pressures];
        return (timeouts, pressures) switch
        {
            (_, > 0) =>
                "the kernel ran short of memory for TCP meanwhile and held connections up: try a smaller --window",
            (> 0, _) =>
                $"TCP waited {timeouts:N0} times for its timer meanwhile, 200 ms or longer: the latest deliveries are the kernel's",
            _ => null,
        };
    }

    private static Dictionary<string, long> Read()
    {
        // A line of names, and below it one of values.
        var lines = File.ReadLines("/proc/net/netstat")
            .Where(line => line.StartsWith("TcpExt:", StringComparison.Ordinal))
            .Select(line => line.Split(' ').Skip(1))
            .ToList();
        var all = lines[0]
            .Zip(lines[1])
            .ToDictionary(
                pair => pair.First,
                pair => long.Parse(pair.Second, CultureInfo.InvariantCulture)
            );
        return new()
        {
            [Timeouts] = all.GetValueOrDefault(Timeouts),
            [Pressures] = all.GetValueOrDefault(Pressures),
        };
    }
}
