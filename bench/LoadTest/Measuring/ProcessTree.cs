using System.Globalization;

namespace Freshet.LoadTest.Measuring;

/// <summary>What the kernel says of a process and those that it started.</summary>
internal sealed class ProcessTree(int root)
{
    private const int UserTime = 11;

    /// <summary>Processor time of all of them, user and system; of those that have ended too, where their parent has waited for them.</summary>
    public TimeSpan Cpu()
    {
        var sum = OwnCpu();
        foreach (var process in All().Skip(1))
        {
            sum += CpuOf(process);
        }
        return sum;
    }

    /// <summary>That of the process itself.</summary>
    public TimeSpan OwnCpu() => CpuOf(root);

    public MemoryUse Memory()
    {
        var sum = default(MemoryUse);
        foreach (var process in All())
        {
            long resident = 0,
                shared = 0,
                anonymous = 0;
            foreach (var line in File.ReadLines($"/proc/{process}/smaps_rollup"))
            {
                var bytes = line.EndsWith(" kB", StringComparison.Ordinal)
                    ? 1024 * Number(line.AsSpan()[(line.IndexOf(':') + 1)..^3])
                    : 0;
                switch (line.Split(':')[0])
                {
                    case "Rss":
                        resident = bytes;
                        break;
                    case "Pss":
                        shared = bytes;
                        break;
                    case "Anonymous":
                        anonymous = bytes;
                        break;
                }
            }
            sum = new(
                sum.Resident + resident,
                sum.Proportional + shared,
                sum.Anonymous + anonymous
            );
        }
        return sum;
    }

    private static TimeSpan CpuOf(int process)
    {
        // The second field may hold spaces, and ends with the last parenthesis.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = Number(fields[UserTime]) + Number(fields[UserTime + 1]);
        return TimeSpan.FromSeconds((double)ticks / Sockets.Libc.TicksPerSecond);
    }

    private List<int> All()
    {
        var all = new List<int> { root };
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{all[i]}/task"))
            {
                try
                {
                    var children = File.ReadAllText(Path.Combine(thread, "children"));
                    all.AddRange(
                        children
                            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                            .Select(child => (int)Number(child))
                    );
                }
                catch (IOException)
                {
                    // The thread has ended since it was listed; its children are another's now.
                }
            }
        }
        return all;
    }

    private static long Number(ReadOnlySpan<char> text) =>
        long.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
