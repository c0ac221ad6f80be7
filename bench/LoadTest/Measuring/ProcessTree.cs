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

    /// <summary>
    /// What is resident of the process's managed memory. .NET sets hundreds of gigabytes of addresses aside for it at the start, in one piece, and nothing
    /// else has so many: it is the longest run of anonymous mappings without a gap.
    /// </summary>
    public long ManagedMemory()
    {
        var (longest, ofLongest) = (0UL, 0L);
        var (length, end, resident) = (0UL, 0UL, 0L);
        foreach (var line in File.ReadLines($"/proc/{root}/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["Rss:", var kilobytes, "kB"])
            {
                resident += length > 0 ? 1024 * Number(kilobytes) : 0;
                if (length > longest)
                {
                    (longest, ofLongest) = (length, resident);
                }
            }
            else if (words is [var addresses, _, _, _, var file, ..] && words[0] is not [.., ':'])
            {
                var dash = addresses.IndexOf('-');
                var from = Address(addresses.AsSpan(0, dash));
                if (from != end || file != "0")
                {
                    (length, resident) = (0, 0);
                }
                end = Address(addresses.AsSpan(dash + 1));
                length = file == "0" ? length + end - from : 0;
            }
        }
        return ofLongest;
    }

    private static ulong Address(ReadOnlySpan<char> hexadecimal) =>
        ulong.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

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
