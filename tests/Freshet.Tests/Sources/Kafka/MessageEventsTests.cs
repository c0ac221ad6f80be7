using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Events.CDEvents;
using Freshet.Sinks.Kafka;
using Freshet.Sources.Kafka;
using Freshet.Tests.Events;
using Freshet.Tests.Sinks;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Kafka;

public sealed class MessageEventsTests : IDisposable
{
    private static readonly DateTimeOffset Made = new(2025, 1, 6, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeContext context = new();

    public void Dispose() => context.Dispose();

    [Theory]
    [InlineData("""{"created_at":"2024-02-29T01:02:03+01:00"}""", "2024-02-29T00:02:03.000Z")]
    [InlineData("""{"updated_at":"2024-02-29T01:02:03Z"}""", "2024-02-29T01:02:03.000Z")]
    [InlineData("""{"timestamp":"2024-02-29T01:02:03Z"}""", "2024-02-29T01:02:03.000Z")]
    [InlineData("""{"occurred_at":"2024-02-29T01:02:03Z"}""", "2024-02-29T01:02:03.000Z")]
    [InlineData("""{"event_time":"2024-02-29T01:02:03Z"}""", "2024-02-29T01:02:03.000Z")]
    // The order of the names decides, not that of the members.
    [InlineData(
        """{"event_time":5,"occurred_at":4,"timestamp":3,"updated_at":2,"created_at":1}""",
        "1970-01-01T00:00:01.000Z"
    )]
    [InlineData(
        """{"timestamp":3,"event_time":5,"occurred_at":4,"updated_at":2}""",
        "1970-01-01T00:00:02.000Z"
    )]
    // What is no time does not stand in the way of the next.
    [InlineData("""{"created_at":"yesterday","updated_at":2}""", "1970-01-01T00:00:02.000Z")]
    [InlineData(
        """{"created_at":null,"updated_at":{},"timestamp":[7],"occurred_at":true,"event_time":9}""",
        "1970-01-01T00:00:09.000Z"
    )]
    [InlineData("""{"created_at":1e400,"updated_at":2}""", "1970-01-01T00:00:02.000Z")]
    [InlineData("""{"created_at":1e17,"updated_at":2}""", "1970-01-01T00:00:02.000Z")]
    [InlineData("""{"created_at":-1e17,"updated_at":2}""", "1970-01-01T00:00:02.000Z")]
    // Seconds and milliseconds.
    [InlineData("""{"created_at":1736164800}""", "2025-01-06T12:00:00.000Z")]
    [InlineData("""{"created_at":1736164800.5}""", "2025-01-06T12:00:00.500Z")]
    [InlineData("""{"created_at":1736164800123}""", "2025-01-06T12:00:00.123Z")]
    [InlineData("""{"created_at":99999999999}""", "5138-11-16T09:46:39.000Z")]
    [InlineData("""{"created_at":100000000000}""", "1973-03-03T09:46:40.000Z")]
    [InlineData("""{"created_at":-1}""", "1969-12-31T23:59:59.000Z")]
    // Neither in members of members, nor where nothing says so.
    [InlineData("""{"data":{"created_at":1}}""", "2025-01-06T12:00:00.000Z")]
    [InlineData("""[{"created_at":1}]""", "2025-01-06T12:00:00.000Z")]
    [InlineData("""{"created_at":"1736164800"}""", "2025-01-06T12:00:00.000Z")]
    [InlineData("7", "2025-01-06T12:00:00.000Z")]
    public void The_time_is_the_objects_own_else_the_messages(string json, string time) =>
        Wrapped(json)["timestamp"]!.GetValue<string>().ShouldBe(time);

    [Fact]
    public void A_message_without_any_time_was_made_now() =>
        JsonNode.Parse(Read(Message("{}") with { Time = null }).Event.Span)!["timestamp"]!
            .GetValue<string>()
            .ShouldBe(Rfc3339.Format(new ManualTime().GetUtcNow()));

    [Fact]
    public void The_id_is_the_same_for_each_delivery_of_a_message_and_no_others()
    {
        var id = Read(Message("{\"a\":1}")).Id;

        id.ShouldStartWith("blog.posts:2:7:");
        Read(Message("{\"a\":1}")).Id.ShouldBe(id);
        Read(Message("{\"a\":2}")).Id.ShouldNotBe(id, "the topic was made anew");
        Read(Message("{\"a\":1}", offset: 8)).Id.ShouldNotBe(id);
        Read(Message("{\"a\":1}", partition: 3)).Id.ShouldNotBe(id);
        Read(Message("{\"a\":1}", topic: "blog.post")).Id.ShouldNotBe(id);
    }

    [Theory]
    [InlineData("blog.posts", "blog-service")]
    [InlineData("blog", "blog-service")]
    [InlineData("a.b.c", "a-service")]
    [InlineData(".hidden", "-service")]
    public void The_source_is_made_of_the_topic(string topic, string source)
    {
        var json = JsonNode.Parse(Read(Message("{}", topic: topic)).Event.Span)!;

        json["source"]!.GetValue<string>().ShouldBe(source);
        json["type"]!.GetValue<string>().ShouldBe(topic);
    }

    [Theory]
    [InlineData("""{"context":{"source":"/own"}}""", "/own", """{"source":"/own"}""")]
    [InlineData(
        """{"context":{"team":"x"}}""",
        "blog-service",
        """{"team":"x","source":"blog-service"}"""
    )]
    [InlineData("""{"context":"x"}""", "blog-service", "\"x\"")]
    [InlineData("""{"context":{"source":7}}""", "blog-service", """{"source":7}""")]
    public void Metadata_may_name_the_source(string metadata, string source, string inContext)
    {
        var options = new KafkaSourceOptions { Metadata = (JsonObject)JsonNode.Parse(metadata)! };
        var events = new MessageEvents(options, context.ToSource());
        var read = events.Read(Message("{}"), out _).ShouldNotBeNull();

        JsonNode.Parse(read.Event.Span)!["source"]!.GetValue<string>().ShouldBe(source);
        var made = events.Create(read).Metadata;
        made["context"]!.ToJsonString().ShouldBe(inContext);
        made["kafka"]!["offset"]!.GetValue<long>().ShouldBe(7);
    }

    [Fact]
    public void Metadata_says_where_the_message_stands()
    {
        var made = Create(Message("{}") with { Key = "k\"ä"u8.ToArray() });

        made.Metadata.ToJsonString(new JsonSerializerOptions { Encoder = JsonText.Encoder })
            .ShouldBe(
                """{"context":{"source":"blog-service"},"kafka":{"topic":"blog.posts","partition":2,"offset":7,"key":"k\"ä","timestamp":"2025-01-06T12:00:00.000Z"}}"""
            );
    }

    [Fact]
    public void Metadata_has_neither_key_nor_time_where_the_message_has_none() =>
        Create(Message("{}") with { Time = null }).Metadata["kafka"]!
            .AsObject()
            .Select(member => member.Key)
            .ShouldBe(["topic", "partition", "offset"]);

    [Theory]
    [InlineData(1024, "a", 0, 1024)]
    [InlineData(1025, "a", 0, 1024)]
    [InlineData(2000, "ä", 0, 512)]
    [InlineData(2000, "ä", 1, 512)]
    [InlineData(3000, "€", 0, 341)]
    [InlineData(4000, "😀", 0, 512)]
    [InlineData(4000, "😀", 3, 513)]
    public void A_long_key_is_cut_between_characters(
        int bytes,
        string character,
        int before,
        int expected
    )
    {
        var size = Encoding.UTF8.GetByteCount(character);
        var text =
            new string('-', before)
            + string.Concat(Enumerable.Repeat(character, (bytes - before) / size));

        var key = Create(Message("{}") with { Key = Encoding.UTF8.GetBytes(text) }).Metadata[
            "kafka"
        ]!["key"]!.GetValue<string>();

        text.ShouldStartWith(key);
        key.Length.ShouldBe(expected);
    }

    [Fact]
    public void A_key_of_any_bytes_is_text_of_a_bounded_length() =>
        Create(Message("{}") with { Key = [.. Enumerable.Repeat((byte)0x80, 5000)] }).Metadata[
            "kafka"
        ]!["key"]!
            .GetValue<string>()
            .Length.ShouldBeInRange(1021, 1024);

    [Theory]
    [InlineData((int)KafkaParser.Json)]
    [InlineData((int)KafkaParser.Text)]
    public void A_message_without_content_has_null_as_its_data(int parser) =>
        DataOf(Read(Message(null), new() { Parser = (KafkaParser)parser })).ShouldBe("null");

    [Theory]
    [InlineData("")]
    [InlineData("not JSON: \"\u00e4\"\n")]
    [InlineData(
        """{"id":"e","type":"t","source":"s","timestamp":"2025-01-06T12:00:00Z","data":{}}"""
    )]
    public void Text_is_data_as_it_is(string text) =>
        JsonNode.Parse(Read(Message(text), new() { Parser = KafkaParser.Text }).Event.Span)![
            "data"
        ]!
            .GetValue<string>()
            .ShouldBe(text);

    [Theory]
    [InlineData("CloudEvents")]
    [InlineData("CloudEventsBinary")]
    public void A_CDEvent_that_a_sink_sent_as_a_CloudEvent_is_the_CDEvent(string content)
    {
        const string json =
            """{"context":{"version":"0.4.1","id":"d-1","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"id":"build/1 ü","type":"build","content":{}}}""";
        var sent = KafkaMessageForm.Of(
            OutgoingEvent.Of(json),
            new() { Content = Enum.Parse<KafkaContentForm>(content) }
        );

        var message = Message("") with { Value = sent.Value, Headers = sent.Headers };
        var recognised = new EventRecogniser(
            new ManualTime(),
            cdevents: CDEventMode.Require
        ).Recognise(new MessageEvents(new(), context.ToSource()).Create(Read(message)));

        var taken = recognised.Event.ShouldNotBeNull(recognised.Problems?.ToString());
        taken.Format.ShouldBe(EventFormat.CDEvent);
        Encoding.UTF8.GetString(taken.Json.Span).ShouldBe(json);
    }

    [Fact]
    public void Text_that_is_no_UTF_8_is_refused() =>
        Refusal(Message("") with { Value = [0xFF] }, new() { Parser = KafkaParser.Text })
            .ShouldBe("expected text in UTF-8, found other bytes");

    [Fact]
    public void A_message_may_be_as_large_as_the_limit_and_no_larger()
    {
        var options = new KafkaSourceOptions { MaxEventBytes = new ByteSize(10) };

        Read(Message("\"12345678\""), options);

        Refusal(Message("\"123456789\""), options)
            .ShouldBe("the message has 11 bytes, more than max_event_bytes, 10B");
    }

    [Fact]
    public void A_message_may_nest_as_deep_as_the_event_that_is_made_of_it()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        Read(Message(Nested(JsonText.MaxDepth - 1)));

        Refusal(Message(Nested(JsonText.MaxDepth))).ShouldNotBeEmpty();
        Refusal(Message(Nested(100_000))).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":")]
    [InlineData("{} {}")]
    [InlineData("""{"created_at":"\ud800"}""")]
    [InlineData("""{"a":1,"a":2}""")]
    public void What_is_no_JSON_is_refused_with_a_reason(string text) =>
        Refusal(Message(text)).ShouldNotBeEmpty();

    [Fact]
    public void More_headers_than_any_producer_has_are_refused()
    {
        var headers = new Headers();
        for (var i = 0; i < 1024; i++)
        {
            headers.Add("x", [1]);
        }
        Read(Message("{}") with { Headers = headers });

        headers.Add("x", [1]);

        Refusal(Message("{}") with { Headers = headers })
            .ShouldBe("the message has 1025 headers, more than 1024");
    }

    [Fact]
    public void Headers_that_are_kept_go_along_in_small_letters()
    {
        var headers = new Headers
        {
            { "X-Trace", "ä"u8.ToArray() },
            { "x-trace", "b"u8.ToArray() },
            { "X-Empty", null },
            { "other", "secret"u8.ToArray() },
        };
        var events = new MessageEvents(
            new() { HeadersToKeep = ["X-TRACE", "X-Empty", "absent"] },
            context.ToSource()
        );
        var read = events.Read(Message("{}") with { Headers = headers }, out _).ShouldNotBeNull();

        events
            .Create(read)
            .Headers.Select(header => $"{header.Key}={header.Value}")
            .ShouldBe(["x-trace=ä,b", "x-empty="]);
    }

    [Fact]
    public void Any_bytes_are_an_event_of_their_format_or_are_refused_with_a_reason() =>
        Prop.ForAll(
                Gen.OneOf(
                        JsonTexts.Damaged(JsonTexts.Value()),
                        JsonTexts.Damaged(JsonTexts.NearlyEvent()),
                        JsonTexts.NearlyEvent().Select(Encoding.UTF8.GetBytes)
                    )
                    .ToArbitrary(),
                bytes =>
                {
                    var events = new MessageEvents(new(), context.ToSource());
                    var read = events.Read(Message("") with { Value = bytes }, out var reason);
                    var json = JsonText.Read(bytes);
                    if (read is null)
                    {
                        json.Fault.ShouldNotBeNull();
                        reason.ShouldNotBeEmpty();
                        return;
                    }
                    json.Fault.ShouldBeNull();
                    var format = new EventOutline(json.Json).Format;
                    var recognised = new EventRecogniser(new ManualTime()).Recognise(
                        events.Create(read)
                    );
                    if (format != EventFormat.Plain)
                    {
                        // As it came: what is wrong with it the recogniser says.
                        read.Event.Span.SequenceEqual(json.Json.Span).ShouldBeTrue();
                        (
                            recognised.Fault is not null || recognised.Event!.Format == format
                        ).ShouldBeTrue();
                        return;
                    }
                    var made = recognised.Event.ShouldNotBeNull(recognised.Fault?.ToString());
                    (made.Format, made.Id, made.Type, made.Source).ShouldBe(
                        (EventFormat.Envelope, read.Id, "blog.posts", "blog-service")
                    );
                    DataOf(read).ShouldBe(Encoding.UTF8.GetString(json.Json.Span));
                }
            )
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static string DataOf(ReadMessage read)
    {
        using var document = JsonDocument.Parse(
            read.Event,
            new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth }
        );
        return document.RootElement.GetProperty("data").GetRawText();
    }

    [Fact]
    public void Headers_say_where_a_message_comes_from()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var headers = new Headers
        {
            { "traceparent", Encoding.ASCII.GetBytes(parent) },
            { "tracestate", "a=1"u8.ToArray() },
        };

        Create(Message("{}") with { Headers = headers })
            .Trace.ShouldBe(TraceContext.Parse(parent, "a=1"));
        headers.Add("traceparent", Encoding.ASCII.GetBytes(parent));
        Create(Message("{}") with { Headers = headers }).Trace.ShouldBeNull();
        Create(Message("{}")).Trace.ShouldBeNull();
    }

    private JsonNode Wrapped(string json) =>
        JsonNode.Parse(Read(Message(json)).Event.Span, documentOptions: JsonText.DocumentOptions)!;

    private ReadMessage Read(KafkaMessage message, KafkaSourceOptions? options = null)
    {
        var read = new MessageEvents(options ?? new(), context.ToSource()).Read(
            message,
            out var reason
        );
        return read.ShouldNotBeNull(reason);
    }

    private string Refusal(KafkaMessage message, KafkaSourceOptions? options = null)
    {
        var read = new MessageEvents(options ?? new(), context.ToSource()).Read(
            message,
            out var reason
        );
        read.ShouldBeNull();
        return reason;
    }

    private Event Create(KafkaMessage message) =>
        new MessageEvents(new(), context.ToSource()).Create(Read(message));

    private static KafkaMessage Message(
        string? value,
        string topic = "blog.posts",
        int partition = 2,
        long offset = 7
    ) =>
        new(
            new TopicPartitionOffset(topic, partition, offset),
            null,
            value is null ? null : Encoding.UTF8.GetBytes(value),
            null,
            Made
        );
}
