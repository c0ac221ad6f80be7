using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Journal;
using Freshet.Tests.Journal;
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

    [Fact]
    public async Task A_full_disk_is_503_with_a_time_to_come_again_and_health_says_so_until_there_is_room()
    {
        using var disk = new SmallDisk("4m");
        await using var server = await FreshetServer.StartAsync(
            $"""
            [journal]
            path = '{disk.Path}'
            {FreshetServer.WebhookAndStream}
            """
        );
        (await server.PostAsync("1")).Status.ShouldBe(HttpStatusCode.Created);
        (await HealthAsync(server)).Body.ShouldBe("{\"status\":\"ready\"}");

        disk.Fill();
        var refused = await RefusedAsync(server);

        refused.Problem(HttpStatusCode.ServiceUnavailable).ShouldContain("No space left on device");
        int.Parse(refused["Retry-After"].ShouldNotBeNull()).ShouldBeInRange(1, 10);
        var health = await HealthAsync(server);
        health.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        health.Json["status"]!.GetValue<string>().ShouldBe("unavailable");
        health.Json["journal"]!.GetValue<string>().ShouldContain("No space left on device");

        disk.Free();
        await Eventually.Comes(ReadyAsync(server));
        (await server.PostAsync("2")).Status.ShouldBe(HttpStatusCode.Created);
    }

    private static Task<Answer> HealthAsync(FreshetServer server) =>
        server.SendAsync(HttpMethod.Get, "/health");

    /// <summary>Sends events until one is refused: the file had room of its own left.</summary>
    private static async Task<Answer> RefusedAsync(FreshetServer server)
    {
        while (true)
        {
            var answer = await server.PostAsync($"\"{new string('x', 1000)}\"");
            if (answer.Status != HttpStatusCode.Created)
            {
                return answer;
            }
        }
    }

    private static async Task<bool> ReadyAsync(FreshetServer server)
    {
        while ((await HealthAsync(server)).Status != HttpStatusCode.OK)
        {
            await Task.Yield();
        }
        return true;
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
