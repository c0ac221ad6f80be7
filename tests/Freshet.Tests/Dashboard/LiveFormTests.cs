using System.Text;
using System.Text.Json.Nodes;
using Freshet.Dashboard;
using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Dashboard;

public sealed class LiveFormTests
{
    [Fact]
    public void A_frame_has_the_event_as_it_is_and_what_the_journal_knows_of_it()
    {
        const string json = """{"big":12345678901234567890,"text":"ä<"}""";
        var entry = new Entry(7, DateTimeOffset.UnixEpoch, Encoded(EventFormat.Plain, json));

        var form = Encoding.UTF8.GetString(LiveForm.Of(entry).Span);

        form.ShouldBe(
            $$"""{"sequence":7,"journaled_at":"1970-01-01T00:00:00.000Z","origin":"hook","id":"1","type":"t","source":"s","subject":null,"timestamp":"1970-01-01T00:00:00.000Z","format":"plain","event":{{json}}}"""
        );
    }

    [Theory]
    [InlineData(
        nameof(EventFormat.CloudEvent),
        """{"data":{"subject":"x"},"subject":"cat"}""",
        "cat"
    )]
    [InlineData(nameof(EventFormat.CDEvent), """{"subject":{"a":[{}],"id":"p/1"}}""", "p/1")]
    [InlineData(nameof(EventFormat.Envelope), """{"subject":"x"}""", null)]
    public void It_says_what_the_event_is_about(string format, string json, string? subject)
    {
        var encoded = Encoded(Enum.Parse<EventFormat>(format), json);

        var form = LiveForm.Of(new Entry(1, DateTimeOffset.UnixEpoch, encoded));

        var said = JsonNode.Parse(form.Span)!;
        ((string?)said["subject"]).ShouldBe(subject);
        ((string)said["format"]!).ShouldBe(format.ToLowerInvariant());
    }

    [Fact]
    public void A_frame_is_JSON_whatever_the_event_is_called()
    {
        var entry = new Entry(
            1,
            DateTimeOffset.UnixEpoch,
            Encoded(EventFormat.Plain, "1", id: "\"\n\u2028</script>")
        );

        var text = Encoding.UTF8.GetString(LiveForm.Of(entry).Span);

        text.ShouldNotContain("\n");
        ((string)JsonNode.Parse(text)!["id"]!).ShouldBe("\"\n\u2028</script>");
    }

    private static EncodedEvent Encoded(EventFormat format, string json, string id = "1") =>
        new()
        {
            Format = format,
            Id = id,
            Type = "t",
            Source = "s",
            Origin = "hook",
            Timestamp = DateTimeOffset.UnixEpoch,
            Headers = new Dictionary<string, string>(),
            Metadata = "{}"u8.ToArray(),
            Json = Encoding.UTF8.GetBytes(json),
        };
}
