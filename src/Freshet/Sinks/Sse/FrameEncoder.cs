using Freshet.Events;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Sse;

/// <summary>Makes the frames of one endpoint: its transformers, once per event, then the event as it goes over the wire.</summary>
/// <param name="eventName">The forced <c>event:</c>; <c>type</c> for the event's type; null for the default.</param>
internal sealed partial class FrameEncoder(
    string? eventName,
    TransformerChain transformers,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>Adds the frames of the entry: none where a transformer dropped it, an <c>event: error</c> where it has no form.</summary>
    public void Encode(Entry entry, List<byte[]> frames)
    {
        if (transformers.IsEmpty)
        {
            frames.Add(Frame(entry.Event));
            return;
        }
        var outputs = new List<Event>();
        var write = transformers.Begin();
        if (write.Transform(Event.From(entry.Event), outputs) is { } rejection)
        {
            RejectedByTransformer(logger, entry.Event.Id, rejection.Component, rejection.Reason);
            // The reason is the operator's; the client is told that something is missing here.
            frames.Add(
                SseFrame.Error(
                    $"rejected: event {entry.Event.Id} by transformer {rejection.Component}"
                )
            );
            return;
        }
        write.Commit();
        for (var i = 0; i < outputs.Count; i++)
        {
            // What comes of one event keeps its id where it has none of its own; the second and later are told apart by a number.
            var id = i == 0 ? entry.Event.Id : $"{entry.Event.Id}#{i + 1}";
            frames.Add(Frame(outputs[i], id));
        }
    }

    private byte[] Frame(Event output, string id)
    {
        var recognised = new EventRecogniser(time, _ => id).Recognise(output);
        return recognised.Event is { } encoded
            ? Frame(encoded)
            : Fault(id, recognised.Fault!.ToString());
    }

    private byte[] Frame(EncodedEvent encoded) =>
        SseFrame.Event(SseFrame.NameOf(encoded, eventName), encoded.Id, encoded.Json.Span);

    private byte[] Fault(string id, string reason)
    {
        CannotBeSerialised(logger, id, reason);
        return SseFrame.Error($"serialization error: {reason}");
    }

    [LoggerMessage(LogLevel.Warning, "event {Id} rejected by transformer {Transformer}: {Reason}")]
    private static partial void RejectedByTransformer(
        ILogger logger,
        string id,
        string? transformer,
        string reason
    );

    [LoggerMessage(LogLevel.Warning, "event {Id} cannot be serialised: {Reason}")]
    private static partial void CannotBeSerialised(ILogger logger, string id, string reason);
}
