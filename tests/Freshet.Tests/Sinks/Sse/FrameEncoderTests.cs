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

    [Theory]
    [InlineData("""{"id":"7","type":"t","data":{"a": 1.50}}""", """{"a":1.50}""")]
    [InlineData("""{"data":null,"id":"7","type":"t"}""", "null")]
    [InlineData("""{"specversion":"1.0","type":"t","id":"7","source":"s","data":[1]}""", "[1]")]
    [InlineData(
        """{"specversion":"1.0","type":"t","id":"7","source":"s","data":"\n"}""",
        "\"\\n\""
    )]
    public void Data_alone_goes_out_where_the_endpoint_says_so(string json, string data) =>
        Encode(Recognised(json), FrameContent.Data)
            .ShouldBe([$"event: t\nid: 7\ndata: {data}\n\n"]);

    [Theory]
    [InlineData(
        """{"specversion":"1.0","type":"t","id":"7","source":"s","time":"2026-01-31T12:00:00Z"}"""
    )]
    [InlineData(
        """{"context":{"id":"7","type":"t","source":"s","timestamp":"2026-01-31T12:00:00Z"},"data":1}"""
    )]
    [InlineData("""{"type":"t","data":{}}""")]
    public void Event_that_has_no_data_of_its_own_goes_out_whole(string json) =>
        Encode(Recognised(json), FrameContent.Data)
            .ShouldHaveSingleItem()
            .ShouldEndWith($"\ndata: {json}\n\n");

    [Fact]
    public void Data_is_what_transformers_made_of_it() =>
        Encode(
                Recognised("""{"id":"7","type":"t","data":0,"trace":"-"}"""),
                null,
                FrameContent.Data,
                new Function(
                    (input, output) =>
                    {
                        input.Body!["data"] = new JsonObject { ["made"] = true };
                        output.Add(input);
                        return null;
                    }
                )
            )
            .ShouldBe(["event: t\nid: 7\ndata: {\"made\":true}\n\n"]);

    private static EncodedEvent Recognised(string json) =>
        new EventRecogniser(new ManualTime())
            .Recognise(new Event(JsonText.Read(Encoding.UTF8.GetBytes(json)).Json))
            .Event.ShouldNotBeNull();

    private static List<string> Encode(EncodedEvent encoded, FrameContent content) =>
        Encode(encoded, "type", content);

    private static List<string> Encode(
        EncodedEvent encoded,
        string? eventName = null,
        params ITransformer[] transformers
    ) => Encode(encoded, eventName, FrameContent.Event, transformers);

    private static List<string> Encode(
        EncodedEvent encoded,
        string? eventName,
        FrameContent content,
        params ITransformer[] transformers
    )
    {
        var steps = transformers.Select((transformer, i) => ($"step{i}", transformer)).ToList();
        var encoder = new FrameEncoder(
            eventName,
            content,
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
