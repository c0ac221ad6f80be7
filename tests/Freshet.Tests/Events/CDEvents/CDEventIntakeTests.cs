using System.Text;
using Freshet.Events;
using Freshet.Events.CDEvents;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events.CDEvents;

public sealed class CDEventIntakeTests
{
    private const string CDEvent = """
        {"context":{"version":"0.4.1","id":"7","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"id":"build/1","type":"build","content":{}}}
        """;

    [Fact]
    public void What_leaves_as_a_CloudEvent_comes_in_as_the_same_CDEvent()
    {
        foreach (var facts in TypeFacts.All)
        {
            var json = facts.Example(isFull: true).ToJsonString();
            var sent = Recognise(json, null).Event.ShouldNotBeNull();

            var structured = Recognise(CloudEventForm.Structured(sent), CDEventMode.Require);
            structured.Problems.ShouldBeNull();
            ShouldBeIt(structured.Event.ShouldNotBeNull(), sent);

            var binary = CloudEventForm.Binary(sent).ShouldNotBeNull();
            binary.ContentType.ShouldBe("application/json");
            var headers = binary.Attributes.Select(attribute =>
                KeyValuePair.Create("ce-" + attribute.Name, attribute.Value)
            );
            var received = CloudEventHeaders.ToStructured(
                headers,
                binary.ContentType,
                binary.Data,
                areEncoded: false
            );
            ShouldBeIt(Recognise(received.Json, CDEventMode.Require).Event.ShouldNotBeNull(), sent);
        }

        static void ShouldBeIt(EncodedEvent found, EncodedEvent sent)
        {
            found.Format.ShouldBe(EventFormat.CDEvent);
            found.Key.ShouldBe(sent.Key);
            (found.Type, found.Timestamp).ShouldBe((sent.Type, sent.Timestamp));
            Text(found.Json).ShouldBe(Text(sent.Json));
        }
    }

    [Fact]
    public void On_the_way_out_an_envelope_stays_since_somebody_made_it() =>
        Recognise(Envelope(), null).Event.ShouldNotBeNull().Format.ShouldBe(EventFormat.CloudEvent);

    [Theory]
    [InlineData("type", "\"dev.cdevents.build.finished.0.2.0\"", "context.type")]
    [InlineData("type", "\"org.own.wrapped\"", "context.type")]
    [InlineData("id", "\"8\"", "context.id")]
    [InlineData("source", "\"/other\"", "context.source")]
    [InlineData("time", "\"2026-01-02T03:04:06Z\"", "context.timestamp")]
    [InlineData("time", "\"soon\"", "context.timestamp")]
    [InlineData("subject", "\"build/2\"", "subject.id")]
    [InlineData("subject", "7", "subject.id")]
    public void An_envelope_that_says_something_else_is_a_problem_and_loses_nothing(
        string attribute,
        string value,
        string of
    )
    {
        var json = Envelope((attribute, value));
        var taken = Take(json, CDEventMode.Check);
        Text(taken.Outline.Json).ShouldBe(json);
        var problem = taken.Problems.ShouldNotBeNull().First.ShouldHaveSingleItem();
        problem.Path.ShouldBe(attribute);
        problem.Reason.ShouldContain($"as data.{of} has it");
        Recognise(json, CDEventMode.Require).Event.ShouldBeNull();
    }

    [Theory]
    [InlineData("time", "\"2026-01-02T04:04:05.000+01:00\"")]
    [InlineData("time", "null")]
    [InlineData("subject", null)]
    [InlineData("time", null)]
    [InlineData("dataschema", "\"https://schemas.example/1\"")]
    public void What_an_envelope_leaves_out_or_says_otherwise_is_no_problem(
        string attribute,
        string? value
    )
    {
        var taken = Take(Envelope((attribute, value)), CDEventMode.Check);
        taken.Problems.ShouldBeNull();
        Text(taken.Outline.Json).ShouldBe(CDEvent);
        Text(taken.Metadata).ShouldBe("""{"team":"a"}""");
    }

    [Fact]
    public void Attributes_that_a_CDEvent_has_no_place_for_go_into_the_metadata()
    {
        var taken = Take(Envelope(("traceparent", "\"00-1-2-01\""), ("n", "7")), CDEventMode.Off);
        Text(taken.Outline.Json).ShouldBe(CDEvent);
        Text(taken.Metadata)
            .ShouldBe("""{"team":"a","cloudevent":{"traceparent":"00-1-2-01","n":7}}""");
    }

