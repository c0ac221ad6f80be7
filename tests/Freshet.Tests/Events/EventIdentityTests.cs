using System.Text;
using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public sealed class EventIdentityTests
{
    [Theory]
    [InlineData("1", "message", "", "/given")]
    [InlineData("""{"type":"x","id":"7"}""", "x", "", "/given")]
    [InlineData("""{"id":"7","type":"x","source":"/s","data":{}}""", "x", "7", "/s")]
    [InlineData("""{"type":"x","data":{},"source":"/s"}""", "x", "", "/s")]
    [InlineData("""{"specversion":"1.0","type":"x","id":"7"}""", "x", "7", "/given")]
    [InlineData("""{"specversion":"1.0","type":"x","id":7,"source":[]}""", "x", "", "/given")]
    [InlineData(
        """{"context":{"type":"dev.cdevents.a","id":"7","source":"/s"}}""",
        "dev.cdevents.a",
        "7",
        "/s"
    )]
    public void What_is_missing_is_empty_or_given(
        string json,
        string type,
        string id,
        string source
    ) => Of(json).ShouldBe(new EventIdentity(type, id, source));

    [Theory]
    [InlineData("1", "outer")]
    [InlineData("""{"type":"x","id":"7"}""", "outer")]
    [InlineData("""{"type":"x","data":{},"source":"/s"}""", "outer")]
    [InlineData("""{"id":"7","type":"x","source":"/s","data":{}}""", "7")]
    [InlineData("""{"context":{"type":"dev.cdevents.a","id":"7","source":"/s"}}""", "7")]
    public void What_has_no_id_is_called_what_its_transport_calls_it(string json, string id)
    {
        Of(json, "outer").Id.ShouldBe(id);
        var input = new Event(Encoding.UTF8.GetBytes(json)) { TransportId = "outer" };
        new EventRecogniser(TimeProvider.System).Recognise(input).Event!.Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("""{"context":{"type":"dev.cdevents.a"},"subject":{}}""")]
    [InlineData("""{"context":{"type":"dev.cdevents.a","id":"0","source":"/s"},"subject":{}}""")]
    [InlineData("""{"id":"7","type":"x","source":"/s","data":{}}""")]
    [InlineData("""{"specversion":"1.0","type":"x","id":"7","source":"/s"}""")]
    public void It_is_what_the_recogniser_makes_of_the_event(string json)
    {
        var input = new Event(
            Encoding.UTF8.GetBytes(json),
            """{"context":{"source":"/given"}}"""u8.ToArray()
        );

        var kept = new EventRecogniser(TimeProvider.System)
            .Recognise(input)
            .Event.ShouldNotBeNull();

        Of(json).ShouldBe(new EventIdentity(kept.Type, kept.Id, kept.Source));
    }

    private static EventIdentity Of(string json, string? transportId = null) =>
        EventIdentity.Of(Encoding.UTF8.GetBytes(json), "/given", transportId);
}
