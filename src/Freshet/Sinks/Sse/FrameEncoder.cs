using Freshet.Events;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

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
    /// <summary>Whether an entry can have another number of frames than one.</summary>
    public bool IsTransformed => !transformers.IsEmpty;

    /// <summary>
    /// One that makes of the same entries what this one does, for a reader of its own. Nothing is logged again, and transformers that remember
    /// begin anew: what this encoder let pass would be a repetition to them.
    /// </summary>
    public FrameEncoder ForReplay() =>
        new(eventName, transformers.Anew(), time, NullLogger.Instance);

    /// <summary>Adds the frames of the entry: none where a transformer dropped it, an <c>event: error</c> where it has no form.</summary>
    public void Encode(Entry entry, List<Frame> frames)
    {
        if (transformers.IsEmpty)
        {
            Add(entry, 1, 1, ToBytes(entry.Event, entry.WireId), frames);
            return;
        }
        var outputs = new List<Event>();
        var write = transformers.Begin();
        if (write.Transform(Event.From(entry.Event), outputs) is { } rejection)
        {
            RejectedByTransformer(logger, entry.Event.Id, rejection.Component, rejection.Reason);
            // The reason is the operator's; the client is told that something is missing here.
            var notice = $"rejected: event {entry.Event.Id} by transformer {rejection.Component}";
            Add(entry, 1, 1, SseFrame.Error(notice), frames);
            return;
        }
        write.Commit();
        for (var ordinal = 1; ordinal <= outputs.Count; ordinal++)
        {
            var bytes = ToBytes(outputs[ordinal - 1], entry, ordinal);
            Add(entry, ordinal, outputs.Count, bytes, frames);
        }
    }

    private static void Add(Entry entry, int ordinal, int count, byte[] bytes, List<Frame> frames)
    {
        var place = new FramePlace(entry.Sequence, ordinal);
        var reached = ordinal == count ? FramePlace.EndOf(entry.Sequence) : place;
        frames.Add(new(place, reached, entry.JournaledAt, bytes));
    }

    private byte[] ToBytes(Event output, Entry entry, int ordinal)
    {
        // What comes of one event keeps its id where it has none of its own; the second and later are told apart by a number.
        var id = ordinal == 1 ? entry.Event.Id : $"{entry.Event.Id}#{ordinal}";
        var recognised = new EventRecogniser(time, _ => id).Recognise(output);
        // What a client resumes after is the entry's, whatever a transformer wrote into the body.
        return recognised.Event is { } encoded
            ? ToBytes(encoded, StreamId.Of(entry, ordinal))
            : Fault(id, recognised.Fault!.ToString());
    }

    private byte[] ToBytes(EncodedEvent encoded, string id) =>
        SseFrame.Event(SseFrame.NameOf(encoded, eventName), id, encoded.Json.Span);

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
