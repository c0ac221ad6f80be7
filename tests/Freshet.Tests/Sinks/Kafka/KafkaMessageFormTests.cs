using System.Text;
using Confluent.Kafka;
using Freshet.Configuration;
using Freshet.Sinks.Kafka;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Kafka;

public sealed class KafkaMessageFormTests
{
    private const string CloudEvent = """
        {"specversion":"1.0","id":"7","source":"/s","type":"t","time":"2026-01-02T03:04:05Z","subject":"zwölf 12","datacontenttype":"application/json","data":{"a":1.0}}
        """;

    private const string CDEvent = """
        {"context":{"version":"0.4.1","id":"7","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"content":{},"id":"build/1"}}
        """;

    private const string Envelope =
        """{"id":"8","type":"t","source":"shop","timestamp":"2026-01-02T03:04:05Z","data":1}""";

    private const string Plain = """{"id":9}""";

    [Theory]
    [InlineData("subject", CloudEvent, "zwölf 12")]
    [InlineData("subject", CDEvent, "build/1")]
    [InlineData("subject", Envelope, "shop")]
    [InlineData("subject", Plain, null)]
    [InlineData("source", CDEvent, "/ci")]
    [InlineData("source", Plain, null)]
    [InlineData("id", Envelope, "8")]
    [InlineData("none", CloudEvent, null)]
    public void The_key_is_what_it_is_asked_to_be(string key, string json, string? expected) =>
        (
            Message(json, $"key = '{key}'").Key is { } bytes ? Encoding.UTF8.GetString(bytes) : null
        ).ShouldBe(expected);

    [Fact]
    public void A_CloudEvent_in_structured_mode_is_the_message_byte_for_byte()
    {
        var message = Message(CloudEvent);

        Encoding.UTF8.GetString(message.Value!).ShouldBe(CloudEvent);
        HeadersOf(message)
            .ShouldBe([
                ("content-type", "application/cloudevents+json; charset=UTF-8"),
                ("freshet-event-id", "7"),
            ]);
    }

    [Fact]
    public void A_CloudEvent_in_binary_mode_has_its_attributes_as_they_are_in_headers()
    {
        var message = Message(CloudEvent, "content = 'cloudevents-binary'");

        Encoding.UTF8.GetString(message.Value!).ShouldBe("""{"a":1.0}""");
        HeadersOf(message)
            .ShouldBe([
                ("content-type", "application/json"),
                ("ce_specversion", "1.0"),
                ("ce_id", "7"),
                ("ce_source", "/s"),
                ("ce_type", "t"),
                ("ce_time", "2026-01-02T03:04:05Z"),
                ("ce_subject", "zwölf 12"),
                ("freshet-event-id", "7"),
            ]);
    }

    [Fact]
    public void A_CDEvent_in_binary_mode_is_the_data()
    {
        var message = Message(CDEvent, "content = 'cloudevents-binary'");

        Encoding.UTF8.GetString(message.Value!).ShouldBe(CDEvent);
        HeadersOf(message).ShouldContain(("ce_subject", "build/1"));
        HeadersOf(message).ShouldContain(("content-type", "application/json"));
    }

    [Fact]
    public void A_CloudEvent_without_data_has_no_value_in_binary_mode()
    {
        const string json =
            """{"specversion":"1.0","id":"7","source":"/s","type":"t","time":"2026-01-02T03:04:05Z"}""";
        Message(json, "content = 'cloudevents-binary'").Value.ShouldBeNull();
        Message(json).Value.ShouldNotBeNull();
    }

    [Fact]
    public void What_headers_cannot_hold_is_in_structured_mode()
    {
        const string json =
            """{"specversion":"1.0","id":"7","source":"/s","type":"t","time":"2026-01-02T03:04:05Z","nested":{"a":1}}""";
        var message = Message(json, "content = 'cloudevents-binary'");

        Encoding.UTF8.GetString(message.Value!).ShouldBe(json);
        HeadersOf(message)[0]
            .ShouldBe(("content-type", "application/cloudevents+json; charset=UTF-8"));
    }

    [Fact]
    public void An_event_as_it_is_has_its_id_in_a_header()
    {
        var message = Message(Envelope, "content = 'event'");

        Encoding.UTF8.GetString(message.Value!).ShouldBe(Envelope);
        HeadersOf(message)
            .ShouldBe([("content-type", "application/json"), ("freshet-event-id", "8")]);
    }

    [Theory]
    [InlineData("headers = false")]
    [InlineData("properties = { api.version.request = false, broker.version.fallback = '0.10.2' }")]
    [InlineData("content = 'event'\nheaders = false")]
    public void Brokers_without_headers_are_sent_none(string toml)
    {
        var message = Message(CloudEvent, toml);

        message.Headers.ShouldBeNull();
        Encoding.UTF8.GetString(message.Value!).ShouldBe(CloudEvent);
    }

    [Fact]
    public void A_message_says_where_its_event_comes_from()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        const string traced =
            $$"""{"specversion":"1.0","id":"7","source":"/s","type":"t","traceparent":"{{parent}}","tracestate":"a=1"}""";

        HeadersOf(Message(traced))
            .TakeLast(2)
            .ShouldBe([("traceparent", parent), ("tracestate", "a=1")]);
        Message(traced, "headers = false").Headers.ShouldBeNull();
    }

    private static Message<byte[]?, byte[]?> Message(string json, string toml = "")
    {
        var diagnostics = new List<Diagnostic>();
        var text = $"brokers = 'a:9092'\ntopic = 'events'\n{toml}";
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(text), "freshet.toml", diagnostics);
        var options = new OptionsReader(diagnostics, _ => null).Read<KafkaSinkOptions>(
            table,
            "sinks.out"
        );
        diagnostics.ShouldBeEmpty();
        return KafkaMessageForm.Of(OutgoingEvent.Of(json), options);
    }

    private static IReadOnlyList<(string, string)> HeadersOf(Message<byte[]?, byte[]?> message) =>
        [
            .. message.Headers.Select(header =>
                (header.Key, Encoding.UTF8.GetString(header.GetValueBytes()))
            ),
        ];
}
