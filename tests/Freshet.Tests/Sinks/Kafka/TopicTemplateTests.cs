using System.Text;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Sinks.Kafka;
using Freshet.Toml;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Kafka;

public sealed class TopicTemplateTests
{
    [Theory]
    [InlineData("events", "events")]
    [InlineData("{type}", "dev.cdevents.build.started.0.2.0")]
    [InlineData("ci.{source}-{type}_", "ci._ci_7-dev.cdevents.build.started.0.2.0_")]
    public void The_type_and_the_source_stand_where_they_are_asked_for(
        string template,
        string topic
    ) => Topic(template, "dev.cdevents.build.started.0.2.0", "/ci/7").ShouldBe((topic, null));

    [Theory]
    [InlineData("a b/c:d", "a_b_c_d")]
    [InlineData("zwölf", "zw_lf")]
    [InlineData("\U0001F600", "_")]
    [InlineData("{source}", "_source_")]
    public void A_character_that_no_topic_has_becomes_an_underscore(string type, string topic) =>
        Topic("{type}", type, "s").ShouldBe((topic, null));

    [Theory]
    [InlineData("{type}", ".", "s", "would be \".\"")]
    [InlineData("{source}", "t", "..", "would be \"..\"")]
    [InlineData("events.{source}", "t", "", "it has none")]
    public void What_would_be_no_topic_is_refused(
        string template,
        string type,
        string source,
        string fault
    ) => Topic(template, type, source).Fault.ShouldNotBeNull().ShouldContain(fault);

    [Fact]
    public void A_name_that_is_too_long_is_refused()
    {
        Topic("t.{type}", new string('x', 247), "s").Fault.ShouldBeNull();
        Topic("t.{type}", new string('x', 248), "s")
            .Fault.ShouldNotBeNull()
            .ShouldContain("more than 249 characters");
    }

    [Fact]
    public void Whatever_a_type_is_the_topic_is_one_that_Kafka_takes() =>
        Prop.ForAll<NonEmptyString>(type =>
            {
                var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(type.Get));
                var (topic, fault) = Topic("{type}", text, "s");
                return fault is not null
                    || (
                        topic.Length is > 0 and <= 249
                        && topic.All(c => char.IsAsciiLetterOrDigit(c) || "._-".Contains(c))
                    );
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "which is no topic's name")]
    [InlineData("..", "which is no topic's name")]
    [InlineData("my events", "a character that no topic's name has")]
    [InlineData("{subject}", "neither type nor source")]
    [InlineData("{type", "neither type nor source")]
    public void A_template_that_can_be_no_topic_is_a_mistake(string template, string message) =>
        Read(template).Mistakes.ShouldHaveSingleItem().ShouldContain(message);

    private static (string Topic, string? Fault) Topic(string template, string type, string source)
    {
        var (read, mistakes) = Read(template);
        mistakes.ShouldBeEmpty();
        var json = new JsonObject
        {
            ["id"] = "7",
            ["type"] = type,
            ["timestamp"] = "2026-01-02T03:04:05Z",
            ["data"] = 1,
        };
        if (source.Length > 0)
        {
            json["source"] = source;
        }
        return read.ShouldNotBeNull().Of(OutgoingEvent.Of(json.ToJsonString()).Event);
    }

    private static (TopicTemplate? Template, IReadOnlyList<string> Mistakes) Read(string template)
    {
        var diagnostics = new List<Diagnostic>();
        var toml = Encoding.UTF8.GetBytes($"topic = '{template}'");
        var table = TomlReader.Read(toml, "freshet.toml", diagnostics);
        var reader = new OptionsReader(diagnostics, _ => null);
        var read = TopicTemplate.Read(table.Find("topic")!.Value, reader);
        return (read, [.. diagnostics.Select(diagnostic => diagnostic.Render())]);
    }
}
