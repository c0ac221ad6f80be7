using System.Globalization;
using Freshet.Events;

namespace Freshet.Sources.HttpPolling;

/// <summary>The time that a round asks for.</summary>
/// <param name="After">Where the last one ended: everything before is in the journal.</param>
/// <param name="Before">Where this one ends, in whole seconds.</param>
internal sealed record PollWindow(DateTimeOffset After, DateTimeOffset Before)
{
    /// <summary>What happened just now may not be in a server's answers yet.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    /// <summary>Any one.</summary>
    public static PollWindow Sample { get; } =
        new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    /// <summary>The window that begins there and ends a second ago; it is empty where that is earlier, and never goes back.</summary>
    public static PollWindow From(DateTimeOffset after, DateTimeOffset now, DateTimeOffset? limit)
    {
        var before = now - Margin;
        before = before.AddTicks(-(before.Ticks % TimeSpan.TicksPerSecond));
        before = before > limit ? limit.Value : before;
        return new(after, before > after ? before : after);
    }

    public string AfterText => Write(After);

    public string BeforeText => Write(Before);

    /// <summary>The text with the window's times for <c>{ts_after}</c> and <c>{ts_before}</c>, as a URL has them.</summary>
    public string FillIn(string template) =>
        template
            .Replace("{ts_after}", Uri.EscapeDataString(AfterText), StringComparison.Ordinal)
            .Replace("{ts_before}", Uri.EscapeDataString(BeforeText), StringComparison.Ordinal);

    /// <summary>RFC 3339 in UTC, without a fraction where there is none: not every server reads one.</summary>
    private static string Write(DateTimeOffset time) =>
        time.Ticks % TimeSpan.TicksPerSecond == 0
            ? time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : Rfc3339.Format(time);
}
