using Freshet.Events;

namespace Freshet.Sinks.Sse.Replaying;

/// <summary>
/// What a client is told of events that it does not get, as <c>event: error</c>. None of these frames has an id: they move nobody's place.
/// </summary>
internal static class ReplayNotice
{
    /// <summary>How much of an id is repeated: it is for a person to read.</summary>
    private const int Shown = 128;

    /// <summary>The client said that it has an event which the journal does not hold.</summary>
    /// <param name="id">What the client said.</param>
    /// <param name="oldest">The oldest entry kept; null where none is.</param>
    public static WireFrame Unknown(string id, Entry? oldest) =>
        SseFrame.Error(
            $"replay: {Quoted(id)} is not in the journal: it was removed, or never was there; "
                + (
                    oldest is null
                        ? "the journal is empty, and the stream goes on with what comes"
                        : $"the oldest event kept is {Named(oldest)}, and what is kept follows"
                )
        );

    /// <summary>Events cannot be sent: they were removed before it was their turn, or are damaged.</summary>
    /// <param name="count">How many.</param>
    /// <param name="next">The entry that the stream goes on with; null where there is none yet.</param>
    public static WireFrame Gone(long count, Entry? next) =>
        SseFrame.Error(
            $"replay: {count} {(count == 1 ? "event is" : "events are")} gone from the journal; the stream goes on with "
                + (next is null ? "what comes" : Named(next))
        );

    /// <summary>The span that was asked for begins before the oldest entry kept.</summary>
    public static WireFrame BeginsLater(DateTimeOffset since, Entry? oldest) =>
        SseFrame.Error(
            $"replay: what the journal took in since {Rfc3339.Format(since)} is not all kept; "
                + (
                    oldest is null
                        ? "the journal is empty, and the stream goes on with what comes"
                        : $"the oldest event kept is {Named(oldest)}"
                )
        );

    /// <summary>More is kept than is replayed.</summary>
    /// <param name="count">How many are left out.</param>
    /// <param name="first">The first of them; null where it is gone meanwhile.</param>
    /// <param name="last">The last of them; null where it is gone meanwhile.</param>
    /// <param name="limit">The <c>replay_limit</c>.</param>
    public static WireFrame LeftOut(long count, Entry? first, Entry? last, int limit) =>
        SseFrame.Error(
            $"replay: {count} {(count == 1 ? "event is" : "events are")} left out here, since at most {limit} are replayed"
                + (
                    first is null || last is null
                        ? ""
                        : $": from {Named(first)} to {Named(last)}; ask for them with ?since={Rfc3339.Format(first.JournaledAt)}"
                )
        );

    /// <summary>The client is behind what the ring holds, and goes on from there.</summary>
    public static WireFrame Skipped(long count) =>
        SseFrame.Error($"lagged: {count} messages skipped");

    /// <summary>The client is behind what the ring holds, and the stream ends.</summary>
    public static WireFrame Disconnected(long count) =>
        SseFrame.Error(
            $"lagged: {count} messages behind; the stream ends here, connect again with the last event id to get them"
        );

    private static string Named(Entry entry) =>
        $"{Quoted(entry.WireId)} of {Rfc3339.Format(entry.JournaledAt)}";

    private static string Quoted(string id)
    {
        var safe = SseFrame.WireId(id.Length > Shown ? id[..Shown] : id);
        return id.Length > Shown ? $"\"{safe}…\"" : $"\"{safe}\"";
    }
}
