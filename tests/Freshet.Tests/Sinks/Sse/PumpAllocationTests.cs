using Freshet.Sinks.Sse.Frames;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>What a delivery costs beside the send: nothing that grows with the clients.</summary>
public sealed class PumpAllocationTests : IDisposable
{
    private const int Clients = 1000;

    /// <summary>In bytes, of one round; less than an object for every tenth client.</summary>
    private const int Bound = Clients * 24 / 10;

    private const int Rounds = 6;

    private readonly TestPump pump = new(new() { Buffer = 100, Heartbeat = HeartbeatForm.Event });
    private readonly List<TestOutlet> outlets = [];

    public void Dispose() => pump.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Round_allocates_nothing_per_client(int events)
    {
        Join();

        Least(() => Round(events)).ShouldBeLessThan(Bound);

        outlets.Sum(outlet => outlet.Sends).ShouldBe(Clients * (Rounds + 1));
    }

    [Fact]
    public void Keep_alives_allocate_nothing_per_client()
    {
        Join();

        Least(Silence).ShouldBeLessThan(Bound);

        outlets.Sum(outlet => outlet.Sends).ShouldBe(Clients * (Rounds + 1));
    }

    /// <summary>What a round costs: the first ones make what is kept from then on, and code that is compiled anew meanwhile may take some.</summary>
    private static long Least(Func<long> round) =>
        Enumerable.Range(0, Rounds).Select(_ => round()).Min();

    private void Join()
    {
        for (var i = 0; i < Clients; i++)
        {
            outlets.Add(new TestOutlet { IsKeeping = false });
            pump.Join(outlets[i]);
        }
    }

    /// <summary>What the pump allocates while it sends that many events to all.</summary>
    private long Round(int events)
    {
        pump.Stream.Append(Enumerable.Range(0, events).Select(_ => Guid.NewGuid().ToString()));
        pump.Stream.Publish();
        return Measure();
    }

    private long Silence()
    {
        pump.Stream.Time.Advance(TimeSpan.FromSeconds(31));
        pump.Pump.Tick();
        return Measure();
    }

    private long Measure()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (pump.Pump.Work()) { }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
