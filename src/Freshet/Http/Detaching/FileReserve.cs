using System.Globalization;
using System.Net.Sockets;

namespace Freshet.Http.Detaching;

/// <summary>
/// Keeps some of the files that the process may open (RLIMIT_NOFILE) for all else than connections: the journal needs some, and the runtime ends the
/// process where there is none left for a new thread. The kernel gives the lowest number that is free, so that a number says how many are taken.
/// </summary>
internal sealed class FileReserve
{
    private const int Kept = 32;
    private const string Limits = "/proc/self/limits";
    private const string OpenFiles = "Max open files";

    /// <summary>The first number that is not for connections.</summary>
    private readonly long bound;

    public FileReserve()
    {
        var limit = ReadLimit();
        bound = limit - Math.Min(Kept, limit / 4);
    }

    /// <summary>Whether the connection has one of the files that are kept for others.</summary>
    public bool IsTouchedBy(Socket connection) =>
        connection.SafeHandle.DangerousGetHandle() >= bound;

    /// <summary>Whether the next connection would have none of them.</summary>
    public bool IsWhole()
    {
        try
        {
            using var next = File.OpenHandle("/dev/null");
            return next.DangerousGetHandle() < bound;
        }
        catch (IOException)
        {
            // There is none left at all.
            return false;
        }
    }

    private static long ReadLimit()
    {
        var line = File.Exists(Limits)
            ? File.ReadLines(Limits).FirstOrDefault(IsOfOpenFiles)
            : null;
        var soft = line
            ?[OpenFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault();
        // "unlimited", or a system that does not tell.
        return long.TryParse(soft, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : int.MaxValue;
    }

    private static bool IsOfOpenFiles(string line) =>
        line.StartsWith(OpenFiles, StringComparison.Ordinal);
}
