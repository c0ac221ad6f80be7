using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Pumping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>A publisher is held back by clients that are about to be sent something, and by nobody else.</summary>
public sealed class RingGateTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestPump pump = new(
        new()
        {
            Buffer = 10,
            KeepAlive = 10 * Second,
            WriteTimeout = 20 * Second,
        }
    );
    private readonly TestOutlet client = new();

    public void Dispose() => pump.Dispose();

    [Fact]
    public void Lowest_is_that_of_the_pump_that_is_furthest_behind()
    {
        var gate = new RingGate(3);
        gate.Lowest.ShouldBe(RingGate.Open);
        gate.Move(0, 7);
        gate.Move(2, 5);
        gate.Lowest.ShouldBe(5);
        gate.Move(2, RingGate.Open);
        gate.Lowest.ShouldBe(7);
        gate.Move(0, 9);
        gate.Lowest.ShouldBe(9);
    }

    [Fact]
    public void Move_wakes_the_publisher_also_where_it_came_before_the_wait()
    {
        var gate = new RingGate(1);
        gate.Move(0, 1);
        gate.MovedAsync().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
        gate.MovedAsync().AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Publisher_never_overwrites_what_a_pump_has_not_seen()
    {
        pump.Join(client);
        pump.Send("first");
        var ids = Enumerable.Range(0, 35).Select(n => $"{n}").ToList();
        pump.Stream.Append(ids);

        var publishing = pump.Stream.PublishAsync();

        var ring = pump.Stream.Endpoint.Ring;
        while (!publishing.IsCompleted)
        {
            ring.Oldest.ShouldBeLessThanOrEqualTo(pump.Stream.Gate.Lowest);
            pump.Pump.Work();
            await Task.Yield();
        }
        await publishing;
        pump.Work();
        client.Received.ShouldEndWith(TestPump.Frames(["first", .. ids]));
    }

    [Fact]
    public async Task Publisher_keeps_to_the_bytes_that_the_ring_may_hold_and_still_every_client_gets_all()
    {
        using var small = new TestPump(new() { Buffer = 1000, BufferBytes = new(1024) });
        small.Join(client);
        var ring = small.Stream.Endpoint.Ring;
        // One of them is larger than the ring by itself.
        List<string> ids =
        [
            .. Enumerable.Range(0, 60).Select(n => $"{n}"),
            new string('x', 2000),
            "last",
        ];
        small.Stream.Append(ids);

        var publishing = small.Stream.PublishAsync();

        while (!publishing.IsCompleted)
        {
            small.Pump.Work();
            await Task.Yield();
        }
        await publishing;
        small.Work();
        var held = 0;
        for (var at = ring.Oldest; at < ring.Next; at++)
        {
            held += ring.Find(at)!.Bytes.Chunk.Length;
        }
        held.ShouldBeInRange(1, 1024);
        client.Received.ShouldEndWith(TestPump.Frames(ids));
    }

    [Fact]
    public void Publisher_waits_for_no_pump_without_clients()
    {
        pump.Stream.Append(Enumerable.Range(0, 100).Select(n => $"{n}"));
        pump.Stream.Publish();
        pump.Join(client);
        client.Leave();
        pump.Work();
        pump.Stream.Append(Enumerable.Range(100, 100).Select(n => $"{n}"));
        pump.Stream.Publish();
    }

    [Fact]
    public void Client_whose_span_ended_by_the_clock_holds_nobody_back()
    {
        pump.Join(client, until: pump.Stream.Time.GetUtcNow() + Second);
        pump.Send("a");
        // Past the span, and the tick that finds it over is all that the pump has to do.
        pump.Stream.Time.Advance(2 * Second);
        pump.Pump.Tick();
        pump.Pump.Work();
        pump.Pump.Tick();
        pump.Pump.Work();
        pump.Ends.ShouldBe([StreamEnd.SpanOver]);
        pump.Stream.Gate.Lowest.ShouldBe(RingGate.Open);
    }

    [Fact]
    public void Client_that_a_keep_alive_finds_broken_holds_nobody_back()
    {
        pump.Join(client);
        pump.Send("a");
        client.IsBroken = true;
        pump.Stream.Time.Advance(11 * Second);
        pump.Pump.Tick();
        pump.Pump.Work();
        pump.Ends.ShouldBe([StreamEnd.ClientLeft]);
        pump.Stream.Gate.Lowest.ShouldBe(RingGate.Open);
    }

    [Fact]
    public void Client_that_a_keep_alive_finds_full_holds_nobody_back()
    {
        pump.Join(client);
        pump.Send("a");
        client.Room = 0;
        pump.Stream.Time.Advance(11 * Second);
        pump.Pump.Tick();
        pump.Pump.Work();
        client.IsFull.ShouldBeTrue();
        pump.Stream.Gate.Lowest.ShouldBe(RingGate.Open);
    }

    [Fact]
    public void Stream_that_ends_with_the_server_holds_nobody_back()
    {
        pump.Join(client);
        pump.Send("a");
        pump.Pump.GiveUp();
        pump.Pump.Work();
        pump.Ends.ShouldBe([StreamEnd.ServerStopping]);
        pump.Stream.Gate.Lowest.ShouldBe(RingGate.Open);
    }
}
