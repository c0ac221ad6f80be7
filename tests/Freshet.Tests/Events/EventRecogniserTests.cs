using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public class EventRecogniserTests
{
    private const string Id = "01993a6c-0000-7000-8000-000000000000";
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, 123, TimeSpan.Zero);
    private readonly EventRecogniser recogniser = new(new FixedClock(Now.AddTicks(4567)), _ => Id);

    [Theory]
    [InlineData(
        """{"context":{"version":"0.4.0","id":"i-1","source":"/s","type":"dev.cdevents.build.started.0.1.0","timestamp":"2024-01-15T10:30:00Z"},"subject":{"n":1e400}}""",
        "CDEvent",
        "dev.cdevents.build.started.0.1.0"
    )]
    [InlineData(
        """{"context":{"id":"i-1","source":"/s","type":"org.own","timestamp":"2024-01-15T11:30:00+01:00"},"specversion":"1.0","type":"x"}""",
        "CDEvent",
        "org.own"
    )]
    [InlineData(
        """{"specversion":"1.0","id":"i-1","source":"/s","type":"t","time":"2024-01-15T10:30:00Z","timestamp":7,"context":{"type":"x"}}""",
        "CloudEvent",
        "t"
    )]
    [InlineData(
        """{"specversion":"0.3","id":"i-1","source":"/s","type":"t","time":"2024-01-15T10:30:00Z"}""",
        "CloudEvent",
        "t"
    )]
    [InlineData(
        """{"id":"i-1","type":"blog.post.created","source":"/s","timestamp":"2024-01-15T10:30:00.000Z","data":null}""",
        "Envelope",
        "blog.post.created"
    )]
    public void An_event_that_lacks_nothing_leaves_as_the_same_memory(
        string json,
        string format,
        string type
    )
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes(json);
        var found = Recognised(new Event(text));
        found.Json.Equals(text).ShouldBeTrue();
        (found.Format.ToString(), found.Id, found.Type, found.Source).ShouldBe(
            (format, "i-1", type, "/s")
        );
        found.Timestamp.ShouldBe(new DateTimeOffset(2024, 1, 15, 10, 30, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("""{"type":"x","data":{}}""", "x")]
    [InlineData("""{"id":7,"type":"x","data":{}}""", "x")]
    [InlineData("""{"id":"i","type":"x"}""", "x")]
    [InlineData("""{"id":"i","type":"","data":{}}""", "message")]
    [InlineData("""{"id":"i","source":"s","data":{},"timestamp":7}""", "message")]
    [InlineData("""{"specversion":1.0,"type":"x"}""", "x")]
    [InlineData(
        """{"context":{"type":"org.own","id":"i","source":"/s","timestamp":null}}""",
        "message"
    )]
    [InlineData("""{"context":{"type":7,"id":"i","source":"/s","timestamp":"t"}}""", "message")]
    [InlineData("""{"context":[{"type":"dev.cdevents.build.started.0.2.0"}]}""", "message")]
    [InlineData("""[{"specversion":"1.0","type":"x"}]""", "message")]
    [InlineData("\"text\"", "message")]
    [InlineData("null", "message")]
    public void Other_JSON_is_plain_and_gets_a_new_id_beside_it(string json, string type)
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes(json);
        var found = Recognised(new Event(text) { Metadata = From("/hook") });
        found.Json.Equals(text).ShouldBeTrue();
        (found.Format, found.Id, found.Type, found.Source).ShouldBe(
            (EventFormat.Plain, Id, type, "/hook")
        );
        found.Timestamp.ShouldBe(Now);
    }

    [Fact]
    public void A_type_too_long_for_plain_JSON_to_name_is_not_taken()
    {
        Recognised($$"""{"type":"{{new string('t', 256)}}"}""").Type.Length.ShouldBe(256);
        Recognised($$"""{"type":"{{new string('t', 257)}}"}""").Type.ShouldBe("message");
    }

    [Fact]
    public void A_new_id_is_a_UUID_of_version_7_of_the_clocks_time()
    {
        var found = new EventRecogniser(new FixedClock(Now))
            .Recognise(new Event("1"u8.ToArray()))
            .Event.ShouldNotBeNull();
        var id = Guid.ParseExact(found.Id, "D");
        id.Version.ShouldBe(7);
        Convert
            .ToInt64(found.Id.Replace("-", "", StringComparison.Ordinal)[..12], 16)
            .ShouldBe(Now.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(
        """{"specversion":"1.0","type":"t","data":1E2}""",
        """{"time":"2026-01-31T12:00:00.123Z","id":"ID","source":"/hook","specversion":"1.0","type":"t","data":1E2}"""
    )]
    [InlineData(
        """{"specversion":"1.0","type":"t","source":null,"id":null,"time":null}""",
        """{"specversion":"1.0","type":"t","source":"/hook","id":"ID","time":"2026-01-31T12:00:00.123Z"}"""
    )]
    [InlineData(
        """{"id":"i","type":"t","data":{}}""",
        """{"timestamp":"2026-01-31T12:00:00.123Z","source":"/hook","id":"i","type":"t","data":{}}"""
    )]
    [InlineData(
        """{"id":"","type":"t","data":{},"source":""}""",
        """{"timestamp":"2026-01-31T12:00:00.123Z","id":"ID","type":"t","data":{},"source":"/hook"}"""
    )]
    [InlineData(
        """{"subject":{},"context":{"id":"i","type":"dev.cdevents.a.b.0.1.0"}}""",
        """{"subject":{},"context":{"timestamp":"2026-01-31T12:00:00.123Z","source":"/hook","id":"i","type":"dev.cdevents.a.b.0.1.0"}}"""
    )]
    public void What_is_absent_is_filled_in_and_no_other_byte_changes(string json, string expected)
    {
        var found = Recognised(
            new Event(Encoding.UTF8.GetBytes(json)) { Metadata = From("/hook") }
        );
        Text(found.Json)
            .ShouldBe(expected.Replace("\"ID\"", $"\"{Id}\"", StringComparison.Ordinal));
        (found.Source, found.Timestamp).ShouldBe(("/hook", Now));
    }

    [Fact]
    public void A_source_that_nobody_names_stays_out()
    {
        var found = Recognised(
            """{"specversion":"1.0","type":"t","id":"i","time":"2024-01-15T10:30:00Z"}"""
        );
        found.Source.ShouldBe("");
        Text(found.Json).ShouldNotContain("source");
    }

    [Fact]
    public void A_source_from_metadata_is_escaped()
    {
        var found = Recognised(
            new Event("""{"specversion":"1.0","type":"t"}"""u8.ToArray())
            {
                Metadata = From("a\"b\\\n\u0000é"),
            }
        );
        JsonText.Read(found.Json).Json.Equals(found.Json).ShouldBeTrue();
        JsonNode.Parse(found.Json.Span)!["source"]!.GetValue<string>().ShouldBe("a\"b\\\n\u0000é");
    }

    [Theory]
    [InlineData("\"id\":\"\",")]
    [InlineData("\"id\":\"0\",")]
    [InlineData("\"id\":\"\\u0030\",")]
    [InlineData("\"id\":null,")]
    [InlineData("")]
    public void A_CDEvent_without_an_id_is_named_by_its_content(string id)
    {
        var json =
            $$$"""{"subject":{"n":1.0},"context":{{{{id}}}"type":"dev.cdevents.a.b.0.1.0","source":"/s","timestamp":"2024-01-15T10:30:00Z"}}""";
        var content =
            """{"context":{"source":"/s","timestamp":"2024-01-15T10:30:00Z","type":"dev.cdevents.a.b.0.1.0"},"subject":{"n":1}}""";
        var found = Recognised(json);
        found.Id.ShouldBe(ContentIdentifier.Of(Encoding.UTF8.GetBytes(content)));
        JsonNode.Parse(found.Json.Span)!["context"]!["id"]!.GetValue<string>().ShouldBe(found.Id);
    }

    [Fact]
    public void A_CDEvent_sent_again_gets_the_same_id_whenever_it_comes()
    {
        var json =
            """{"context":{"id":"0","type":"dev.cdevents.a.b.0.1.0"},"subject":{}}"""u8.ToArray();
        var later = new EventRecogniser(new FixedClock(Now.AddDays(1)));
        var first = Recognised(new Event(json) { Metadata = From("/hook") });
        var second = later
            .Recognise(new Event(json) { Metadata = From("/hook") })
            .Event.ShouldNotBeNull();
        second.Id.ShouldBe(first.Id);
        second.Timestamp.ShouldNotBe(first.Timestamp);
        Recognised(new Event(json) { Metadata = From("/other") })
            .Id.ShouldNotBe(first.Id, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"context":{"id":7,"source":"/s","type":"dev.cdevents.a.b.0.1.0","timestamp":"2024-01-15T10:30:00Z"}}""",
        "context.id: expected a string, found a number"
    )]
    [InlineData(
        """{"context":{"id":"i","source":{},"type":"dev.cdevents.a.b.0.1.0"}}""",
        "context.source: expected a string, found an object"
    )]
    [InlineData(
        """{"context":{"id":"i","source":"/s","type":"dev.cdevents.a.b.0.1.0","timestamp":"yesterday"}}""",
        "context.timestamp: expected an RFC 3339 time such as 2026-01-31T12:00:00Z, found another string"
    )]
    [InlineData(
        """{"context":{"id":"i","source":"/s","type":"dev.cdevents.a.b.0.1.0","timestamp":1700000000}}""",
        "context.timestamp: expected an RFC 3339 time such as 2026-01-31T12:00:00Z, found a number"
    )]
    [InlineData(
        """{"context":{"id":"i","source":"/s","type":"","timestamp":"2024-01-15T10:30:00Z"}}""",
        "context.type: expected a string that is not empty, found an empty one"
    )]
    [InlineData(
        """{"specversion":"1.0","type":"t","id":""}""",
        "id: expected a string that is not empty, found an empty one"
    )]
    [InlineData(
        """{"specversion":"1.0","type":"t","source":""}""",
        "source: expected a string that is not empty, found an empty one"
    )]
    [InlineData(
        """{"specversion":"1.0","type":""}""",
        "type: expected a string that is not empty, found an empty one"
    )]
    [InlineData(
        """{"specversion":"1.0","type":"t","id":[]}""",
        "id: expected a string, found an array"
    )]
    [InlineData(
        """{"specversion":"1.0","type":"t","time":false}""",
        "time: expected an RFC 3339 time such as 2026-01-31T12:00:00Z, found a boolean"
    )]
    [InlineData(
        """{"id":"i","type":"t","data":1,"timestamp":""}""",
        "timestamp: expected an RFC 3339 time such as 2026-01-31T12:00:00Z, found another string"
    )]
    public void A_member_that_is_not_what_its_format_asks_for_is_a_fault(
        string json,
        string fault
    ) =>
        recogniser
            .Recognise(new Event(Encoding.UTF8.GetBytes(json)))
            .Fault.ShouldNotBeNull()
            .ToString()
            .ShouldBe(fault);

    [Theory]
    [InlineData("id", 1024)]
    [InlineData("source", 1024)]
    [InlineData("type", 256)]
    public void Members_have_a_longest_length(string name, int longest)
    {
        var json = new JsonObject
        {
            ["specversion"] = "1.0",
            ["type"] = "t",
            ["id"] = "i",
            [name] = new string('x', longest),
        };
        recogniser.Recognise(new Event(json)).Fault.ShouldBeNull();
        json[name] = new string('x', longest + 1);
        recogniser
            .Recognise(new Event(json))
            .Fault.ShouldNotBeNull()
            .ToString()
            .ShouldBe($"{name}: expected at most {longest} characters, found {longest + 1}");
    }

    [Theory]
    [InlineData("""{"context":{"source":"/s"}}""", "/s")]
    [InlineData(
        """{"a":{"context":{"source":"/a"}},"context":{"x":{"source":"/x"},"source":"/s"}}""",
        "/s"
    )]
    [InlineData("""{"source":"/s"}""", "")]
    [InlineData("""{"context":"/s"}""", "")]
    [InlineData("""{"context":[{"source":"/s"}]}""", "")]
    [InlineData("""{"context":{"source":7}}""", "")]
    [InlineData("""{"context":{"source":null}}""", "")]
    [InlineData("""{"context":{}}""", "")]
    [InlineData("{}", "")]
    public void The_source_of_what_names_none_is_that_of_its_metadata(
        string metadata,
        string source
    )
    {
        var bytes = Encoding.UTF8.GetBytes(metadata);
        Recognised(new Event("1"u8.ToArray(), bytes)).Source.ShouldBe(source);
        // Another that shares the bytes, and one whose metadata somebody has looked at.
        Recognised(new Event("2"u8.ToArray(), bytes)).Source.ShouldBe(source);
        var seen = new Event("3"u8.ToArray(), bytes);
        seen.Metadata["seen"] = true;
        Recognised(seen).Source.ShouldBe(source);
    }

    [Fact]
    public void A_source_from_metadata_has_a_longest_length_too() =>
        recogniser
            .Recognise(new Event("1"u8.ToArray()) { Metadata = From(new string('x', 1025)) })
            .Fault.ShouldNotBeNull()
            .Path.ShouldBe("metadata.context.source");

    [Fact]
    public void Half_of_a_surrogate_pair_in_metadata_is_replaced()
    {
        var found = Recognised(
            new Event("""{"specversion":"1.0","type":"t"}"""u8.ToArray())
            {
                Metadata = From("\uD83D"),
            }
        );
        JsonNode.Parse(found.Json.Span)!["source"]!.GetValue<string>().ShouldBe("\uFFFD");
    }

    [Fact]
    public void A_tree_that_is_not_JSON_is_a_fault() =>
        recogniser.Recognise(new Event(JsonValue.Create(double.NaN))).Fault.ShouldNotBeNull();

    [Fact]
    public void What_a_transformer_touched_is_recognised_as_it_left_it()
    {
        var input = new Event("""{"context":{"id":"i","type":"x"}}"""u8.ToArray());
        input.Body!["context"]!["type"] = "dev.cdevents.a.b.0.1.0";
        Recognised(input).Format.ShouldBe(EventFormat.CDEvent);
    }

    [Fact]
    public void Any_event_is_recognised_or_refused_and_what_was_filled_in_stays()
    {
        var formats = new HashSet<EventFormat>();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5000),
            Prop.ForAll(
                Gen.OneOf(JsonTexts.NearlyEvent(), JsonTexts.Value()).ToArbitrary(),
                text =>
                {
                    var json = JsonText.Read(Encoding.UTF8.GetBytes(text)).Json;
                    var (found, fault, _) = recogniser.Recognise(
                        new Event(json) { Metadata = From("/hook") }
                    );
                    (found is null).ShouldBe(fault is not null);
                    if (found is null)
                    {
                        return;
                    }
                    formats.Add(found.Format);
                    JsonText.Read(found.Json).Json.Equals(found.Json).ShouldBeTrue();
                    found.Id.ShouldNotBeEmpty();
                    found.Type.ShouldNotBeEmpty();
                    var again = new EventRecogniser(new FixedClock(Now.AddDays(1)), _ => Id)
                        .Recognise(new Event(found.Json) { Metadata = From("/hook") })
                        .Event.ShouldNotBeNull();
                    again.Json.Equals(found.Json).ShouldBeTrue();
                    (again.Format, again.Id, again.Type, again.Source).ShouldBe(
                        (found.Format, found.Id, found.Type, found.Source)
                    );
                    if (found.Format != EventFormat.Plain)
                    {
                        again.Timestamp.ShouldBe(found.Timestamp);
                    }
                }
            )
        );
        formats.Count.ShouldBe(4);
    }

    [Fact]
    public void The_order_of_members_does_not_change_a_content_identifier() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                JsonTexts.Value().ToArbitrary(),
                subject =>
                {
                    var node = JsonNode.Parse(
                        $$$"""{"context":{"id":"0","type":"dev.cdevents.a.b.0.1.0","source":"/s"},"subject":{{{subject}}}}"""
                    );
                    var id = Recognised(new Event(node)).Id;
                    id.Length.ShouldBe(59);
                    Recognised(new Event(CanonicalJsonTests.Reversed(node))).Id.ShouldBe(id);
                }
            )
        );

    [Fact]
    public void Plain_json_is_known_by_the_id_of_its_transport_whatever_id_it_names()
    {
        foreach (var json in new[] { "{}", "[1]", "\"text\"", """{"id":"inner"}""" })
        {
            var found = Recognised(
                new Event(Encoding.UTF8.GetBytes(json)) { TransportId = "outer" }
            );

            found.Key.ShouldBe(new EventKey("", "outer"));
            Text(found.Json).ShouldBe(json);
        }
    }

    [Theory]
    [InlineData("""{"type":"t","source":"/s","data":1}""")]
    [InlineData("""{"id":"","type":"t","source":"/s","data":1}""")]
    [InlineData("""{"id":null,"type":"t","source":"/s","data":1}""")]
    [InlineData("""{"specversion":"1.0","source":"/s","type":"t"}""")]
    public void An_event_without_an_id_is_known_by_that_of_its_transport_and_says_so(string json)
    {
        var found = Recognised(
            new Event(Encoding.UTF8.GetBytes(json)) { TransportId = "orders:0:1" }
        );

        found.Key.ShouldBe(new EventKey("/s", "orders:0:1"));
        new EventOutline(found.Json).Id.Text(found.Json.Span).ShouldBe("orders:0:1");
    }

    [Theory]
    [InlineData("\"id\":\"0\",")]
    [InlineData("")]
    public void A_cdevent_without_an_id_is_known_by_its_content_whatever_its_transport_says(
        string id
    )
    {
        var json =
            $$$"""{"context":{{{{id}}}"source":"/s","type":"dev.cdevents.a.b.0.1.0"},"subject":{}}""";
        var bytes = Encoding.UTF8.GetBytes(json);

        Recognised(new Event(bytes) { TransportId = "outer" })
            .Id.ShouldBe(Recognised(new Event(bytes)).Id);
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"own","source":"/s","type":"t"}""")]
    [InlineData("""{"id":"own","type":"t","source":"/s","data":null}""")]
    [InlineData(
        """{"context":{"id":"own","source":"/s","type":"dev.cdevents.a.b.0.1.0"},"subject":{}}"""
    )]
    public void An_id_of_its_own_goes_before_that_of_the_transport(string json) =>
        Recognised(new Event(Encoding.UTF8.GetBytes(json)) { TransportId = "outer" })
            .Key.ShouldBe(new EventKey("/s", "own"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_an_id_of_the_transport_plain_json_is_given_one(string? transportId) =>
        Recognised(new Event("{}"u8.ToArray()) { TransportId = transportId }).Id.ShouldBe(Id);

    [Fact]
    public void An_id_of_the_transport_that_is_too_long_is_none()
    {
        var longest = new string('x', EventRecogniser.LongestId);

        Recognised(new Event("{}"u8.ToArray()) { TransportId = longest }).Id.ShouldBe(longest);
        Recognised(new Event("{}"u8.ToArray()) { TransportId = longest + "x" }).Id.ShouldBe(Id);
    }

    private EncodedEvent Recognised(Event input)
    {
        var (found, fault, _) = recogniser.Recognise(input);
        fault.ShouldBeNull();
        return found!;
    }

    private EncodedEvent Recognised(string json) =>
        Recognised(new Event(Encoding.UTF8.GetBytes(json)));

    private static JsonObject From(string source) =>
        new() { ["context"] = new JsonObject { ["source"] = source } };

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
