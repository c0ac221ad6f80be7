using System.Globalization;
using System.Text;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Db;

/// <summary>Every event that the webhook acknowledged is an obligation. The database and the server are killed in the midst of it; afterwards each is in the table, once.</summary>
public sealed class DbConservationTests
{
    private const int Kill = 9;

    [Fact]
    public async Task Each_event_is_in_the_table_once_while_the_database_and_the_server_are_killed()
    {
        using var folder = new TemporaryFolder();
        await using var pg = await PostgresServer.StartAsync();
        var database = await pg.NewDatabaseAsync();
        var configuration = folder.Write(
            "freshet.toml",
            $"""
            [journal]
            path = '{folder.Path}/journal'
            [dead_letters]
            path = '{folder.Path}/letters'
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            [sinks.out]
            type = "db"
            url = '{pg.Url(database)}'
            batch_max_events = 20
            """
        );
        await using (var init = FreshetProcess.Run("db", "init", "--config", configuration))
        {
            (await init.ExitAsync()).ShouldBe(0, init.Errors);
        }
        var acknowledged = new List<string>();
        var server = await StartAsync(configuration);
        await PostAsync(server, acknowledged, 200);

        for (var round = 0; round < 2; round++)
        {
            // In the midst of deliveries.
            var posting = PostAsync(server, acknowledged, 400);
            await pg.HasRowsAsync(database, "freshet_events", 100 + (round * 800), orMore: true);
            await pg.KillAsync();
            await posting;
            await pg.StartAgainAsync();
            await PostAsync(server, acknowledged, 200);
            server.Signal(Kill);
            await server.ExitAsync();
            await server.DisposeAsync();
            server = await StartAsync(configuration);
            await PostAsync(server, acknowledged, 200);
        }
        await pg.HasRowsAsync(database, "freshet_events", acknowledged.Count);
        server.Signal(FreshetProcess.Terminate);
        (await server.ExitAsync()).ShouldBe(0, server.Errors);
        await server.DisposeAsync();

        (await pg.ReadAsync(database, "SELECT id FROM freshet_events ORDER BY position")).ShouldBe(
            acknowledged
        );
    }

    private static Task<FreshetProcess> StartAsync(string configuration) =>
        FreshetProcess.StartAsync("--config", configuration, "--set", "journal.type=file");

    /// <summary>Posts so many events, one after the other.</summary>
    private static async Task PostAsync(FreshetProcess server, List<string> acknowledged, int count)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        for (var i = 0; i < count; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"e-{acknowledged.Count}");
            var json =
                $$"""{"id":"{{id}}","type":"t","source":"s","timestamp":"2026-01-02T03:04:05Z","data":1}""";
            using var body = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(
                "/webhook/hook",
                body,
                TestContext.Current.CancellationToken
            );
            answer.IsSuccessStatusCode.ShouldBeTrue();
            acknowledged.Add(id);
        }
    }
}
