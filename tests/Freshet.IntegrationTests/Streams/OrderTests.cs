using System.Net.ServerSentEvents;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Everyone gets everything, once, in one order.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task Two_hundred_clients_get_what_eight_producers_send_once_and_in_one_order()
    {
        const int clients = 200;
        const int producers = 8;
        const int events = 504;
        await using var server = await FreshetServer.StartAsync();
        var listening = await Task.WhenAll(
            Enumerable.Range(0, clients).Select(_ => server.ListenAsync())
        );

        var hearing = listening.Select(client => client.NextAsync(events)).ToList();
        await Task.WhenAll(
            Enumerable
                .Range(0, producers)
                .Select(async producer =>
                {
                    for (var n = 0; n < events / producers; n++)
                    {
                        await server.PostAsync(
                            $$"""{"id":"{{producer}}-{{n:000}}","type":"t","source":"s","data":null}"""
                        );
                    }
                })
        );
        var heard = await Task.WhenAll(hearing);

        var first = Ids(heard[0]);
        first.Distinct().Count().ShouldBe(events);
        foreach (var ofOne in first.GroupBy(id => id[0]))
        {
            ofOne.ShouldBeInOrder();
        }
        foreach (var items in heard)
        {
            Ids(items).ShouldBe(first);
        }
        foreach (var client in listening)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_has_the_head_gets_every_event_from_then_on()
    {
        await using var server = await FreshetServer.StartAsync();
        using var enough = new CancellationTokenSource();
        var begun = 0;
        var producing = ProduceAsync();

        for (var i = 0; i < 100; i++)
        {
            await using var client = await server.ListenAsync();
            var begunAtHead = Volatile.Read(ref begun);
            var numbers = (await client.NextAsync(5))
                .Select(item => int.Parse(item.EventId!))
                .ToList();

            numbers[0].ShouldBeLessThanOrEqualTo(begunAtHead + 1);
            numbers.ShouldBe(Enumerable.Range(numbers[0], 5));
        }
        await enough.CancelAsync();
        await Eventually.Comes(producing);

        async Task ProduceAsync()
        {
            while (!enough.IsCancellationRequested)
            {
                var n = Interlocked.Increment(ref begun);
                await server.PostAsync($$"""{"id":"{{n}}","type":"t","data":null}""");
            }
        }
    }

    [Fact]
    public async Task The_first_event_after_the_head_is_never_missed()
    {
        await using var server = await FreshetServer.StartAsync();

        for (var i = 0; i < 100; i++)
        {
            await using var client = await server.ListenAsync();
            var id = (await server.PostAsync("{}")).Ids.ShouldHaveSingleItem();
            (await client.NextAsync()).EventId.ShouldBe(id);
        }
    }

    private static List<string> Ids(List<SseItem<string>> items) =>
        [.. items.Select(item => item.EventId!)];
}
