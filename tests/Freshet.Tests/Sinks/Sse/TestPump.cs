using System.Diagnostics.Metrics;
using System.Net;
using Freshet.Events;
using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Pumping;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>A pump without a thread: it works when the test says so.</summary>
internal sealed class TestPump : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly List<(Subscriber Who, StreamEnd End)> ended = [];

    public TestPump(SseOptions options, int retention = 1_000_000)
    {
        Stream = new TestStream(options, retention);
        Pump = new(
            Stream.Endpoint,
            Stream.Gate,
            0,
            TimeSpan.FromMilliseconds(1),
            new Instruments(services.GetRequiredService<IMeterFactory>()),
            () => { }
        );
    }

    public TestStream Stream { get; }

    public Pump Pump { get; }

    /// <summary>Whose streams have ended, and why, in order.</summary>
    public IEnumerable<StreamEnd> Ends => ended.Select(one => one.End);

    public void Dispose() => services.Dispose();

    /// <summary>Brings in a client.</summary>
    public Subscriber Join(
        Outlet outlet,
        string? lastEventId = null,
        DateTimeOffset? until = null,
        EventFilter? filter = null,
        DateTimeOffset? expires = null
    )
    {
        var subscriber = Admit(lastEventId, until, filter, expires);
        Pump.Join(subscriber, outlet);
        Work();
        return subscriber;
    }

    /// <summary>A client that the pump does not know yet.</summary>
    public Subscriber Admit(
        string? lastEventId = null,
        DateTimeOffset? until = null,
        EventFilter? filter = null,
        DateTimeOffset? expires = null
    ) =>
        Admit(
            Stream.Join(lastEventId, until: until, filter: filter),
            filter ?? EventFilter.All,
            (who, end) => ended.Add((who, end)),
            expires
        );

    /// <summary>A client at such a place.</summary>
    public static Subscriber Admit(
        FrameCursor cursor,
        EventFilter filter,
        Action<Subscriber, StreamEnd> ended,
        DateTimeOffset? expires = null
    ) =>
        new(
            new(Guid.CreateVersion7(), new(IPAddress.Loopback, 1), "", DateTimeOffset.UnixEpoch, 0),
            cursor,
            filter,
            SseFrame.Retry(TimeSpan.FromSeconds(3)),
            ended
        )
        {
            Expires = expires,
        };

    /// <summary>Puts events into the journal, and sends them.</summary>
    public void Send(params IEnumerable<string> ids)
    {
        Stream.Append(ids);
        Stream.Publish();
        Work();
    }

    /// <summary>Works until there is nothing to do.</summary>
    public void Work()
    {
        while (Pump.Work() || Stream.Endpoint.Blocks.ReadNext()) { }
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time)
    {
        Stream.Time.Advance(time);
        Pump.Tick();
        Work();
    }

    /// <summary>What a client gets of an event.</summary>
    public static string Frame(string id) =>
        $"event: message\nid: {id}\ndata: {{\"outputs\":1}}\n\n";

    public static string Frames(params IEnumerable<string> ids) => string.Concat(ids.Select(Frame));
}
