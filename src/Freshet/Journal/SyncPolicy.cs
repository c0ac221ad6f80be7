using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Journal;

/// <summary>When what was written is brought to the disk itself, so that it outlasts a loss of power.</summary>
internal sealed class SyncPolicy : IReadFromToml<SyncPolicy>
{
    private const string IntervalPrefix = "interval:";

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private SyncPolicy(TimeSpan? interval) => Interval = interval;

    /// <summary>Before anybody is told that their events are kept.</summary>
    public static SyncPolicy Always { get; } = new(TimeSpan.Zero);

    /// <summary>When the operating system thinks fit.</summary>
    public static SyncPolicy Never { get; } = new(interval: null);

    public static string Shape => "`\"always\"`, `\"never\"` or `\"interval:100ms\"`";

    /// <summary>How long what was acknowledged may wait; zero for not at all, null for as long as the operating system pleases.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>This often, from 1 ms to an hour.</summary>
    public static SyncPolicy Every(TimeSpan interval) => new(interval);

    public static SyncPolicy? Read(TomlValue value, OptionsReader reader)
    {
        if (reader.ReadText(value, "fsync") is not { } text)
        {
            return null;
        }
        switch (text)
        {
            case "always":
                return Always;
            case "never":
                return Never;
            default:
                if (
                    text.StartsWith(IntervalPrefix, StringComparison.Ordinal)
                    && Duration.TryParse(text[IntervalPrefix.Length..], out var interval)
                    && interval >= Shortest
                    && interval <= Longest
                )
                {
                    return Every(interval);
                }
                reader.Error(
                    value.Location,
                    $"fsync must be \"always\", \"never\" or \"interval:\" and a duration from 1ms to 1h, not \"{text}\""
                );
                return null;
        }
    }
}
