using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Frames;
using Freshet.Tests.Journal;
using Freshet.Tests.Pipelines;
using Freshet.Tests.Transformers;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class FrameEncoderTests
{
    [Fact]
    public void Event_without_transformers_goes_out_as_it_is() =>
        Encode(SampleEvents.Encoded("7", json: """{"a":1}""", type: "build"))
            .ShouldBe(["event: build\nid: 7\ndata: {\"a\":1}\n\n"]);

    [Theory]
    [InlineData(null, true, "cdevent")]
    [InlineData(null, false, "t")]
    [InlineData("type", true, "t")]
    [InlineData("news", true, "news")]
    public void Name_is_what_the_endpoint_says(string? eventName, bool isCDEvent, string name)
    {
        var encoded = new EncodedEvent
        {
            Format = isCDEvent ? EventFormat.CDEvent : EventFormat.CloudEvent,
            Id = "7",
            Type = "t",
            Source = "s",
            Timestamp = DateTimeOffset.UnixEpoch,
            Headers = new Dictionary<string, string>(),
            Metadata = "{}"u8.ToArray(),
            Json = "{}"u8.ToArray(),
        };
        Encode(encoded, eventName).ShouldBe([$"event: {name}\nid: 7\ndata: {{}}\n\n"]);
    }

    [Fact]
    public void Event_keeps_its_id_through_transformers() =>
        Encode(SampleEvents.Encoded("7", json: """{"trace":"-"}"""), null, Function.Mark("a"))
            .ShouldBe(["event: message\nid: 7\ndata: {\"trace\":\"-a\"}\n\n"]);

    [Fact]
    public void What_comes_of_one_event_is_told_apart_by_its_id() =>
        Encode(SampleEvents.Encoded("7", json: """{"trace":"-"}"""), null, Function.Multiply(3))
            .ShouldBe([
                "event: message\nid: 7\ndata: {\"trace\":\"-0\"}\n\n",
                "event: message\nid: 7#2\ndata: {\"trace\":\"-1\"}\n\n",
                "event: message\nid: 7#3\ndata: {\"trace\":\"-2\"}\n\n",
            ]);

    [Fact]
    public void Dropped_event_leaves_no_frame() =>
        Encode(SampleEvents.Encoded("7"), null, Function.Drop()).ShouldBeEmpty();

    [Fact]
    public void Rejected_event_is_announced_without_the_reason() =>
        Encode(SampleEvents.Encoded("7"), null, Function.Reject("password=hunter2"))
            .ShouldBe(["event: error\ndata: rejected: event 7 by transformer step0\n\n"]);

    [Fact]
    public void Event_that_cannot_be_serialised_becomes_the_documented_error()
    {
        var spoil = new Function(
            (input, output) =>
            {
                input.Body = new JsonObject { ["x"] = Formless.Node(out _) };
                output.Add(input);
                return null;
            }
        );
        Encode(SampleEvents.Encoded("7"), null, spoil)
            .ShouldHaveSingleItem()
            .ShouldStartWith("event: error\ndata: serialization error: ");
    }

    [Fact]
    public void Remembering_transformers_are_told_what_went_out()
    {
        var remembering = new Remembering();
        var entry = SampleEvents.Encoded("7", json: """{"key":"k"}""");
        Encode(entry, null, remembering).Count.ShouldBe(1);
        remembering.Known.ShouldBe(["k"]);
        Encode(entry, null, remembering).ShouldBeEmpty();
    }

    private static List<string> Encode(
        EncodedEvent encoded,
        string? eventName = null,
        params ITransformer[] transformers
    )
    {
        var steps = transformers.Select((transformer, i) => ($"step{i}", transformer)).ToList();
        var encoder = new FrameEncoder(
            eventName, content,
            new TopicTable(),
            new TransformerChain(steps, 10),
            new ManualTime(),
            NullLogger.Instance
        );
        var frames = new List<Frame>();
        encoder.Encode(new Entry(1, DateTimeOffset.UnixEpoch, encoded), frames);
        return [.. frames.Select(frame => Encoding.UTF8.GetString(frame.Bytes.Plain.Span))];
    }
}