    [Fact]
    public void Problems_of_a_carried_CDEvent_are_told_by_their_place_in_the_envelope()
    {
        var wrong = CDEvent.Replace(
            "\"content\":{}",
            "\"content\":{\"x\":1}",
            StringComparison.Ordinal
        );
        var taken = Take(Envelope(("data", wrong)), CDEventMode.Check);
        taken.Problems!.First.ShouldHaveSingleItem().Path.ShouldBe("data.subject.content.x");
        // The envelope agrees with it, wrong as it is.
        Text(taken.Outline.Json).ShouldBe(wrong);
    }

    [Theory]
    [InlineData(null, "data: expected a CDEvent, found nothing")]
    [InlineData("\"text\"", "data: expected a CDEvent, found a string")]
    [InlineData("null", "data: expected a CDEvent, found null")]
    [InlineData("{}", "data.context: expected an object, found nothing")]
    public void An_envelope_that_is_said_to_carry_a_CDEvent_and_does_not_is_wrong(
        string? data,
        string problem
    )
    {
        var json = Envelope(("data", data));
        var taken = Take(json, CDEventMode.Check);
        Text(taken.Outline.Json).ShouldBe(json);
        taken.Problems!.First[0].ToString().ShouldBe(problem);
    }

    [Theory]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"context":{"id":"1","source":"/s","type":"t","timestamp":"2026-01-02T03:04:05Z"}}}"""
    )]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"text":"dev.cdevents.build"}}"""
    )]
    [InlineData(
        """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":"dev.cdevents.build.started.0.2.0"}"""
    )]
    public void Another_CloudEvent_is_left_alone(string json)
    {
        var taken = Take(json, CDEventMode.Require);
        taken.Problems.ShouldBeNull();
        Text(taken.Outline.Json).ShouldBe(json);
    }

    [Fact]
    public void Without_its_envelope_it_is_known_by_the_same_name_beforehand()
    {
        var zero = CDEvent.Replace("\"id\":\"7\"", "\"id\":\"0\"", StringComparison.Ordinal);
        var json = Encoding.UTF8.GetBytes(Envelope(("id", "\"0\""), ("data", zero)));
        var identity = EventIdentity.Of(json, "");
        var kept = Recognise(json, CDEventMode.Check).Event.ShouldNotBeNull();
        identity.ShouldBe(new(kept.Type, kept.Id, kept.Source));
        kept.Id.ShouldNotBe("0");
    }

    [Theory]
    [InlineData("Off", false)]
    [InlineData("Check", true)]
    public void What_is_wrong_passes_where_it_need_not_be_right(string mode, bool isTold)
    {
        var wrong = CDEvent.Replace("\"subject\"", "\"object\"", StringComparison.Ordinal);
        var recognition = Recognise(wrong, Enum.Parse<CDEventMode>(mode));
        Text(recognition.Event.ShouldNotBeNull().Json).ShouldBe(wrong);
        (recognition.Problems is not null).ShouldBe(isTold);
    }

    [Fact]
    public void What_would_be_filled_in_is_missing_but_an_id_that_is_left_to_us()
    {
        var zero = CDEvent.Replace("\"id\":\"7\"", "\"id\":\"0\"", StringComparison.Ordinal);
        var passed = Recognise(zero, CDEventMode.Require).Event.ShouldNotBeNull();
        passed.Id.Length.ShouldBeGreaterThan(20);

        var without = CDEvent.Replace("\"id\":\"7\",", "", StringComparison.Ordinal);
        Recognise(without, CDEventMode.Require)
            .Problems!.First.ShouldHaveSingleItem()
            .Path.ShouldBe("context.id");
    }

    /// <summary>The CDEvent in its envelope, with attributes set, or without them where they are null.</summary>
    private static string Envelope(params (string Name, string? Value)[] others)
    {
        var members = new OrderedDictionary<string, string>
        {
            ["specversion"] = "\"1.0\"",
            ["id"] = "\"7\"",
            ["source"] = "\"/ci\"",
            ["type"] = "\"dev.cdevents.build.started.0.2.0\"",
            ["subject"] = "\"build/1\"",
            ["time"] = "\"2026-01-02T03:04:05Z\"",
            ["datacontenttype"] = "\"application/json\"",
            ["data"] = CDEvent,
        };
        foreach (var (name, value) in others)
        {
            members.Remove(name);
            if (value is not null)
            {
                members.Add(name, value);
            }
        }
        return $"{{{string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}"))}}}";
    }

    private static TakenEvent Take(string json, CDEventMode mode) =>
        CDEventIntake.Take(
            new EventOutline(Encoding.UTF8.GetBytes(json)),
            """{"team":"a"}"""u8.ToArray(),
            mode
        );

    private static Recognition Recognise(string json, CDEventMode? mode) =>
        Recognise(Encoding.UTF8.GetBytes(json), mode);

    private static Recognition Recognise(ReadOnlyMemory<byte> json, CDEventMode? mode) =>
        new EventRecogniser(TimeProvider.System, cdevents: mode).Recognise(new Event(json));

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
