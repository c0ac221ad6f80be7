using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public sealed class CloudEventFormTests
{
    private const string CDEvent = """
        {"context":{"version":"0.4.1","id":"7","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05.1234567+01:00"},"subject":{"content":{},"id":"build/1"}}
        """;

    [Fact]
    public void A_CDEvent_is_wrapped_by_its_binding()
    {
        var json = Structured(CDEvent);
        json["specversion"]!.GetValue<string>().ShouldBe("1.0");
        json["id"]!.GetValue<string>().ShouldBe("7");
        json["source"]!.GetValue<string>().ShouldBe("/ci");
        json["type"]!.GetValue<string>().ShouldBe("dev.cdevents.build.started.0.2.0");
        json["time"]!.GetValue<string>().ShouldBe("2026-01-02T02:04:05.1234567Z");
        json["subject"]!.GetValue<string>().ShouldBe("build/1");
        json["datacontenttype"]!.GetValue<string>().ShouldBe("application/json");
        JsonNode.DeepEquals(json["data"], JsonNode.Parse(CDEvent)).ShouldBeTrue();
    }

    [Fact]
    public void An_envelope_is_wrapped_whole()
    {
        const string envelope =
            """{"id":"7","type":"t","source":"s","timestamp":"2026-01-02T03:04:05Z","data":[1],"more":true}""";
        Structured(envelope)["data"]!.ToJsonString().ShouldBe(envelope);
    }

    [Fact]
    public void Where_it_comes_from_is_the_extension_for_tracing()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var taken = new Event("1"u8.ToArray()) { Trace = TraceContext.Parse(parent, "a=1") };
        var encoded = new EventRecogniser(TimeProvider.System).Recognise(taken).Event!;

        var json = JsonNode.Parse(CloudEventForm.Structured(encoded).Span)!;

        json["traceparent"]!.GetValue<string>().ShouldBe(parent);
        json["tracestate"]!.GetValue<string>().ShouldBe("a=1");
        // And back: what no header says, the attribute does; a header comes before it.
        var back = new Event(CloudEventForm.Structured(encoded));
        new EventRecogniser(TimeProvider.System).Recognise(back).Event!.Trace.ShouldBe(taken.Trace);
        back.Trace = TraceContext.Parse(parent.Replace('b', 'c'));
        new EventRecogniser(TimeProvider.System).Recognise(back).Event!.Trace.ShouldBe(back.Trace);
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","type":"t","id":"1","source":"s","traceparent":7}""")]
    [InlineData("""{"specversion":"1.0","type":"t","id":"1","source":"s","traceparent":"x"}""")]
    [InlineData(
        """{"id":"1","type":"t","data":1,"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}"""
    )]
    public void An_attribute_that_is_none_says_nothing(string json) =>
        Recognised(json).Trace.ShouldBeNull();

    [Fact]
    public void What_names_no_source_gets_one_since_a_CloudEvent_needs_it() =>
        Structured("""{"a":1}""")["source"]!.GetValue<string>().ShouldBe("urn:freshet");

    [Fact]
    public void A_CloudEvent_stays_as_it_is()
    {
        const string json =
            """{"type":"t","specversion":"1.0","id":"7","source":"s","time":"2026-01-02T03:04:05Z","big":1.0e3}""";
        Encoding.UTF8.GetString(CloudEventForm.Structured(Recognised(json)).Span).ShouldBe(json);
    }

    [Theory]
    [InlineData(CDEvent)]
    [InlineData("""{"a":1}""")]
    [InlineData("""[1,"zwei",null]""")]
    public void What_is_wrapped_in_headers_is_what_is_wrapped_in_JSON(string body)
    {
        var input = Recognised(body);
        var binary = CloudEventForm.Binary(input).ShouldNotBeNull();
        JsonNode
            .DeepEquals(
                JsonNode.Parse(Received(binary).Span),
                JsonNode.Parse(CloudEventForm.Structured(input).Span)
            )
            .ShouldBeTrue();
    }

    [Theory]
    [InlineData("""  "data":{"a":[1]}  """, "application/json", """{"a":[1]}""")]
    [InlineData("""  "data":"x","datacontenttype":"text/plain"  """, "text/plain", "x")]
    [InlineData("""  "data":"x","datacontenttype":"a/b+json"  """, "a/b+json", "\"x\"")]
    [InlineData("""  "data_base64":"eHl6","datacontenttype":"image/png"  """, "image/png", "xyz")]
    [InlineData("""  "data":null,"x":null  """, "application/json", "null")]
    [InlineData("""  "x":1  """, null, "")]
    [InlineData("""  "datacontenttype":"text/plain"  """, "text/plain", "")]
    public void Data_is_the_body_of_its_type(string members, string? contentType, string body)
    {
        var binary = CloudEventForm.Binary(CloudEvent(members)).ShouldNotBeNull();
        binary.ContentType.ShouldBe(contentType);
        Encoding.UTF8.GetString(binary.Data.Span).ShouldBe(body);
    }

    [Theory]
    [InlineData("""  "Capital":"x"  """)]
    [InlineData("""  "with_line":"x"  """)]
    [InlineData("""  "nested":{"a":1}  """)]
    [InlineData("""  "data":"x","data_base64":"eA=="  """)]
    [InlineData("""  "data_base64":"not base64"  """)]
    [InlineData("""  "data_base64":"eHl6"  """)]
    [InlineData("""  "data":{},"datacontenttype":"text/xml"  """)]
    [InlineData("""  "data":"","datacontenttype":"text/plain"  """)]
    public void What_headers_cannot_hold_has_no_binary_form(string members) =>
        CloudEventForm.Binary(CloudEvent(members)).ShouldBeNull();

    [Theory]
    [InlineData("""  "subject":"build/1"  """, "build/1")]
    [InlineData("""  "subject":"zw\u00f6lf"  """, "zwölf")]
    [InlineData("""  "subject":""  """, null)]
    [InlineData("""  "subject":null  """, null)]
    [InlineData("""  "subject":{"id":"7"}  """, null)]
    [InlineData("""  "data":{"subject":"x"}  """, null)]
    public void The_subject_of_a_CloudEvent_is_its_attribute(string members, string? subject) =>
        CloudEventForm.SubjectOf(CloudEvent(members)).ShouldBe(subject);

    [Fact]
    public void The_subject_of_a_CDEvent_is_its_subjects_id() =>
        CloudEventForm.SubjectOf(Recognised(CDEvent)).ShouldBe("build/1");

    [Theory]
    [InlineData("""{"subject":"x"}""")]
    [InlineData("""{"id":"7","type":"t","data":1,"subject":"x"}""")]
    [InlineData("[1]")]
    [InlineData("7")]
    public void What_is_neither_has_no_subject(string json) =>
        CloudEventForm.SubjectOf(Recognised(json)).ShouldBeNull();

    /// <summary>The event as it is read again where attributes are percent-encoded.</summary>
    private static ReadOnlyMemory<byte> Received(BinaryCloudEvent binary)
    {
        var headers = binary.Attributes.Select(attribute =>
            KeyValuePair.Create("ce-" + attribute.Name, Uri.EscapeDataString(attribute.Value))
        );
        var reading = CloudEventHeaders.ToStructured(headers, binary.ContentType, binary.Data);
        reading.Fault.ShouldBeNull();
        return reading.Json;
    }

    private static JsonNode Structured(string body) =>
        JsonNode.Parse(CloudEventForm.Structured(Recognised(body)).Span)!;

    private static EncodedEvent CloudEvent(string members) =>
        Recognised(
            $$"""{"specversion":"1.0","id":"7","source":"s","type":"t","time":"2026-01-02T03:04:05Z",{{members}}}"""
        );

    private static EncodedEvent Recognised(string json)
    {
        var reading = JsonText.Read(Encoding.UTF8.GetBytes(json));
        reading.Fault.ShouldBeNull();
        var recognition = new EventRecogniser(TimeProvider.System).Recognise(new(reading.Json));
        recognition.Fault.ShouldBeNull();
        return recognition.Event!;
    }
}
