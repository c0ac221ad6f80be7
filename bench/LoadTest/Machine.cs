using System.Globalization;
using System.Runtime.InteropServices;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest;

/// <summary>What this process may use of the machine.</summary>
/// <param name="ServerProcessor">Where servers run; null where there is one processor only.</param>
/// <param name="OpenFiles">How many files a process may open.</param>
internal sealed record Machine(int? ServerProcessor, long OpenFiles)
{
    /// <summary>What the machine is, in a line.</summary>
    public static string Description
    {
        get
        {
            var model = File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            var name = model is null
                ? "unknown processor"
                : model[(model.IndexOf(':') + 1)..].Trim();
            return $"{name}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        }
    }

    /// <summary>Takes the second processor for this process, and all the files that it may open.</summary>
    public static Machine Prepare(TextWriter progress)
    {
        var files = Libc.RaiseOpenFiles();
        if (Libc.Processors() is not [var first, var second, ..])
        {
            progress.WriteLine(
                "one processor only: server and load share it, and figures of time say little"
            );
            return new Machine(null, files);
        }
        // Threads that come later are like the one that makes them.
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            Libc.Pin(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), second);
        }
        return new Machine(first, files);
    }
}
