using System.Collections.Concurrent;
using Freshet.IntegrationTests.Running;
using Freshet.IntegrationTests.Streams;
using Freshet.Pipelines;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Reloading;

/// <summary>Sinks that have a cursor, through reloads.</summary>
public sealed class ReloadedSinkTests
{
    private const int Rounds = 20;

    private readonly ConcurrentQueue<string> delivered = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sink_that_is_changed_delivers_each_event_once_whatever_the_journal_is(
        bool inFiles
    )
    {
        using var folder = new TemporaryFolder();
        var catalog = TestCatalog
            .Copy()
            .Sink<KeepOptions>("keep", (options, context) => new Keep(options, context, delivered));
        var journal = inFiles ? $"[journal]\ntype = \"file\"\npath = '{folder.Path}'\n" : "";
        await using var server = await FreshetServer.StartAsync(Configuration(0), catalog);

        for (var round = 1; round <= Rounds; round++)
        {
            var posting = Numbered.PostAsync(server, (round * 10) - 9, round * 10);
            await server.ReloadToAsync(Configuration(round));
            await posting;
        }

        await Eventually.Holds(() => delivered.Count >= Rounds * 10);
        await server.StopAsync();
        delivered.ShouldBe(Enumerable.Range(1, Rounds * 10).Select(n => $"n{n}"));

        string Configuration(int round) =>
            $"{journal}{FreshetServer.WebhookAndStream}[sinks.keep]\ntype = \"keep\"\nround = {round}\n";
    }

    private sealed class KeepOptions : BatchOptions
    {
        public int Round { get; set; }
    }

    private sealed class Keep(
        KeepOptions options,
        SinkContext context,
        ConcurrentQueue<string> delivered
    ) : BatchSink(options, context)
    {
        protected override ValueTask<Delivery> DeliverAsync(
            IReadOnlyList<Outgoing> batch,
            CancellationToken cancellation
        )
        {
            foreach (var item in batch)
            {
                delivered.Enqueue(item.Id);
            }
            return new(Delivery.Done);
        }
    }
}
