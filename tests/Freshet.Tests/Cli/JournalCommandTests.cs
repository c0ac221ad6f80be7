using System.Text.Json.Nodes;
using Freshet.Cli;
using Freshet.Journal;
using Freshet.Tests.Journal;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class JournalCommandTests : IDisposable
{
    private readonly JournalFiles files = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    private string Output => output.ToString();

    private string Error => error.ToString();

    public void Dispose()
    {
        files.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task Info_tells_what_a_journal_holds()
    {
        await files.FillAsync(SampleEvents.Encoded(1, 2, 3));

        (await RunAsync("info")).ShouldBe(0);
        Output.ShouldStartWith($"journal   {files.Path}, not in use\nentries   3, 1 to 3\n");
        Output.ShouldContain("00000000000000000001.log");
    }

    [Fact]
    public async Task Info_is_json_where_that_is_asked_for()
    {
        await files.FillAsync(SampleEvents.Encoded(1, 2, 3));

        (await RunAsync("info", "--json")).ShouldBe(0);
        var info = JsonNode.Parse(Output)!;
        ((int?)info["entries"]).ShouldBe(3);
        ((int?)info["damaged"]).ShouldBe(0);
        info["in_use_by"].ShouldBeNull();
        ((string?)info["segments"]![0]!["file"]).ShouldBe("00000000000000000001.log");
    }

    [Fact]
    public async Task A_journal_that_is_in_use_can_be_looked_into_and_not_repaired()
    {
        await using var journal = files.Open();
        await journal.AppendAsync(SampleEvents.Encoded(1), TestContext.Current.CancellationToken);

        (await RunAsync("info")).ShouldBe(0);
        Output.ShouldContain($"in use by the process {Environment.ProcessId}");
        (await RunAsync("verify")).ShouldBe(0);
        (await RunAsync("cat")).ShouldBe(0);
        (await RunAsync("repair")).ShouldBe(1);
        Error.ShouldBe(
            $"error: the journal {files.Path} is in use by the process {Environment.ProcessId}\n"
        );
    }

    [Fact]
    public async Task Cat_writes_each_entry_as_a_line_of_json()
    {
        await files.FillAsync(
            SampleEvents.Encoded("a", "here", """{"text":"ü"}""", "first"),
            SampleEvents.Encoded("a", "there", """{"n":2}""", "second")
        );

        (await RunAsync("cat")).ShouldBe(0);
        var lines = Output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        lines.Select(line => (string?)line["id"]).ShouldBe(["a", "a@2"]);
        lines.Select(line => (string?)line["source"]).ShouldBe(["here", "there"]);
        lines.Select(line => (string?)line["type"]).ShouldBe(["first", "second"]);
        lines[0]["event"]!.ToJsonString().ShouldBe("{\"text\":\"\\u00FC\"}");
        ((long?)lines[1]["sequence"]).ShouldBe(2);
    }

    [Fact]
    public async Task Cat_selects_by_type()
    {
        await files.FillAsync(
            SampleEvents.Encoded("1", json: "1", type: "dev.build.started"),
            SampleEvents.Encoded("2", json: "2", type: "dev.build.finished"),
            SampleEvents.Encoded("3", json: "3", type: "other")
        );

        (await RunAsync("cat", "--bodies", "--type", "dev.*", "--type", "none")).ShouldBe(0);
        Output.ShouldBe("1\n2\n");
    }

    [Fact]
    public async Task Cat_selects_by_time()
    {
        var start = files.Time.GetUtcNow();
        await using (var journal = files.Open())
        {
            foreach (var id in Enumerable.Range(1, 3))
            {
                await journal.AppendAsync(
                    [SampleEvents.Encoded($"{id}", json: $"{id}")],
                    TestContext.Current.CancellationToken
                );
                files.Time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        (
            await RunAsync(
                "cat",
                "--bodies",
                "--since",
                $"{start.AddMinutes(1):yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}",
                "--until",
                $"{start.AddMinutes(2):yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}"
            )
        ).ShouldBe(0);
        Output.ShouldBe("2\n");
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("")]
    public async Task Cat_says_what_a_time_looks_like(string text)
    {
        (await RunAsync("cat", "--since", text)).ShouldBe(1);
        Error.ShouldContain("expected a time such as 2026-01-02T03:04:05Z");
        Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_tells_a_flipped_bit_and_repair_sets_it_aside()
    {
        await files.FillAsync(SampleEvents.Encoded(1, 2, 3));
        var segment = files.Segments()[0];
        var bytes = JournalFiles.Bytes(segment);
        var second = JournalFiles.Boundaries(segment)[1];
        bytes[second + 40] ^= 4;
        JournalFiles.Write(segment, bytes);

        (await RunAsync("verify")).ShouldBe(1);
        Output.ShouldContain($"bytes at {second}: its sum is wrong; 1 entry lost");
        Output.ShouldEndWith("2 entries are as they were written; 1 damaged place, 1 entry lost\n");
        JournalFiles.Bytes(segment).ShouldBe(bytes);

        (await RunAsync("repair")).ShouldBe(0);
        Output.ShouldEndWith(
            $"entries: 2, segments: 1, lost: 1; what is left of those is in {Path.Combine(files.Path, DamagedRecords.FolderName)}\n"
        );
        Directory
            .EnumerateFiles(Path.Combine(files.Path, DamagedRecords.FolderName))
            .ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Verify_tells_what_was_not_finished_and_repair_cuts_it_off()
    {
        await files.FillAsync(SampleEvents.Encoded(1, 2));
        var segment = files.Segments()[0];
        JournalFiles.Write(segment, JournalFiles.Bytes(segment).AsSpan()[..^3]);

        (await RunAsync("verify")).ShouldBe(0);
        Output.ShouldContain("unfinished: ");
        (await RunAsync("repair")).ShouldBe(0);
        Output.ShouldEndWith("entries: 1, segments: 1, lost: 0\n");
    }

    [Fact]
    public async Task What_is_no_journal_is_said_to_be_none()
    {
        var nowhere = Path.Combine(files.Path, "nowhere");
        (
            await CommandLine.RunAsync(
                ["journal", "info", "--path", nowhere],
                Components.Catalog,
                NewTerminal()
            )
        ).ShouldBe(1);
        Error.ShouldStartWith($"error: there is no folder {nowhere}\n");

        (
            await CommandLine.RunAsync(
                ["journal", "info", "--set", "journal.type=memory"],
                Components.Catalog,
                NewTerminal()
            )
        ).ShouldBe(1);
        Error.ShouldContain("the journal of this configuration is in memory");
    }

    private Task<int> RunAsync(string command, params string[] args) =>
        CommandLine.RunAsync(
            ["journal", command, "--path", files.Path, .. args],
            Components.Catalog,
            NewTerminal()
        );

    private Terminal NewTerminal() =>
        new()
        {
            Input = Stream.Null,
            Output = output,
            Error = error,
            Environment = new Dictionary<string, string>(),
        };
}
