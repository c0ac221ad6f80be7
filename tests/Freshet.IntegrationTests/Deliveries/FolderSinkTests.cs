using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Deliveries;

public sealed class FolderSinkTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("freshet-folder-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(root.FullName, "events");

    [Theory]
    [InlineData("always")]
    [InlineData("never")]
    public async Task Each_event_is_a_file_named_by_its_id(string fsync)
    {
        await using var server = await StartAsync($"fsync = \"{fsync}\"");
        var plain = await server.PostAsync("""{"ü": 1.0}""", headers: ("X-Kept", "yes"));
        await server.PostAsync(Envelope("../../etc/passwd"));
        await server.PostAsync(Envelope("Build"));
        await server.PostAsync(Envelope("build"));

        string[] names =
        [
            $"{plain.Ids[0]}.json",
            "%2E.%2F..%2Fetc%2Fpasswd.json",
            "%42uild.json",
            "build.json",
        ];
        await Eventually.Holds(() => names.All(name => File.Exists(Path.Combine(Folder, name))));
        Directory.GetFileSystemEntries(Folder).Length.ShouldBe(4);
        Directory.GetFileSystemEntries(root.FullName).Length.ShouldBe(1);

        var text = await File.ReadAllTextAsync(Path.Combine(Folder, names[0]), Cancellation);
        text.ShouldEndWith("\"body\":{\"ü\":1.0}}\n");
        var file = JsonNode.Parse(text)!;
        file["headers"]!.ToJsonString().ShouldBe("""{"x-kept":"yes"}""");
        file["metadata"]!["context"]!["source"]!.GetValue<string>().ShouldContain("?source=hook");
    }

    [Fact]
    public async Task What_a_crash_left_unfinished_is_replaced_and_never_read_as_an_event()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(
            Path.Combine(Folder, ".seven.json.part"),
            "{\"metadata\":{",
            Cancellation
        );
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "seven.json"),
            "of the delivery before",
            Cancellation
        );
        await using var server = await StartAsync();
        await server.PostAsync(Envelope("seven"));
        await server.PostAsync(Envelope("eight"));

        await Eventually.Holds(() => File.Exists(Path.Combine(Folder, "eight.json")));

        Directory
            .GetFiles(Folder)
            .Select(path => Path.GetFileName(path))
            .ShouldBe(["eight.json", "seven.json"], ignoreOrder: true);
        var file = await File.ReadAllTextAsync(Path.Combine(Folder, "seven.json"), Cancellation);
        JsonNode.Parse(file)!["body"]!["id"]!.GetValue<string>().ShouldBe("seven");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_had_is_waited_for()
    {
        await File.WriteAllTextAsync(Folder, "in the way", Cancellation);
        await using var server = await StartAsync();
        await server.PostAsync(Envelope("one"));
        await server.PostAsync(Envelope("two"));
        await server.Log.Shows(Folder);

        File.Delete(Folder);

        await Eventually.Holds(() =>
            File.Exists(Path.Combine(Folder, "one.json"))
            && File.Exists(Path.Combine(Folder, "two.json"))
        );
    }

    public void Dispose() => root.Delete(recursive: true);

    private Task<FreshetServer> StartAsync(string more = "") =>
        FreshetServer.StartAsync(
            $"""
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            headers_to_keep = ["X-Kept"]

            [sinks.out]
            type = "folder"
            path = '{Folder}'
            {more}
            """
        );

    private static string Envelope(string id) =>
        $$"""{"id":"{{id}}","type":"t","source":"s","timestamp":"2026-01-02T03:04:05Z","data":1}""";
}
