using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Clients that are gone without a word, as after a cable was pulled: TCP alone would believe in them for a quarter of an hour.</summary>
public sealed class VanishingTests
{
    private const string Impatient =
        FreshetServer.WebhookAndStream
        + "keep_alive = \"50ms\"\nwrite_timeout = \"500ms\"\npath = \"/vanishing\"\n";

    [Fact]
    public async Task A_client_that_vanished_is_closed_and_counted_and_its_place_is_free_again()
    {
        long counted = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Name == "freshet.sse.unreachable_clients")
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
                Interlocked.Add(ref counted, (string?)tags[0].Value == "/vanishing" ? count : 0)
        );
        listener.Start();
        await using var server = await FreshetServer.StartAsync(Impatient + "max_clients = 2");
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        await client.GetAsync("/vanishing");
        await client.ReadUntilAsync(": keep-alive");
        await using var other = await server.ListenAsync("/vanishing");

        client.Vanish();

        await server.Log.Shows("left (Unreachable)");
        Volatile.Read(ref counted).ShouldBe(1);
        await using var next = await server.ListenAsync("/vanishing");
        await server.PostAsync("{\"n\":1}");
        (await other.NextAsync()).Data.ShouldBe("{\"n\":1}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_client_that_vanished_is_closed_over_TLS_too(int version)
    {
        using var certificates = new TestCertificates();
        await using var server = await FreshetServer.StartAsync(
            certificates.Configuration + Impatient
        );
        Socket? socket = null;
        using var http = certificates.Client(
            server,
            version,
            connected: connected => socket = connected
        );
        await using var client = await SseClient.OpenAsync(http, "/vanishing");
        await client.ReadUntilAsync(": keep-alive");

        Cable.Pull(socket!);

        await server.Log.Shows("left (Unreachable)");
    }

    [Fact]
    public async Task A_client_that_is_there_and_reads_nothing_is_too_slow_and_not_taken_for_gone()
    {
        await using var server = await FreshetServer.StartAsync(Impatient);
        using var client = await RawClient.ConnectAsync(server.EndPoint, receiveBuffer: 4096);
        await client.GetAsync("/vanishing");
        await client.ReadUntilAsync("retry: ");

        // More than the client has room for, and less than the server's kernel has.
        await server.PostAsync($"\"{new string('x', 100_000)}\"");

        await server.Log.Shows("left (TooSlow)");
    }
}
