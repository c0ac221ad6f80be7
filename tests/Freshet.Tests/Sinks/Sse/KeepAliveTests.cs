using System.Text;
using Freshet.Events;
using Freshet.Sinks.Sse.Frames;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class KeepAliveTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Comment_is_always_the_same()
    {
        var keepAlive = new KeepAlive(HeartbeatForm.Comment);

        var first = keepAlive.At(Now.UtcTicks);

        Text(first).ShouldBe(": keep-alive\n\n");
        keepAlive.At(Now.UtcTicks + 1).ShouldBeSameAs(first);
    }

    [Fact]
    public void Event_tells_the_time_and_has_no_id()
    {
        var keepAlive = new KeepAlive(HeartbeatForm.Event);

        Text(keepAlive.At(Now.UtcTicks))
            .ShouldBe(
                "event: heartbeat\ndata: {\"type\":\"heartbeat\",\"timestamp\":\"2026-01-02T03:04:05.678Z\"}\n\n"
            );
        Text(keepAlive.At(Now.AddMinutes(1).UtcTicks)).ShouldContain("03:05:05.678Z");
    }

    [Fact]
    public void Event_is_shared_by_all_who_are_due_at_the_same_time()
    {
        var keepAlive = new KeepAlive(HeartbeatForm.Event);

        keepAlive.At(Now.UtcTicks).ShouldBeSameAs(keepAlive.At(Now.UtcTicks));
    }

    private static string Text(WireFrame frame) => Encoding.UTF8.GetString(frame.Plain.Span);
}
