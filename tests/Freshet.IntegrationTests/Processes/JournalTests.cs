using Freshet.IntegrationTests.Running;
using Freshet.Journal;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Processes;

/// <summary>The journal's files, across the sudden end of the process that writes them.</summary>
public sealed class JournalTests : IDisposable
{
    private const int Kill = 9;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("freshet-journal-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_acknowledged_outlasts_a_kill_and_is_known_afterwards()
    {
        await using (var freshet = await StartAsync())
        {
            (await PostAsync(freshet, "one")).ShouldBe(201);
            (await PostAsync(freshet, "two")).ShouldBe(201);
            freshet.Signal(Kill);
            await freshet.ExitAsync();
        }
        await using (var freshet = await StartAsync())
        {
            (await PostAsync(freshet, "two")).ShouldBe(201);
            (await PostAsync(freshet, "three")).ShouldBe(201);
            Ids().ShouldBe(["one", "two", "three"]);
            freshet.Signal(FreshetProcess.Terminate);
            (await freshet.ExitAsync()).ShouldBe(0, freshet.Errors);
        }
    }

    [Fact]
    public async Task Second_process_in_the_folder_is_refused_in_words()
    {
        await using var freshet = await StartAsync();
        await using var second = FreshetProcess.Run(
            "connect",
            "--set",
            "http.port=0",
            "--set",
            $"journal.path={folder.FullName}"
        );

        (await second.ExitAsync()).ShouldBe(1);
        second.Errors.ShouldContain(
            $"error: the journal {folder.FullName} is in use by the process "
        );
        second.Errors.ShouldContain("help: choose another folder: --set journal.path=");
        second.Errors.ShouldNotContain("   at ");
        (await PostAsync(freshet, "one")).ShouldBe(201);
    }

    private Task<FreshetProcess> StartAsync() =>
        FreshetProcess.StartAsync("--set", $"journal.path={folder.FullName}");

    private static async Task<int> PostAsync(FreshetProcess freshet, string id)
    {
        using var http = new HttpClient { Timeout = Eventually.Limit };
        var content = new StringContent(
            $$"""{"specversion":"1.0","id":"{{id}}","source":"/s","type":"t"}""",
            System.Text.Encoding.UTF8,
            "application/json"
        );
        using var answer = await http.PostAsync(
            new Uri(freshet.Address, "/webhook/000"),
            content,
            TestContext.Current.CancellationToken
        );
        return (int)answer.StatusCode;
    }

    /// <summary>The ids in the files, read beside the process.</summary>
    private List<string> Ids()
    {
        using var walk = new JournalWalk(folder.FullName);
        var ids = new List<string>();
        while (walk.MoveNext())
        {
            ids.Add(walk.Current.Entry.ShouldNotBeNull().Event.Id);
        }
        return ids;
    }
}
