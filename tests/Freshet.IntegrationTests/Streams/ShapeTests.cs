using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Sinks.Sse;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>
/// What a delivery costs, counted and not timed: how often the system is called on to send, and what is allocated. It guards the shape of the sink, that all
/// that is pending for a client leaves in one send, and that nothing is made for it; a machine that is busy makes both numbers smaller, if anything.
/// </summary>
public sealed class ShapeTests
{
    private const int Batch = 50;

    /// <summary>Deliveries per send, at least. There are about 50, as many as a batch has events; a sink that sends each by itself has 1.</summary>
    private const int LeastAtOnce = 15;

    /// <summary>
    /// Bytes that pumps allocate for each send, at most. What a turn costs is shared by all its clients, and what is kept for the next turn by all turns; an
    /// object for each send would be 24 at the least.
    /// </summary>
    private const double MostAllocated = 12;

    [Theory]
    [InlineData(100, 400)]
    [InlineData(1000, 50)]
    public async Task A_delivery_costs_a_fraction_of_a_send_and_no_object(int number, int batches)
    {
        SseSink? sink = null;
        var catalog = TestCatalog.Copy();
        catalog.Sinks.Remove("sse");
        catalog.Sink<SseOptions>("sse", (options, context) => sink = new(options, context));
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream,
            catalog
        );
        var clients = new List<NumberClient>();
        for (var i = 0; i < number; i++)
        {
            clients.Add(await NumberClient.ConnectAsync(server.EndPoint));
            await Eventually.Comes(clients[i].HeadAsync());
        }
        // Everything that is made once is there after the first batch.
        await SendAsync(server, clients, 0);
        var pumps = sink!.Pumps!;
        await Eventually.Holds(() => pumps.Totals.Delivered == number * Batch);
        var (before, allocatedBefore) = (pumps.Totals, pumps.Allocated);

        for (var batch = 1; batch <= batches; batch++)
        {
            await SendAsync(server, clients, batch);
        }

        var expected = (long)number * Batch * batches;
        await Eventually.Holds(() => pumps.Totals.Delivered - before.Delivered == expected);
        var sends = pumps.Totals.Sends - before.Sends;
        var allocated = pumps.Allocated - allocatedBefore;
        TestContext.Current.SendDiagnosticMessage(
            $"{number} clients: {(double)expected / sends:0.0} deliveries a send, {(double)allocated / sends:0.00} bytes a send"
        );
        ((double)expected / sends).ShouldBeGreaterThan(LeastAtOnce);
        ((double)allocated / sends).ShouldBeLessThan(MostAllocated);
        clients.ForEach(client => client.Dispose());
    }

    private static async Task SendAsync(FreshetServer server, List<NumberClient> clients, int batch)
    {
        var last = (batch + 1) * Batch;
        await Numbered.PostAsync(server, last - Batch + 1, last);
        await Eventually.Comes(
            Task.WhenAll(clients.Select(client => client.ReadToAsync(last))),
            $"the {batch}th batch at all clients"
        );
    }
}
