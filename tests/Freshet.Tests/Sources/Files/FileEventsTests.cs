using Freshet.Events;
using Freshet.Events.Parsing;
using Freshet.Sources.Files;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Files;

public sealed class FileEventsTests
{
    private static readonly FoundFile File = new("a/b.json", new(5, 639_000_000_000_000_000));

    [Fact]
    public void An_id_is_the_same_for_the_same_version_of_a_file_and_for_no_other()
    {
        var events = New("files");
        string[] ids =
        [
            events.IdOf(File, 7, 0),
            events.IdOf(File, 7, 1),
            events.IdOf(File, 8, 0),
            events.IdOf(File with { Path = "a/c.json" }, 7, 0),
            events.IdOf(File with { Stamp = new(5, 639_000_000_000_000_001) }, 7, 0),
            New("others").IdOf(File, 7, 0),
        ];

        ids.Distinct().Count().ShouldBe(ids.Length);
        New("files").IdOf(File, 7, 0).ShouldBe(ids[0]);
        Guid.TryParse(ids[0], out _).ShouldBeTrue();
    }

    [Fact]
    public void Metadata_of_the_source_come_along_but_the_file_has_the_last_word()
    {
        var metadata = New("files").MetadataOf(File);

        JsonText
            .Read(metadata)
            .Json.ToArray()
            .ShouldBe(
                """{"context":{"source":"/s"},"name":"b.json","path":"a/b.json","root":"/data","last_modified":"2025-11-29T08:00:00.000Z"}"""u8.ToArray(),
                System.Text.Encoding.UTF8.GetString(metadata.Span)
            );
    }

    [Theory]
    [InlineData("a.json", "a.headers.json")]
    [InlineData("x.y/a.b.json", "x.y/a.b.headers.json")]
    [InlineData("x.y/a", "x.y/a.headers.json")]
    public void Headers_stand_beside_their_file(string path, string headers) =>
        FileHeaders.PathFor(path).ShouldBe(headers);

    [Theory]
    [InlineData("[]", "expected an object of strings")]
    [InlineData("{\"A\": 1}", "A: expected a string")]
    [InlineData("{", "")]
    public void Headers_are_an_object_of_strings(string json, string reason)
    {
        FileHeaders
            .TryRead(System.Text.Encoding.UTF8.GetBytes(json), out _, out var error)
            .ShouldBeFalse();

        error.ShouldNotBeNull().ShouldContain(reason);
    }

    private static FileEvents New(string source) =>
        new(
            new(),
            source,
            new()
            {
                ["context"] = new System.Text.Json.Nodes.JsonObject { ["source"] = "/s" },
                ["name"] = "mine",
            },
            "/data"
        );
}
