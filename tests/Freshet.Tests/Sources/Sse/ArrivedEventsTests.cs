using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Sources.Sse;
using Freshet.Tests.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Sse;

public sealed class ArrivedEventsTests
{
    private const string Uuid = "01993a6c-0000-7000-8000-000000000000";

    private static readonly Uri Url = new(
        "https://user:word@events.example.com:8443/sse/a%20b?token=secret#part"
    );

    private readonly ArrivedEvents events = new(
        new JsonObject
        {
            ["context"] = new JsonObject { ["source"] = "/here" },
            ["team"] = "x",
        },
        Url
    );

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("{\n \"a\": 1.0\n}", """{"a":1.0}""")]
    [InlineData("[1]", "[1]")]
    [InlineData("7", "7")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("not JSON", "\"not JSON\"")]
    [InlineData("two\nlines \"quoted\"", "\"two\\nlines \\\"quoted\\\"\"")]
    [InlineData("", "\"\"")]
    [InlineData("""{"a":1,"a":2}""", "\"{\\\"a\\\":1,\\\"a\\\":2}\"")]
    public void Json_is_the_event_and_other_data_a_json_string(string data, string json) =>
        Text(events.Create(NewArrival(data)).ToJson()).ShouldBe(json);

    [Fact]
    public void Metadata_says_where_it_comes_from_without_what_may_be_secret()
    {
        var metadata = events.Create(NewArrival("{}", Uuid, "deployed \"x\"")).Metadata;

        JsonNode
            .DeepEquals(
                metadata,
                JsonNode.Parse(
                    $$"""
                    {
                      "context": { "source": "/here" },
                      "team": "x",
                      "sse_url": "https://events.example.com:8443/sse/a%20b",
                      "sse_event": "deployed \"x\"",
                      "sse_id": "{{Uuid}}"
                    }
                    """
                )
            )
            .ShouldBeTrue(metadata.ToJsonString());
    }

    [Fact]
    public void Metadata_of_the_configuration_does_not_stand_in_the_way()
    {
        var own = new ArrivedEvents(
            new JsonObject
            {
                ["sse_id"] = 1,
                ["sse_event"] = 2,
                ["sse_url"] = 3,
            },
            new Uri("http://a/")
        );

        var metadata = own.Create(NewArrival("{}")).Metadata;

        metadata.ToJsonString().ShouldBe("""{"sse_url":"http://a/","sse_event":"message"}""");
    }

    [Theory]
    [InlineData(Uuid)]
    [InlineData($"{Uuid}@17")]
    [InlineData($"{Uuid}#2")]
    public void The_id_of_a_freshet_is_that_of_plain_json(string id) =>
        Recognise(NewArrival("{}", id)).Id.ShouldBe(id);

    [Fact]
    public void A_count_is_no_id_that_tells_an_event_from_all_others()
    {
        var id = Recognise(NewArrival("""{"n":1}""", "1")).Id;
        var elsewhere = new ArrivedEvents([], new Uri("https://other.example.com/sse"));

        Guid.Parse(id).Version.ShouldBe(8);
        Recognise(NewArrival("""{"n":1}""", "1")).Id.ShouldBe(id, "a repeat is one");
        Recognise(NewArrival("""{"n":2}""", "1")).Id.ShouldNotBe(id, "the server began anew");
        Recognise(NewArrival("""{"n":1}""", "2")).Id.ShouldNotBe(id);
        elsewhere.Create(NewArrival("""{"n":1}""", "1")).TransportId.ShouldNotBe(id);
        // Its next collector knows it by that, and it comes round as the same.
        elsewhere.Create(NewArrival("""{"n":1}""", id)).TransportId.ShouldBe(id);
    }

    [Fact]
    public void Two_events_after_one_id_are_two()
    {
        var first = Recognise(NewArrival("{}", id: null));
        var second = Recognise(NewArrival("{}", id: null));

        first.Id.ShouldNotBe(second.Id);
    }

    [Fact]
    public void An_event_with_an_id_of_its_own_keeps_it()
    {
        var cloudEvent = """{"specversion":"1.0","id":"own","source":"/s","type":"t"}""";

        Recognise(NewArrival(cloudEvent, "17")).Key.ShouldBe(new EventKey("/s", "own"));
    }

    [Theory]
    [InlineData("error", null, "lagged: 3 messages skipped", "lagged")]
    [InlineData("error", null, "replay: unknown id", "replay")]
    [InlineData("error", null, "rejected: event x", "rejected")]
    [InlineData("error", null, "serialization error: x", "serialisation")]
    [InlineData("error", "1", "lagged: 3 messages skipped", null)]
    [InlineData("message", null, "lagged: 3 messages skipped", null)]
    [InlineData("error", null, """{"code":7}""", null)]
    [InlineData("error", null, "disk failed", null)]
    public void What_a_freshet_says_of_itself_is_no_event(
        string name,
        string? id,
        string data,
        string? kind
    ) => NewArrival(data, id, name).FailureKind.ShouldBe(kind);

    [Theory]
    [InlineData("lagged: 3 messages skipped", true)]
    [InlineData("replay: 3 events were left out here", true)]
    [InlineData("rejected: event x", false)]
    public void Some_of_it_tells_of_a_gap(string data, bool isGap) =>
        NewArrival(data, null, "error").IsGap.ShouldBe(isGap);

    private EncodedEvent Recognise(Arrival arrival) =>
        new EventRecogniser(new FixedClock(DateTimeOffset.UnixEpoch))
            .Recognise(events.Create(arrival))
            .Event.ShouldNotBeNull();

    private static Arrival NewArrival(string data, string? id = null, string name = "message") =>
        new(name, id, id ?? "", new(Encoding.UTF8.GetBytes(data), IsTooLarge: false));

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
