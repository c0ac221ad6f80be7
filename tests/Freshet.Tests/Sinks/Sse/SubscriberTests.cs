using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Freshet.Sinks.Sse;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class SubscriberTests : IDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);
    private static readonly byte[] Greeting = "retry: 3000\n"u8.ToArray();

    private readonly ManualTime time = new();
    private readonly Turns turns = new();
    private readonly TestEndpoint endpoint;
    private readonly Connection connection = new();
    private readonly CancellationTokenSource clientLeft = new();
    private readonly Subscriber subscriber;

    public SubscriberTests()
    {
        endpoint = new TestEndpoint(10, time);
        endpoint.Add("before;"u8.ToArray());
        subscriber = new Subscriber(endpoint.Cursor(), time);
    }

    public void Dispose() => clientLeft.Dispose();

    [Fact]
    public async Task Greeting_comes_first_then_every_frame_since_it_subscribed_in_order()
    {
        Add("a;", "b;");
        var running = Run();
        connection.Received.ShouldBe("retry: 3000\na;b;");
        Add("c;");
        connection.Received.ShouldBe("retry: 3000\na;b;c;");

        End();
        (await running).ShouldBe(StreamEnd.ServerStopping);
        subscriber.Delivered.ShouldBe(3);
        subscriber.Skipped.ShouldBe(0);
    }

    [Fact]
    public void Client_too_far_behind_is_told_how_many_it_missed_and_goes_on_from_the_oldest()
    {
        Add(Enumerable.Range(0, 25).Select(i => $"{i};"));
        _ = Run();
        connection.Received.ShouldBe(
            "retry: 3000\nevent: error\ndata: lagged: 15 messages skipped\n\n"
                + string.Concat(Enumerable.Range(15, 10).Select(i => $"{i};"))
        );
        subscriber.Delivered.ShouldBe(10);
        subscriber.Skipped.ShouldBe(15);
    }

    [Fact]
    public void Each_time_it_falls_behind_is_told_anew()
    {
        _ = Run();
        Add(Enumerable.Repeat("x", 11));
        Add(Enumerable.Repeat("y", 10));
        Add(Enumerable.Repeat("z", 12));
        connection.Received.ShouldBe(
            """
            retry: 3000
            event: error
            data: lagged: 1 messages skipped

            xxxxxxxxxxyyyyyyyyyyevent: error
            data: lagged: 2 messages skipped

            zzzzzzzzzz
            """
        );
        subscriber.Skipped.ShouldBe(3);
    }

    [Fact]
    public void Silence_is_broken_by_a_comment_and_only_silence()
    {
        _ = Run();
        time.Advance(KeepAlive - Moment);
        Tick();
        Add("a;");
        time.Advance(KeepAlive - Moment);
        Tick();
        connection.Received.ShouldBe("retry: 3000\na;");

        time.Advance(Moment);
        Tick();
        connection.Received.ShouldBe("retry: 3000\na;: keep-alive\n\n");
        Tick();
        time.Advance(KeepAlive - Moment);
        Tick();
        connection.Received.ShouldBe("retry: 3000\na;: keep-alive\n\n");
        time.Advance(Moment);
        Tick();
        connection.Received.ShouldBe("retry: 3000\na;: keep-alive\n\n: keep-alive\n\n");
    }

    [Fact]
    public void Comment_that_is_due_is_left_out_where_an_event_comes_with_it()
    {
        _ = Run();
        time.Advance(KeepAlive);
        endpoint.Add("a;"u8.ToArray());
        Tick();
        connection.Received.ShouldBe("retry: 3000\na;");
    }

    [Fact]
    public async Task Client_that_accepts_nothing_is_given_up_after_the_write_timeout()
    {
        var running = Run();
        connection.IsStuck = true;
        time.Advance(KeepAlive - Moment);
        Add("a;");

        time.Advance(WriteTimeout - Moment);
        Tick();
        running.IsCompleted.ShouldBeFalse();
        time.Advance(Moment);
        Tick();
        (await running).ShouldBe(StreamEnd.TooSlow);
    }

    [Fact]
    public async Task Silence_before_a_write_does_not_count_against_it()
    {
        var running = Run();
        connection.IsStuck = true;
        time.Advance(KeepAlive - Moment);
        // The write begins in the midst of a tick: its client has had no time to be slow.
        time.Interrupt(() => Add("a;"));
        Tick();

        running.IsCompleted.ShouldBeFalse();
        subscriber.Abort();
        turns.Run();
        (await running).ShouldBe(StreamEnd.TooSlow);
    }

    [Fact]
    public async Task Everything_up_to_the_end_is_sent_before_it_ends()
    {
        var running = Run();
        for (var i = 0; i < 10; i++)
        {
            endpoint.Add(Encoding.UTF8.GetBytes($"{i};"));
        }
        End();
        (await running).ShouldBe(StreamEnd.ServerStopping);
        connection.Received.ShouldBe("retry: 3000\n0;1;2;3;4;5;6;7;8;9;");
    }

    [Fact]
    public async Task Client_that_leaves_ends_it()
    {
        var running = Run();
        await clientLeft.CancelAsync();
        turns.Run();
        (await running).ShouldBe(StreamEnd.ClientLeft);
    }

    [Fact]
    public async Task Client_that_closed_its_side_ends_it()
    {
        connection.IsClosed = true;
        (await Run()).ShouldBe(StreamEnd.ClientLeft);
    }

    [Fact]
    public async Task Client_that_left_before_it_was_given_up_was_not_too_slow()
    {
        connection.IsStuck = true;
        var running = Run();
        await clientLeft.CancelAsync();
        subscriber.Abort();
        turns.Run();
        (await running).ShouldBe(StreamEnd.ClientLeft);
    }

    [Fact]
    public async Task Aborted_it_ends_at_once()
    {
        var running = Run();
        subscriber.Abort();
        turns.Run();
        (await running).ShouldBe(StreamEnd.TooSlow);
    }

    [Fact]
    public void Large_frames_are_flushed_before_many_of_them_pile_up()
    {
        for (var i = 0; i < 10; i++)
        {
            endpoint.Add(new byte[40 * 1024]);
        }
        connection.IsStuck = true;
        _ = Run();
        connection.IsStuck = false;
        connection.Largest.ShouldBeLessThan(128 * 1024);
    }

    [Fact]
    public async Task Writer_and_client_at_full_speed_lose_nothing_uncounted()
    {
        const int frames = 100_000;
        var cancellation = TestContext.Current.CancellationToken;
        var running = Task.Run(
            () => subscriber.RunAsync(connection, Greeting, clientLeft.Token),
            cancellation
        );
        for (var i = 0; i < frames; i++)
        {
            endpoint.Add("12345678\n"u8.ToArray());
            subscriber.Wake();
        }
        subscriber.End();
        (await running.WaitAsync(TimeSpan.FromSeconds(30), cancellation)).ShouldBe(
            StreamEnd.ServerStopping
        );
        (subscriber.Delivered + subscriber.Skipped).ShouldBe(frames);
        var lines = connection.Received.Split('\n');
        lines.Count(line => line == "12345678").ShouldBe((int)subscriber.Delivered);
        lines
            .Where(line => line.StartsWith("data: lagged: ", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split(' ')[2]))
            .ShouldBe((int)subscriber.Skipped);
    }

    [Fact]
    public async Task Client_that_catches_up_gives_others_a_turn_and_ends_cleanly_when_the_server_waits_no_longer()
    {
        var stream = new TestStream(new() { Buffer = 1 });
        stream.Append(Enumerable.Range(0, 100_000).Select(n => $"{n}"));
        stream.Publish();
        using var cursor = stream.Join("0");
        var behind = new Subscriber(cursor, time);
        var running = turns.Start(() => behind.RunAsync(connection, Greeting, clientLeft.Token));
        running.IsCompleted.ShouldBeFalse();
        behind.End();
        turns.RunOnce();
        running.IsCompleted.ShouldBeFalse();
        behind.GiveUp();
        turns.Run();
        (await running).ShouldBe(StreamEnd.ServerStopping);
        connection.Received.ShouldEndWith("data: {\"outputs\":1}\n\n");
        behind.Delivered.ShouldBeInRange(1, 10_000);
        behind.TakeCounts().Replayed.ShouldBe(behind.Delivered);
    }

    [Fact]
    public async Task Client_whose_span_is_over_is_ended_by_the_clock()
    {
        var stream = new TestStream(new());
        using var cursor = stream.Join(until: stream.Time.GetUtcNow() + Moment);
        var waiting = new Subscriber(cursor, stream.Time);
        var running = turns.Start(() => waiting.RunAsync(connection, Greeting, clientLeft.Token));
        waiting.Tick(KeepAlive, WriteTimeout);
        turns.Run();
        running.IsCompleted.ShouldBeFalse();
        stream.Time.Advance(Moment);
        waiting.Tick(KeepAlive, WriteTimeout);
        turns.Run();
        (await running).ShouldBe(StreamEnd.SpanOver);
        connection.Received.ShouldBe("retry: 3000\n");
    }

    [Fact]
    public void Silence_of_a_replay_that_is_all_dropped_is_broken_by_a_comment()
    {
        var stream = new TestStream(new() { Buffer = 1 }, transformers: TestStream.Split());
        stream.Append(("first", 1));
        stream.Append(Enumerable.Range(0, 10_000).Select(n => ($"{n}", 0)));
        stream.Append(("last", 2));
        stream.Publish();
        using var cursor = stream.Join("first");
        var behind = new Subscriber(cursor, stream.Time);
        _ = turns.Start(() => behind.RunAsync(connection, Greeting, clientLeft.Token));
        stream.Time.Advance(KeepAlive);
        behind.Tick(KeepAlive, WriteTimeout);
        turns.Run();
        connection.Received.ShouldStartWith("retry: 3000\n: keep-alive\n\nevent: t\nid: last\n");
        behind.Delivered.ShouldBe(2);
    }

    private Task<StreamEnd> Run() =>
        turns.Start(() => subscriber.RunAsync(connection, Greeting, clientLeft.Token));

    private void Tick()
    {
        subscriber.Tick(KeepAlive, WriteTimeout);
        turns.Run();
    }

    private void End()
    {
        subscriber.End();
        turns.Run();
    }

    private void Add(params IEnumerable<string> frames)
    {
        foreach (var frame in frames)
        {
            endpoint.Add(Encoding.UTF8.GetBytes(frame));
        }
        subscriber.Wake();
        turns.Run();
    }

    /// <summary>What a client received; it can stop accepting, or close.</summary>
    private sealed class Connection : PipeWriter
    {
        private readonly TaskCompletionSource cancelled = new();
        private readonly ArrayBufferWriter<byte> written = new();
        private int flushed;

        public bool IsStuck { get; set; }

        public bool IsClosed { get; set; }

        /// <summary>The most bytes that were flushed at once.</summary>
        public int Largest { get; private set; }

        public string Received => Encoding.UTF8.GetString(written.WrittenSpan[..flushed]);

        public override async ValueTask<FlushResult> FlushAsync(
            CancellationToken cancellationToken = default
        )
        {
            Largest = Math.Max(Largest, written.WrittenCount - flushed);
            if (IsStuck)
            {
                await cancelled.Task.WaitAsync(cancellationToken);
                return new FlushResult(isCanceled: true, isCompleted: false);
            }
            flushed = written.WrittenCount;
            return new FlushResult(isCanceled: false, isCompleted: IsClosed);
        }

        public override void Advance(int bytes) => written.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => written.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => written.GetSpan(sizeHint);

        public override void CancelPendingFlush() => cancelled.TrySetResult();

        public override void Complete(Exception? exception = null) { }
    }
}
