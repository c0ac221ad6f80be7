using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>What an event looks like on the wire.</summary>
public sealed class FramingTests
{
    [Theory]
    [InlineData("", """{"id":"1","type":"drift","data":0}""", "drift")]
    [InlineData("", """{"type":"hello"}""", "hello")]
    [InlineData("", "{}", "message")]
    [InlineData("", CDEvent, "cdevent")]
    [InlineData("event_name = \"type\"", CDEvent, "dev.cdevents.build.started.0.2.0")]
    [InlineData("event_name = \"type\"", """{"type":"hello"}""", "hello")]
    [InlineData("event_name = \"update\"", CDEvent, "update")]
    [InlineData("event_name = \"update\"", """{"type":"hello"}""", "update")]
    public async Task An_event_goes_by_its_name(string option, string json, string name)
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + option
        );
        await using var client = await server.ListenAsync();

        await server.PostAsync(json);

        (await client.NextAsync()).EventType.ShouldBe(name);
    }

    [Theory]
    [InlineData("""{"n":1.0,"m":1e5,"k":123456789012345678901234567890.10}""")]
    [InlineData("""{"text":"grün \u00fc 🌊 \ud83c\udf0a <a href='x'>&\/"}""")]
    [InlineData("""{"b":1,"a":[],"":null}""")]
    [InlineData("""[1,"two",null,true]""")]
    [InlineData("\"  two  spaces  \"")]
    [InlineData("17")]
    [InlineData("null")]
    public async Task What_was_sent_arrives_byte_for_byte(string json)
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        var id = (await server.PostAsync(json)).Ids.ShouldHaveSingleItem();

        var bytes = await client.ReadUntilAsync($"event: message\nid: {id}\ndata: {json}\n\n");
        bytes.ShouldStartWith("retry: ");
    }

    [Fact]
    public async Task Nothing_in_an_event_can_forge_a_line()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();
        const string nasty = @"x\nevent: forged\r\ndata: forged\r\n\r\n\u0000\nid: forged\u2028";
        const string json =
            $$"""{"id":"{{nasty}}","type":"{{nasty}}","source":"{{nasty}}","timestamp":"2026-01-15T10:30:00Z","data":["{{nasty}}"]}""";

        await server.PostAsync(json);
        await server.PostAsync("{\"last\":true}");

        var bytes = await client.ReadUntilAsync("data: {\"last\":true}\n\n");
        const string shown =
            "x%0Aevent: forged%0D%0Adata: forged%0D%0A%0D%0A%00%0Aid: forged\u2028";
        var lines = bytes.Split('\n');
        lines[2].ShouldBe($"event: {shown}");
        lines[3].ShouldBe($"id: {shown}");
        lines[4].ShouldBe($"data: {json}");
        lines[5].ShouldBeEmpty();
        lines[6].ShouldBe("event: message");
        bytes.ShouldNotContain('\r');
        bytes.ShouldNotContain('\0');
    }

    [Fact]
    public async Task White_space_between_the_parts_of_an_event_is_left_out()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        await server.PostAsync("{\r\n  \"a\" : [\n 1,\t2 ]\r\n}\n");

        (await client.NextAsync()).Data.ShouldBe("{\"a\":[1,2]}");
    }

    private const string CDEvent =
        """{"context":{"id":"d1","type":"dev.cdevents.build.started.0.2.0","source":"/ci","timestamp":"2026-01-15T10:30:00Z"},"subject":{"id":"b"}}""";
}
