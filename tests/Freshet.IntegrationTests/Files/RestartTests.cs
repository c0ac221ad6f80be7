using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Files;

/// <summary>What is known of files after the end of a server, however it came.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => Path.Combine(folder.Path, "source");

    private string JournalFolder => Path.Combine(folder.Path, "journal");

    private string Ledger => Path.Combine(JournalFolder, "cursors", "files-files.jsonl");

    private string AtRoot => $"root = '{Root}'";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Beside_a_journal_in_files_what_was_taken_is_known_after_a_restart()
    {
        Write(1);
        await using (var server = await FilesServer.StartAsync(AtRoot, JournalFolder))
        {
            await server.Journal.HoldsAsync(1);
        }
        Write(2);

        await using var again = await FilesServer.StartAsync(AtRoot, JournalFolder);
        await again.Journal.HoldsAsync(2);

        await again.Log.Shows("1 files taken");
        again.Journal.Bodies.ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Beside_a_journal_in_memory_it_is_known_where_there_is_a_state()
    {
        var state = $"[state]\nkind = 'fs'\nparameters = {{ root = '{folder.Path}/state' }}";
        Write(1);
        await using (var server = await FilesServer.StartAsync(AtRoot, more: state))
        {
            await server.Journal.HoldsAsync(1);
        }
        Write(2);

        await using var again = await FilesServer.StartAsync(AtRoot, more: state);
        await again.Journal.HoldsAsync(1);
        await again.Log.Shows("1 files taken");

        again.Journal.Bodies.ShouldBe(["2"]);
        again.Count("nothing is kept").ShouldBe(0);
    }

    [Fact]
    public async Task Beside_a_journal_in_memory_alone_files_are_taken_anew_and_a_warning_says_so()
    {
        Write(1);
        await using (var server = await FilesServer.StartAsync(AtRoot))
        {
            await server.Journal.HoldsAsync(1);
            await server.Log.Shows("Warning", "there is no [state], so nothing is kept");
        }

        await using var again = await FilesServer.StartAsync(AtRoot);

        await again.Journal.HoldsAsync(1);
    }

    [Fact]
    public async Task What_the_patterns_mean_no_more_is_forgotten()
    {
        Write(1);
        await using (var server = await FilesServer.StartAsync(AtRoot, JournalFolder))
        {
            await server.Journal.HoldsAsync(1);
        }
        await using (
            var server = await FilesServer.StartAsync(
                $"{AtRoot}\npath_patterns = ['*.csv']",
                JournalFolder
            )
        )
        {
            await Eventually.Holds(() => File.ReadAllText(Ledger).Contains("[\"1.json\"]"));
        }
    }

    [Fact]
    public async Task A_process_killed_before_it_noted_what_it_took_loses_nothing_and_doubles_nothing()
    {
        Write(1);
        byte[] before;
        await using (var freshet = await RunAsync())
        {
            await freshet.Complains("1 files taken");
            await Eventually.Holds(() => File.Exists(Ledger));
            before = await File.ReadAllBytesAsync(Ledger, TestContext.Current.CancellationToken);
            Write(2);
            await freshet.Complains("taken, with 1 events");
            await Eventually.Holds(() => new FileInfo(Ledger).Length > before.Length);
            freshet.Signal(9);
            await freshet.ExitAsync();
        }
        // As if it had ended between the two.
        await File.WriteAllBytesAsync(Ledger, before, TestContext.Current.CancellationToken);

        await using (var freshet = await RunAsync())
        {
            // Taken again, under the same id.
            await freshet.Complains("1 files taken");
            freshet.Signal(FreshetProcess.Terminate);
            (await freshet.ExitAsync()).ShouldBe(0, freshet.Errors);
        }
        await using var server = await FilesServer.StartAsync(AtRoot, JournalFolder);
        await server.Journal.HoldsAsync(2);
        Write(3);
        await server.Journal.HoldsAsync(3);
        server.Journal.Bodies.ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task A_process_killed_again_and_again_takes_each_of_two_thousand_files_once()
    {
        const int files = 2000;
        for (var i = 0; i < files; i++)
        {
            folder.Write(
                $"source/{i % 10}/{i}.jsonl",
                $"{{\"n\":{i * 2}}}\n{{\"n\":{(i * 2) + 1}}}\n"
            );
        }
        for (var round = 0; round < 4; round++)
        {
            await using var freshet = await RunAsync();
            // Somewhere in the midst: as soon as there is more in the journal than before.
            var before = JournalBytes();
            await Eventually.Holds(() => JournalBytes() > before || File.Exists(Ledger));
            freshet.Signal(9);
            await freshet.ExitAsync();
        }

        await using var server = await FilesServer.StartAsync(AtRoot, JournalFolder);
        await server.Journal.HoldsAsync(files * 2);
        await Eventually.Holds(() => File.ReadAllLines(Ledger).Length >= files);

        server
            .Journal.Bodies.Select(body => JsonNode.Parse(body)!["n"]!.GetValue<int>())
            .Order()
            .ShouldBe(Enumerable.Range(0, files * 2));
    }

    private long JournalBytes() =>
        Directory.Exists(JournalFolder)
            ? Directory.GetFiles(JournalFolder).Sum(file => new FileInfo(file).Length)
            : 0;

    private void Write(int number) => folder.Write($"source/{number}.json", $"{number}");

    private Task<FreshetProcess> RunAsync()
    {
        var config = folder.Write(
            "freshet.toml",
            $"""
            [sources.files.extractor]
            type = "files"
            root = '{Root}'
            {FilesServer.Quickly}
            [sinks.events]
            type = "sse"
            id = "events"
            """
        );
        return FreshetProcess.StartAsync(
            "--config",
            config,
            "--set",
            $"journal.path={JournalFolder}"
        );
    }
}
