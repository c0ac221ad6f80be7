using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Clients;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Greetings;
using Freshet.Tests.Configuration;
using Freshet.Tests.Events;
using Freshet.Tests.Sinks.Sse.Filtering;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Greetings;

public sealed class GreetingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly Arrival Client = new(Guid.CreateVersion7(Now), null!, "", Now, 0);

    [Fact]
    public void Without_a_greeting_a_client_is_told_when_to_come_back_and_nothing_more()
    {
        var frame = new Greeting(TimeSpan.FromSeconds(2), null).For(Client, EventFilter.All);

        var read = Read(frame);
        read.Retry.ShouldNotBeNull().ShouldBeInRange(2000, 3000);
        read.Events.ShouldBeEmpty();
    }

    [Fact]
    public void The_greeting_of_the_service_from_Kafka_can_be_written()
    {
        var read = Greet(
            """
            event = "connection.established"
            data = { id = "{id}", type = "connection.established", source = "sse-service", timestamp = "{timestamp}", data = { client_id = "{client_id}" } }
            """
        );

        read.Type.ShouldBe("connection.established");
        var data = JsonNode.Parse(read.Data)!;
        Guid.Parse((string)data["id"]!).Version.ShouldBe(7);
        ((string)data["id"]!).ShouldNotBe(Client.Id.ToString());
        ((string)data["type"]!).ShouldBe("connection.established");
        ((string)data["timestamp"]!).ShouldBe("2026-01-02T03:04:05.678Z");
        ((string)data["data"]!["client_id"]!).ShouldBe(Client.Id.ToString());
    }

    [Fact]
    public void It_has_no_id_and_comes_after_when_to_come_back()
    {
        var bytes = Frame("event = \"hello\"\ndata = { a = 1 }", EventFilter.All).Plain;

        var lines = System.Text.Encoding.UTF8.GetString(bytes.Span).Split('\n');
        lines[0].ShouldStartWith("retry: ");
        lines[1..].ShouldBe(["", "event: hello", "data: {\"a\":1}", "", ""]);
    }

    [Theory]
    [InlineData("{ a = \"{event_types}\", b = \"{sources}\" }", """{"a":["b.*","c"],"b":["s"]}""")]
    [InlineData("{ a = \"types {event_types} of {sources}\" }", """{"a":"types b.*,c of s"}""")]
    [InlineData("{ a = \"{event_types} \" }", """{"a":"b.*,c "}""")]
    public void What_a_client_asked_for_is_told_it(string data, string expected) =>
        Greet($"event = \"e\"\ndata = {data}", Filters.Read("event_types=c,b.*&sources=s"))
            .Data.ShouldBe(expected);

    [Theory]
    [InlineData("{ a = \"{event_types}\" }", """{"a":[]}""")]
    [InlineData("{ a = \"<{event_types}{sources}>\" }", """{"a":"<>"}""")]
    public void Who_asked_for_everything_is_told_of_no_names(string data, string expected) =>
        Greet($"event = \"e\"\ndata = {data}").Data.ShouldBe(expected);

    [Theory]
    [InlineData("{ a = \"{{client_id}} {{}}\" }", """{"a":"{client_id} {}"}""")]
    [InlineData("{ a = \"{{{{\" }", """{"a":"{{"}""")]
    [InlineData("{ \"{id}\" = 1 }", """{"{id}":1}""")]
    [InlineData("{ }", "{}")]
    [InlineData(
        "{ a = [1, [true], { b = 1.5 }], c = [] }",
        """{"a":[1,[true],{"b":1.5}],"c":[]}"""
    )]
    [InlineData("{ a = 2026-01-02T03:04:05Z }", """{"a":"2026-01-02T03:04:05Z"}""")]
    [InlineData("{ \"a\\\"\\n\" = \"\\\"\\r\\nid: 1\\n\\n\" }", """{"a\"\n":"\"\r\nid: 1\n\n"}""")]
    [InlineData("{ a = \"größer ✓\" }", """{"a":"größer ✓"}""")]
    public void Everything_else_is_as_it_is_written(string data, string expected) =>
        Greet($"event = \"e\"\ndata = {data}").Data.ShouldBe(expected);

    [Fact]
    public void Without_data_it_is_an_empty_object() => Greet("event = \"e\"").Data.ShouldBe("{}");

    [Fact]
    public void A_variable_in_it_is_a_text_with_placeholders_too()
    {
        var loaded = Loaded.From(
            "event = \"e\"\ndata = { a = \"${GREETING} {client_id}\" }",
            new Dictionary<string, string> { ["GREETING"] = "1.10" }
        );
        var options = loaded.Read<GreetingOptions>();

        Read(new Greeting(TimeSpan.FromSeconds(1), options).For(Client, EventFilter.All))
            .Events.ShouldHaveSingleItem()
            .Data.ShouldBe($$"""{"a":"1.10 {{Client.Id}}"}""");
    }

    [Theory]
    [InlineData("{client}", "did you mean {client_id}?")]
    [InlineData("a {nothing.like-it} b", "double braces that are meant as themselves: {{ and }}")]
    [InlineData("{}", "double braces that are meant as themselves: {{ and }}")]
    [InlineData("{ id }", "did you mean {id}?")]
    public void An_unknown_placeholder_is_a_mistake_that_names_those_that_are_known(
        string text,
        string hint
    )
    {
        var mistake = Mistake(text);

        mistake.Message.ShouldStartWith("unknown placeholder {");
        mistake.Message.ShouldEndWith(
            " in the greeting; known are {client_id}, {timestamp}, {id}, {event_types}, {sources}"
        );
        mistake.Hint.ShouldBe(hint);
        mistake.Location.ShouldNotBeNull().Line.ShouldBe(3);
    }

    [Theory]
    [InlineData("a } b", '}')]
    [InlineData("a { b", '{')]
    [InlineData("{{{", '{')]
    [InlineData("{id}}", '}')]
    public void A_brace_that_stands_alone_is_a_mistake(string text, char brace)
    {
        var mistake = Mistake(text);

        mistake.Message.ShouldBe($"a {brace} stands alone in the greeting");
        mistake.Hint.ShouldBe($"double it where it is meant as itself: {brace}{brace}");
    }

    [Theory]
    [InlineData("data = {}", "the key \"event\" is missing")]
    [InlineData("event = \"\"", "event")]
    [InlineData("event = \"e\"\ndata = \"{id}\"", "data must be a table, not this text")]
    [InlineData("event = \"e\"\ndata = { a = \"${MISSING}\" }", "MISSING is not set")]
    public void Any_other_mistake_is_told(string toml, string expected)
    {
        var loaded = Loaded.From(toml);

        loaded.Reader.Read<GreetingOptions>(loaded.Root, "sinks.events.greeting");

        loaded.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain(expected);
    }

    [Fact]
    public void Nothing_that_a_client_asks_for_forges_a_frame_or_breaks_the_JSON()
    {
        var options = Loaded
            .From("event = \"e\"\ndata = { a = \"{event_types}\", b = \"<{event_types}>\" }")
            .Read<GreetingOptions>();
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonEmptyString>(),
                name =>
                {
                    var query = QueryHelpers.AddQueryString("", "event_types", name.Get);
                    var parsed = new Microsoft.AspNetCore.Http.QueryCollection(
                        QueryHelpers.ParseQuery(query)
                    );
                    if (!EventFilter.TryRead(parsed, out var filter, out _))
                    {
                        return;
                    }
                    var read = Read(
                        new Greeting(TimeSpan.FromSeconds(1), options).For(Client, filter)
                    );
                    read.LastEventId.ShouldBeEmpty();
                    var data = JsonSerializer.Deserialize<JsonObject>(
                        read.Events.ShouldHaveSingleItem().Data
                    )!;
                    data["a"]!.AsArray().Select(item => (string)item!).ShouldBe(filter.EventTypes);
                    ((string)data["b"]!).ShouldBe($"<{string.Join(',', filter.EventTypes)}>");
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void It_is_an_option_of_the_sink()
    {
        var options = Loaded
            .From("id = \"events\"\n[greeting]\nevent = \"connected\"\n[greeting.data]\na = 1")
            .Read<SseOptions>();

        options.Greeting.ShouldNotBeNull().Event.ShouldBe("connected");
    }

    private static Freshet.Toml.Diagnostic Mistake(string text)
    {
        var loaded = Loaded.From($"event = \"e\"\n[data]\na = \"{text}\"");
        loaded.Reader.Read<GreetingOptions>(loaded.Root, "sinks.events.greeting");
        return loaded.Diagnostics.ShouldHaveSingleItem();
    }

    private static WireFrame Frame(string toml, EventFilter filter) =>
        new Greeting(TimeSpan.FromSeconds(1), Loaded.From(toml).Read<GreetingOptions>()).For(
            Client,
            filter
        );

    private static Dispatched Greet(string toml, EventFilter? filter = null) =>
        Read(Frame(toml, filter ?? EventFilter.All)).Events.ShouldHaveSingleItem();

    private static EventStreamReader Read(WireFrame frame)
    {
        var reader = new EventStreamReader();
        reader.Read(frame.Plain.Span);
        return reader;
    }
}
