using System.Net.ServerSentEvents;
using Freshet.Events;

namespace Freshet.Sources.Sse;

/// <summary>What one event of a stream carried.</summary>
/// <param name="Data">Its data; the first bytes where it is too large.</param>
/// <param name="IsTooLarge">Whether there was more than a source takes.</param>
internal readonly record struct ArrivedData(ReadOnlyMemory<byte> Data, bool IsTooLarge);

/// <summary>An event of a stream as it arrived.</summary>
/// <param name="Name">Its <c>event:</c>; <c>message</c> where it has none.</param>
/// <param name="Id">Its own <c>id:</c>; null where it has none.</param>
/// <param name="LastEventId">The stream's last event id after it, its own or an earlier one; empty where there was none.</param>
/// <param name="Content">What it carried.</param>
/// <param name="Trace">The place in a trace that it says it comes from; null where it says none.</param>
internal sealed record Arrival(
    string Name,
    string? Id,
    string LastEventId,
    ArrivedData Content,
    TraceContext? Trace = null
)
{
    /// <summary>The name of the frames in which a Freshet tells of a failure.</summary>
    private const string ErrorName = "error";

    /// <summary>How such a frame begins, and what kind of failure it tells of.</summary>
    private static readonly (byte[] Prefix, string Kind)[] Failures =
    [
        ("lagged:"u8.ToArray(), Lagged),
        ("replay:"u8.ToArray(), Replay),
        ("rejected:"u8.ToArray(), "rejected"),
        ("serialization error:"u8.ToArray(), "serialisation"),
    ];

    private const string Lagged = "lagged";
    private const string Replay = "replay";

    /// <summary>Whether it tells of events that were skipped here, and that the server may still have.</summary>
    public bool IsGap => FailureKind is Lagged or Replay;

    /// <summary>
    /// The kind of failure that it tells of; null where it is an event. Frames that a Freshet adds itself are named <c>error</c>, have no id and
    /// begin with one of a few words.
    /// </summary>
    public string? FailureKind
    {
        get
        {
            if (Name != ErrorName || Id is not null)
            {
                return null;
            }
            foreach (var (prefix, kind) in Failures)
            {
                if (Content.Data.Span.StartsWith(prefix))
                {
                    return kind;
                }
            }
            return null;
        }
    }

    /// <summary>The name that the standard has for an event's type: <c>message</c> where it is empty.</summary>
    public static string NameOf(string eventType) =>
        eventType.Length > 0 ? eventType : SseParser.EventTypeDefault;

    /// <summary>A parser of what comes through a <see cref="GuardedStream"/> with the same limit.</summary>
    public static SseParser<ArrivedData> Parser(Stream stream, long maxData) =>
        SseParser.Create(
            stream,
            (_, data) => new ArrivedData(data.ToArray(), IsTooLarge: data.Length > maxData)
        );
}
