using System.Diagnostics;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Processes;

/// <summary>The program as it is run: how it starts, and how it ends.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_signal_ends_a_thousand_streams_cleanly_and_answers_what_is_in_flight()
    {
        await using var freshet = await FreshetProcess.StartAsync(
            "--set",
            "http.shutdown_grace=0s"
        );
        var clients = await ConnectAsync(freshet, 1000);
        using var sender = await RawClient.ConnectAsync(freshet.EndPoint);
        await sender.SendAsync(
            "POST /webhook/000 HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n"
        );
        // The server reads the body now: the request is in flight.
        await sender.ReadUntilAsync("100 Continue\r\n\r\n");
        var watch = Stopwatch.StartNew();

        freshet.Signal(FreshetProcess.Terminate);
        await freshet.Complains("stopping");
        await sender.SendAsync("{\"last\": 1}");
        var heard = await Task.WhenAll(clients.Select(client => client.ReadToEndAsync()));
        var exit = await freshet.ExitAsync();

        watch.Elapsed.ShouldBeLessThan(Patience);
        exit.ShouldBe(0, freshet.Errors);
        (await sender.ReadUntilAsync("]}")).ShouldContain("HTTP/1.1 201 Created");
        heard.ShouldAllBe(text => text.Contains("data: {\"last\":1}\n\n"));
        clients.ShouldAllBe(client => client.HasCleanEnd);
        freshet.Errors.ShouldNotContain(" error ");
        freshet.Errors.ShouldNotContain("Exception");
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }

    [Theory]
    [InlineData(FreshetProcess.Terminate)]
    [InlineData(FreshetProcess.Interrupt)]
    public async Task Either_signal_ends_it_well(int signal)
    {
        await using var freshet = await FreshetProcess.StartAsync();
        using var client = (await ConnectAsync(freshet, 1)).Single();

        var watch = Stopwatch.StartNew();
        freshet.Signal(signal);
        await client.ReadToEndAsync();
        var exit = await freshet.ExitAsync();

        client.HasCleanEnd.ShouldBeTrue(client.Received);
        exit.ShouldBe(0, freshet.Errors);
        watch.Elapsed.ShouldBeLessThan(Patience);
    }

    [Fact]
    public async Task A_sender_that_never_ends_does_not_hold_up_the_end()
    {
        await using var freshet = await FreshetProcess.StartAsync();
        using var sender = await RawClient.ConnectAsync(freshet.EndPoint);
        await sender.SendAsync(
            "POST /webhook/000 HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n"
        );
        await sender.ReadUntilAsync("100 Continue\r\n\r\n");
        using var client = (await ConnectAsync(freshet, 1)).Single();

        var watch = Stopwatch.StartNew();
        freshet.Signal(FreshetProcess.Terminate);
        await client.ReadToEndAsync();
        var exit = await freshet.ExitAsync();

        client.HasCleanEnd.ShouldBeTrue(client.Received);
        watch.Elapsed.ShouldBeLessThan(Patience);
        exit.ShouldBe(0, freshet.Errors);
        (await sender.ReadUntilAsync("}")).ShouldContain("HTTP/1.1 503 ");
    }

    [Fact]
    public async Task A_listener_that_never_reads_does_not_hold_up_the_end()
    {
        await using var freshet = await FreshetProcess.StartAsync();
        using var stuck = await RawClient.ConnectAsync(freshet.EndPoint, receiveBuffer: 4096);
        await stuck.GetAsync("/sse/events");
        await stuck.ReadUntilAsync("\n\n");
        using var http = new HttpClient { BaseAddress = freshet.Address };
        var large = $"\"{new string('x', 500_000)}\"";
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhook/000")
            {
                Content = new StringContent(large),
            };
            (await Answer.ReadAsync(http, request)).Ids.Count.ShouldBe(1);
        }

        var watch = Stopwatch.StartNew();
        freshet.Signal(FreshetProcess.Terminate);
        var exit = await freshet.ExitAsync();

        watch.Elapsed.ShouldBeLessThan(Patience);
        exit.ShouldBe(0, freshet.Errors);
        freshet.Errors.ShouldContain("1 clients did not take the last events in time");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_in_words()
    {
        await using var first = await FreshetProcess.StartAsync();
        await using var second = FreshetProcess.Run(
            "connect",
            "--set",
            $"http.port={first.Address.Port}",
            "--set",
            "journal.type=memory"
        );

        var code = await second.ExitAsync();

        code.ShouldBe(1);
        second.Errors.ShouldContain("error: cannot listen: ");
        second.Errors.ShouldContain($"{first.Address.Port}");
        second.Errors.ShouldContain("help: ");
        second.Errors.ShouldNotContain("   at ");
        second.Errors.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task The_lines_that_it_prints_to_try_it_work()
    {
        await using var freshet = await FreshetProcess.StartAsync();
        await using var stream = CurlClient.Start(
            "-N",
            new Uri(freshet.Address, "/sse/events").ToString()
        );
        await stream.Prints("retry: ");
        freshet.Output.ShouldContain($"curl -N {freshet.Address}sse/events");
        freshet.Output.ShouldContain($"{freshet.Address}webhook/000");

        await using var sent = CurlClient.Start(
            "-H",
            "Content-Type: application/json",
            "-d",
            """{"type":"hello","text":"world"}""",
            new Uri(freshet.Address, "/webhook/000").ToString()
        );

        (await sent.ExitAsync()).ShouldBe(0);
        await stream.Prints("event: hello\nid: ");
        await stream.Prints("data: {\"type\":\"hello\",\"text\":\"world\"}\n\n");
    }

    private static async Task<IReadOnlyList<RawClient>> ConnectAsync(
        FreshetProcess freshet,
        int count
    )
    {
        var clients = new List<RawClient>(count);
        for (var i = 0; i < count; i++)
        {
            var client = await RawClient.ConnectAsync(freshet.EndPoint);
            await client.GetAsync("/sse/events");
            clients.Add(client);
        }
        foreach (var client in clients)
        {
            await client.ReadUntilAsync("retry: ");
        }
        return clients;
    }
}
