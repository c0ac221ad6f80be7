using System.Text.Json;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Replaying;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>Makes the frames of one endpoint: its transformers, once per event, then the event as it goes over the wire.</summary>
/// <param name="eventName">The forced <c>event:</c>; <c>type</c> for the event's type; null for the default.</param>
/// <param name="content">What the frames carry.</param>
/// <param name="topics">The types and sources of its events.</param>
/// <param name="transformers">What is done to its events.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
/// <param name="form">Makes what the frames of an endpoint without transformers carry, in place of <paramref name="content"/>; null for that.</param>
internal sealed partial class FrameEncoder(
    string? eventName,
    FrameContent content,
    TopicTable topics,
    TransformerChain transformers,
    TimeProvider time,
    ILogger logger,
    Func<Entry, ReadOnlyMemory<byte>>? form = null
)
{
    /// <summary>Whether an entry can have another number of frames than one.</summary>
    public bool IsTransformed => !transformers.IsEmpty;

    /// <summary>
    /// One that makes of the same entries what this one does, for a reader of its own. Nothing is logged again, and transformers that remember
    /// begin anew: what this encoder let pass would be a repetition to them.
    /// </summary>
    public FrameEncoder ForReplay() =>
        new(eventName, content, topics, transformers.Anew(), time, NullLogger.Instance, form);

    /// <summary>Adds the frames of the entry: none where a transformer dropped it, an <c>event: error</c> where it has no form.</summary>
    public void Encode(Entry entry, List<Frame> frames)
    {
        if (transformers.IsEmpty)
        {
            var bytes = form is null
                ? ToBytes(entry.Event, entry.WireId)
                : SseFrame.Event(
                    SseFrame.NameOf(entry.Event, eventName),
                    entry.WireId,
                    form(entry).Span
                );
            Add(entry, 1, 1, bytes, TopicOf(entry.Event), frames);
            return;
        }
        var outputs = new List<Event>();
        var write = transformers.Begin();
        if (write.Transform(Event.From(entry.Event), outputs) is { } rejection)
        {
            RejectedByTransformer(logger, entry.Event.Id, rejection.Component, rejection.Reason);
            // The reason is the operator's; the client is told that something is missing here.
            var notice = $"rejected: event {entry.Event.Id} by transformer {rejection.Component}";
            Add(entry, 1, 1, SseFrame.Error(notice), TopicOf(entry.Event), frames);
            return;
        }
        write.Commit();
        for (var ordinal = 1; ordinal <= outputs.Count; ordinal++)
        {
            var bytes = ToBytes(outputs[ordinal - 1], entry, ordinal, out var topic);
            Add(entry, ordinal, outputs.Count, bytes, topic, frames);
        }
    }

    private static void Add(
        Entry entry,
        int ordinal,
        int count,
        WireFrame bytes,
        Topic topic,
        List<Frame> frames
    )
    {
        var place = new FramePlace(entry.Sequence, ordinal);
        var reached = ordinal == count ? FramePlace.EndOf(entry.Sequence) : place;
        frames.Add(
            new(place, reached, entry.JournaledAt, bytes, topic)
            {
                ReceivedAt = entry.Event.ReceivedAt,
            }
        );
    }

    private Topic TopicOf(EncodedEvent encoded) => topics.Of(encoded.Type, encoded.Source);

    private WireFrame ToBytes(Event output, Entry entry, int ordinal, out Topic topic)
    {
        // What comes of one event keeps its id where it has none of its own; the second and later are told apart by a number.
        var id = ordinal == 1 ? entry.Event.Id : $"{entry.Event.Id}#{ordinal}";
        var recognised = new EventRecogniser(time, _ => id).Recognise(output);
        // One that cannot be sent is told to those who would have got the entry.
        topic = TopicOf(recognised.Event ?? entry.Event);
        // What a client resumes after is the entry's, whatever a transformer wrote into the body.
        return recognised.Event is { } encoded
            ? ToBytes(encoded, StreamId.Of(entry, ordinal))
            : Fault(id, recognised.Fault!.ToString());
    }

    private WireFrame ToBytes(EncodedEvent encoded, string id) =>
        SseFrame.Event(SseFrame.NameOf(encoded, eventName), id, ContentOf(encoded), encoded.Trace);

    private ReadOnlySpan<byte> ContentOf(EncodedEvent encoded)
    {
        var json = encoded.Json.Span;
        if (content == FrameContent.Event)
        {
            return json;
        }
        var data = new EventOutline(encoded.Json).Data;
        return data.Kind == JsonTokenType.None ? json : json.Slice(data.Start, data.Length);
    }

    private WireFrame Fault(string id, string reason)
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
