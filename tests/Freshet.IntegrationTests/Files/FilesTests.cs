using System.Diagnostics;
using System.Text;
using Freshet.Events;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Files;

/// <summary>Files of real folders.</summary>
public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => Path.Combine(folder.Path, "source");

    private string JournalFolder => Path.Combine(folder.Path, "journal");

    private string AtRoot => $"root = '{Root}'";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_source_of_cdviz_collector_runs_as_it_stands()
    {
        Write("in/a.json", """{"one": 1}""");
        Write("in/a.headers.json", """{"X-GitHub-Event": "push"}""");
        Write("in/a.csv", "one\n1\n");
        await using var server = await FilesServer.StartAsync(
            $$"""
            kind = "fs"
            parameters = { root = "{{Root}}" }
            recursive = true
            path_patterns = ["**/*.json"]
            polling_interval = "10s"
            parser = "json"
            try_read_headers_json = true
            metadata = { environment_id = "cluster-a" }
            # settle is not theirs, and is what makes the test short.
            settle = "20ms"
            """
        );

        await server.Journal.HoldsAsync(1);

        var taken = server.Journal.Entries.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(taken.Event.Json.Span).ShouldBe("""{"one":1}""");
        taken.Event.Headers.ShouldHaveSingleItem().ShouldBe(new("X-GitHub-Event", "push"));
        var metadata = server.Metadata[0];
        metadata["environment_id"]!.GetValue<string>().ShouldBe("cluster-a");
        metadata["name"]!.GetValue<string>().ShouldBe("a.json");
        metadata["path"]!.GetValue<string>().ShouldBe("in/a.json");
        metadata["root"]!.GetValue<string>().ShouldBe(Root);
        metadata["last_modified"]!
            .GetValue<string>()
            .ShouldBe(
                Rfc3339.Format(new(File.GetLastWriteTimeUtc(Path.Combine(Root, "in/a.json"))))
            );
        metadata["context"]!["source"]!.GetValue<string>().ShouldEndWith("?source=files");
        server.Server.Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("json", "a.x", """{"a": [1]}""", """{"a":[1]}""")]
    [InlineData("jsonl", "a.x", "1\n\n[2]\n", "1", "[2]")]
    [InlineData("csv_row", "a.x", "a,b\r\n1,\"x,y\"\r\n", """{"a":"1","b":"x,y"}""")]
    [InlineData("xml", "a.x", """<a b="1"><c>2</c></a>""", """{"a":{"@b":"1","c":"2"}}""")]
    [InlineData("yaml", "a.x", "a: [1, x]", """{"a":[1,"x"]}""")]
    [InlineData("text", "a.x", "one\ntwo\n", """{"text":"one\ntwo\n"}""")]
    [InlineData("text_line", "a.x", "one\n\ntwo", """{"text":"one"}""", """{"text":"two"}""")]
    [InlineData("metadata", "a.x", "\u0000 anything", "{}")]
    [InlineData("auto", "a.ndjson", "1\n2", "1", "2")]
    [InlineData("auto", "a.yml", "a: 1", """{"a":1}""")]
    [InlineData("auto", "a.unknown", "one", """{"text":"one"}""")]
    public async Task Each_parser_makes_events_of_a_file(
        string parser,
        string name,
        string text,
        params string[] bodies
    )
    {
        Write(name, text);
        await using var server = await FilesServer.StartAsync($"{AtRoot}\nparser = '{parser}'");

        await server.Journal.HoldsAsync(bodies.Length);

        server.Journal.Bodies.ShouldBe(bodies);
    }

    [Fact]
    public async Task Results_of_a_test_run_are_an_event()
    {
        Write("results.tap", "TAP version 14\n1..1\nok 1 - reads\n");
        await using var server = await FilesServer.StartAsync(AtRoot);

        await server.Journal.HoldsAsync(1);

        server.Bodies[0]["tests"]![0]!["description"]!.GetValue<string>().ShouldBe("reads");
    }

    [Fact]
    public async Task A_file_that_grows_slowly_is_taken_whole()
    {
        Directory.CreateDirectory(Root);
        await using var server = await FilesServer.StartAsync(
            $"{AtRoot}\nparser = 'text'\nsettle = '2s'\npolling_interval = '20ms'"
        );
        var text = new StringBuilder();
        await using (var file = new StreamWriter(Path.Combine(Root, "log.txt")))
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            for (var i = 0; i < 50; i++)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                text.Append($"line {i}\n");
                await file.WriteAsync($"line {i}\n");
                await file.FlushAsync(TestContext.Current.CancellationToken);
            }
        }

        await server.Journal.HoldsAsync(1);

        server.Bodies.ShouldHaveSingleItem()["text"]!.GetValue<string>().ShouldBe(text.ToString());
    }

    [Fact]
    public async Task A_file_that_is_renamed_into_place_is_taken_by_the_notice_of_the_system()
    {
        Directory.CreateDirectory(Root);
        await using var server = await FilesServer.StartAsync(
            $"{AtRoot}\npath_patterns = ['!**/*.part']\npolling_interval = '1h'\nsettle = '20ms'"
        );
        await server.Log.Shows("Warning", "nothing is kept");
        Write("a.json.part", "{}");

        File.Move(Path.Combine(Root, "a.json.part"), Path.Combine(Root, "a.json"));

        await server.Journal.HoldsAsync(1);
        server.Paths.ShouldBe(["a.json"]);
    }

    [Fact]
    public async Task Ten_thousand_files_are_taken_each_once_in_the_order_in_which_they_were_written()
    {
        var start = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        for (var i = 0; i < 10_000; i++)
        {
            // Names say nothing of their order.
            var path = Write($"{i % 7}/{i * 7919 % 10_000}.json", $"{{\"n\":{i}}}");
            File.SetLastWriteTimeUtc(path, start.AddSeconds(i));
        }
        await using var server = await FilesServer.StartAsync(AtRoot, JournalFolder);

        await server.Journal.HoldsAsync(10_000);
        await server.Log.Shows("files taken");

        server
            .Bodies.Select(body => body["n"]!.GetValue<int>())
            .ShouldBe(Enumerable.Range(0, 10_000));
        server.Journal.Ids.Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public async Task A_file_that_changed_is_taken_anew_and_one_that_was_touched_is_not()
    {
        Write("a.jsonl", "1\n");
        await using var server = await FilesServer.StartAsync(AtRoot);
        await server.Journal.HoldsAsync(1);
        File.SetLastWriteTimeUtc(
            Path.Combine(Root, "a.jsonl"),
            new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)
        );
        Write("b.jsonl", "2\n");
        await server.Journal.HoldsAsync(2);

        Write("a.jsonl", "1\n3\n");
        await server.Journal.HoldsAsync(4);

        server.Journal.Bodies.ShouldBe(["1", "2", "1", "3"]);
        server.Journal.Ids.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task A_file_that_becomes_again_what_it_was_or_comes_again_is_told_again()
    {
        Write("other.jsonl", "0\n");
        Write("a.jsonl", "1\n");
        await using var server = await FilesServer.StartAsync(AtRoot, JournalFolder);
        await server.Journal.HoldsAsync(2);
        Write("a.jsonl", "2\n");
        await server.Journal.HoldsAsync(3);
        Write("a.jsonl", "1\n");
        await server.Journal.HoldsAsync(4);
        File.Delete(Path.Combine(Root, "a.jsonl"));
        await Eventually.Holds(() => Kept("[\"a.jsonl\"]"));

        Write("a.jsonl", "1\n");
        await server.Journal.HoldsAsync(5);

        server.Journal.Bodies.Skip(2).ShouldBe(["2", "1", "1"]);
    }

    [Fact]
    public async Task What_is_no_event_is_a_dead_letter_once_and_holds_up_no_other()
    {
        Write("1.json", "{\"broken\": ");
        Write("2.jsonl", "1\n2\n3\n4\n");
        Write("3.json", $"\"{new string('x', 2000)}\"");
        Write("4.json", "{}");
        Write("4.headers.json", "[]");
        Write("5.json", """{"fine": true}""");
        await using var server = await FilesServer.StartAsync(
            $"{AtRoot}\nmax_events_per_file = 3\nmax_file_bytes = '1KiB'\ntry_read_headers_json = true"
        );

        await server.Journal.HoldsAsync(1);
        var refused = await server.RefusedAsync(4);

        server.Journal.Bodies.ShouldBe(["""{"fine":true}"""]);
        var letters = refused.ToDictionary(
            letter => letter.Origin["path"]!.GetValue<string>(),
            letter => (letter.Reason, Content: Encoding.UTF8.GetString(letter.Content.Span))
        );
        letters["1.json"].Content.ShouldBe("{\"broken\": ");
        letters["2.jsonl"].Reason.ShouldContain("at most 3");
        letters["3.json"]
            .Reason.ShouldBe("the file has 2002 bytes, more than max_file_bytes, 1KiB");
        letters["3.json"].Content.ShouldBeEmpty();
        letters["4.json"].Reason.ShouldStartWith("4.headers.json: ");
        refused[0].Origin["root"]!.GetValue<string>().ShouldBe(Root);
        Write("6.json", "1");
        await server.Journal.HoldsAsync(2);
        (await server.RefusedAsync(4)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_event_that_a_transformer_refuses_is_a_dead_letter_and_its_neighbours_are_kept()
    {
        Write("a.jsonl", "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n");
        await using var server = await FilesServer.StartAsync(
            AtRoot,
            more: "[transformers.picky]\ntype = 'vrl'\ntemplate = \"if .body.n == 2 { abort }\\n[.]\"",
            source: "transformer_refs = ['picky']"
        );

        await server.Journal.HoldsAsync(2);

        server.Bodies.Select(body => body["n"]!.GetValue<int>()).ShouldBe([1, 3]);
        var refused = (await server.RefusedAsync(1)).ShouldHaveSingleItem();
        refused.Origin["index"]!.GetValue<int>().ShouldBe(1);
        Encoding.UTF8.GetString(refused.Content.Span).ShouldBe("{\"n\":2}");
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_once_and_taken_once_it_can_be()
    {
        Write("a.json", "1");
        var headers = Write("a.headers.json", new string(' ', 2 << 20));
        await using var server = await FilesServer.StartAsync(
            $"{AtRoot}\ntry_read_headers_json = true"
        );
        await server.Log.Shows("Warning", "a.json cannot be read", "is larger than 1MiB");
        await Eventually.Holds(() => server.Trouble is not null);
        Write("b.json", "2");
        await server.Journal.HoldsAsync(1);
        var health = await server.Server.SendAsync(HttpMethod.Get, "/health");
        health.Body.ShouldContain("1 files cannot be read, such as a.json");

        // In one step: a file that is emptied and then written is seen in between.
        File.Move(folder.Write("headers", "{}"), headers, overwrite: true);

        await server.Journal.HoldsAsync(2);
        await Eventually.Holds(() => server.Trouble is null);
        server.Journal.Bodies.ShouldBe(["2", "1"]);
        server.Count("cannot be read, and is tried again").ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_nobody_can_call_is_told_and_holds_up_no_other()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such names");
        Write("b.json", "2");
        await ShellAsync($"printf 1 > '{Root}'/$'a\\xff.json'");
        await using var server = await FilesServer.StartAsync(AtRoot);

        await server.Log.Shows("Warning", "is no UTF-8, so that it cannot be opened");
        await server.Journal.HoldsAsync(1);

        server.Journal.Bodies.ShouldBe(["2"]);
        server.Trouble.ShouldBeNull();
        // .NET cannot remove it either.
        await ShellAsync($"rm -r '{Root}'");
    }

    [Fact]
    public async Task A_folder_that_comes_late_is_a_trouble_until_then()
    {
        await using var server = await FilesServer.StartAsync(AtRoot);
        await Eventually.Holds(() => server.Trouble == $"{Root} is not there");

        Write("a.json", "1");

        await server.Journal.HoldsAsync(1);
        await Eventually.Holds(() => server.Trouble is null);
        server.Count("is not there").ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_system_that_goes_and_comes_back_has_no_new_files(bool isRootGone)
    {
        Write("a.json", "1");
        Write("b/c.json", "2");
        await using var server = await FilesServer.StartAsync(AtRoot, JournalFolder);
        await server.Journal.HoldsAsync(2);
        var away = Path.Combine(folder.Path, "away");
        Directory.Move(Root, away);
        if (isRootGone)
        {
            await Eventually.Holds(() => server.Trouble is not null);
        }
        else
        {
            // What is left where something was mounted: it is seen once the ledger is written anew.
            Directory.CreateDirectory(Root);
            await Eventually.Holds(() => Kept("[\"a.json\",", new string('0', 32)));
            Directory.Delete(Root);
        }
        Directory.Move(away, Root);
        Write("d.json", "3");

        await server.Journal.HoldsAsync(3);

        server.Journal.Bodies.Order().ShouldBe(["1", "2", "3"]);
        // No file was even read again.
        await server.Log.Shows("1 files taken");
        server.Count("2 files taken").ShouldBe(1);
        server.Count("3 files taken").ShouldBe(0);
    }

    private string Write(string name, string text) => folder.Write($"source/{name}", text);

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("bash", ["-c", command]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        shell.ExitCode.ShouldBe(0);
    }

    /// <summary>Whether a line was kept that has these in it.</summary>
    private bool Kept(params string[] texts)
    {
        var path = Path.Combine(JournalFolder, "cursors", "files-files.jsonl");
        return File.Exists(path) && File.ReadAllLines(path).Any(line => texts.All(line.Contains));
    }
}
