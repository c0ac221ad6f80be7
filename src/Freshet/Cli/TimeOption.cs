using Freshet.Configuration;
using Freshet.Events;

namespace Freshet.Cli;

/// <summary>An option that is a time of RFC 3339, or a duration back from now.</summary>
internal static class TimeOption
{
    /// <summary>Reads it; what is wrong is told.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="text">What was given; null for nothing.</param>
    /// <param name="now">The time.</param>
    /// <param name="terminal">Where it is told.</param>
    /// <param name="time">The time that is meant; null where nothing was given.</param>
    public static bool TryRead(
        string option,
        string? text,
        DateTimeOffset now,
        Terminal terminal,
        out DateTimeOffset? time
    )
    {
        time = null;
        if (text is null)
        {
            return true;
        }
        if (Rfc3339.TryParse(text, out var absolute))
        {
            time = absolute;
            return true;
        }
        if (Duration.TryParse(text, out var back) && back <= now - DateTimeOffset.UnixEpoch)
        {
            time = now - back;
            return true;
        }
        terminal.Error.WriteLine(
            $"error: {option} {text}: expected a time such as 2026-01-02T03:04:05Z, or a duration back from now such as 90m"
        );
        return false;
    }
}
