using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Sinks.Sse;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>What the clients of an endpoint share, without a reader: a test puts frames into its ring.</summary>
internal sealed class TestEndpoint
{
    private readonly SseEndpoint endpoint;
    private long last;

    public TestEndpoint(int buffer, TimeProvider? time = null)
    {
        var clock = time ?? new ManualTime();
        endpoint = new(
            new SseOptions { Id = "events", Buffer = buffer },
            new MemoryJournal(new RetentionOptions(), clock),
            new FrameRing(buffer),
            new FrameEncoder(null, new TransformerChain([], 10), clock, NullLogger.Instance),
            clock
        );
    }

    /// <summary>Adds the only frame of an entry that comes next.</summary>
    public void Add(byte[] bytes)
    {
        last++;
        endpoint.Ring.Add(
            new(new(last, 1), FramePlace.EndOf(last), DateTimeOffset.UnixEpoch, bytes)
        );
        endpoint.Ring.Finish(last);
    }

    /// <summary>A client that wants what comes from now on.</summary>
    public FrameCursor Cursor() => new(endpoint, new() { After = FramePlace.EndOf(last) });
}
