using System.Diagnostics;
using System.Text;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Reloading;

/// <summary>Reloads while events flow: what is the same must not notice.</summary>
public sealed class ReloadUnderLoadTests
{
    private const int Reloads = 100;
    private const int Clients = 500;
    private const int EventsPerSecond = 1000;

    /// <summary>From one reload to the next: five seconds of events in all, or longer where the machine is busy.</summary>
    private static readonly TimeSpan BetweenReloads = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Hundred_reloads_lose_no_event_and_disconnect_no_client_of_an_unchanged_stream()
    {
        await using var server = await FreshetServer.StartAsync(Configuration(0));
        var clients = await ConnectAsync(server);
        var watch = Stopwatch.StartNew();
        using var enough = new CancellationTokenSource();
        var sending = SendAsync(server, enough.Token);
        // Each reads on meanwhile: it fails at once where an event is missing or comes twice, or the stream ends.
        var reading = clients.Select(client => Task.Run(() => ReadAsync(client))).ToList();

        using var timer = new PeriodicTimer(BetweenReloads);
        var outcomes = new List<string>();
        for (var i = 1; i <= Reloads; i++)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            reading.ShouldAllBe(task => !task.IsFaulted);
            var report = await server.ReloadAsync(Configuration(i));
            report.Obstacles.ShouldBeEmpty();
            outcomes.Add(report.Outcome.ToString());
        }
        await enough.CancelAsync();
        var sent = await sending;
        // The last one ends the reading.
        (
            await server.PostAsync("""{"id":"end","type":"end","source":"s","data":0}""")
        ).Ids.Count.ShouldBe(1);
        await Eventually.Holds(
            () => reading.TrueForAll(task => task.IsCompleted),
            () =>
                $"sent: {sent}; clients are at {string.Join(", ", clients.CountBy(client => client.Last).OrderBy(pair => pair.Key))}"
        );
        await Task.WhenAll(reading);

        outcomes.ShouldAllBe(outcome => outcome == "Applied");
        clients.ShouldAllBe(client => client.Last == sent);
        sent.ShouldBeGreaterThan(Reloads * 10);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Reloads} reloads, {Clients} clients, {sent} events in {watch.Elapsed}: {sent / watch.Elapsed.TotalSeconds:0} a second, {(long)sent * Clients} frames"
        );
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }

    /// <summary>
    /// The stream of the clients is always the same. What changes in turn: another sink, whether a third one is there, a transformer of another source, and the options of the source that the
    /// events come by.
    /// </summary>
    private static string Configuration(int round)
    {
        var (other, side, own) = ((round + 3) / 4, (round + 1) / 4, round / 4);
        var third =
            (round + 2) / 4 % 2 == 1 ? "[sinks.third]\ntype = \"sse\"\nid = \"third\"\n" : "";
        return $$"""
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            metadata.round = {{own}}

            [sources.side]
            transformer_refs = ["mark"]
            extractor.type = "webhook"
            extractor.id = "side"

            [transformers.mark]
            type = "vrl"
            template = ".metadata.mark = {{side}}; [.]"

            [sinks.events]
            type = "sse"
            id = "events"
            # A client that a busy machine keeps waiting gets everything all the same.
            on_lag = "replay"

            [sinks.other]
            type = "sse"
            id = "other"
            retry = "{{other + 1}}s"

            {{third}}
            """;
    }

    private static async Task<List<NumberClient>> ConnectAsync(FreshetServer server)
    {
        var clients = new List<NumberClient>(Clients);
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await NumberClient.ConnectAsync(server.EndPoint));
        }
        foreach (var client in clients)
        {
            await client.HeadAsync();
        }
        return clients;
    }

    private static async Task ReadAsync(NumberClient client)
    {
        while (!client.HasEnded)
        {
            await client.ReadAsync();
        }
    }

    /// <summary>Sends a thousand events a second; each must be taken, by whichever source is there.</summary>
    /// <returns>How many there were.</returns>
    private static async Task<int> SendAsync(FreshetServer server, CancellationToken enough)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(BetweenBatches);
        var sent = 0;
        while (!enough.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var due = (int)(watch.Elapsed.TotalSeconds * EventsPerSecond);
            var lines = new StringBuilder();
            for (var n = sent + 1; n <= due; n++)
            {
                lines
                    .Append($$"""{"id":"n{{n}}","type":"t","source":"s","data":{{n}}}""")
                    .Append('\n');
            }
            if (due > sent)
            {
                var answer = await server.PostAsync(
                    lines.ToString(),
                    mediaType: "application/x-ndjson"
                );
                answer.Ids.Count.ShouldBe(due - sent);
            }
            sent = due;
        }
        return sent;
    }
}
