using System.Text;
using Freshet.Sources.Sse;
using Freshet.Tests.Events;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Sse;

public sealed class GuardedStreamTests
{
    private const int MaxData = 8;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    /// <summary>Pieces of streams, in all their line ends, long values among them.</summary>
    private static readonly Gen<string> Streams = Gen.Elements(
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "data",
            "dat",
            "data:",
            "data: ",
            "data:  x",
            "data: 1234567\n",
            "data: 12345678\n",
            "data: 123456789\n",
            "d",
            "a",
            ":",
            ": comment of some length\n",
            "id: 1\n",
            "id\n",
            "id: a\0\n",
            "event: named\n",
            "event\n",
            "event:\n",
            "retry: 7\n",
            "database: x\n",
            " ",
            "é",
            "\uFEFF"
        )
        .ListOf()
        .Select(parts => string.Concat(parts));

    [Fact]
    public void Whatever_comes_the_events_are_those_of_the_standard_and_too_large_ones_are_known() =>
        Prop.ForAll(
                Arb.From(Streams),
                Arb.From(Gen.Choose(1, 7)),
                async (text, pieces) =>
                {
                    var expected = new EventStreamReader();
                    expected.Read(Encoding.UTF8.GetBytes(text));

                    var found = await ReadAsync(text, pieces);

                    found
                        .Select(arrival => (arrival.Name, Data(arrival), arrival.LastEventId))
                        .ShouldBe(
                            expected.Events.Select(dispatched =>
                                (
                                    dispatched.Type,
                                    Encoding.UTF8.GetByteCount(dispatched.Data) > MaxData
                                        ? "too large"
                                        : dispatched.Data,
                                    dispatched.LastEventId
                                )
                            ),
                            $"in {text.ReplaceLineEndings("\\n")}"
                        );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("data: 1\n\n", 1)]
    [InlineData("\uFEFFdata: 1\n\n", 1)]
    [InlineData("\uFEFF\uFEFFdata: 1\n\ndata: 2\n\n", 1)]
    public async Task Of_byte_order_marks_at_the_beginning_one_is_none_of_the_line(
        string text,
        int events
    )
    {
        foreach (var pieces in Enumerable.Range(1, 7))
        {
            (await ReadAsync(text, pieces)).Count.ShouldBe(events);
        }
    }

    [Theory]
    [InlineData("event: ")]
    [InlineData(": ")]
    [InlineData("dat")]
    public async Task A_line_without_end_stops_passing_at_its_limit(string beginning)
    {
        var endless = new Repeating(Encoding.UTF8.GetBytes(beginning), "x"u8.ToArray());
        await using var guarded = new GuardedStream(endless, MaxData, Silence, TimeProvider.System);

        (await PassedAsync(guarded, endless.Limit)).ShouldBe(GuardedStream.LongestLine);
    }

    [Fact]
    public async Task Data_of_an_event_without_end_stops_passing_at_the_limit()
    {
        var endless = new Repeating([], "data: 0123456789\n"u8.ToArray());
        await using var guarded = new GuardedStream(endless, MaxData, Silence, TimeProvider.System);

        (await PassedAsync(guarded, endless.Limit)).ShouldBe("data: 012345678\n".Length);
    }

    [Fact]
    public async Task An_event_is_complete_with_its_last_return()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        await using var guarded = new GuardedStream(
            pipe.Reader.AsStream(),
            MaxData,
            Silence,
            TimeProvider.System
        );
        var items = Arrival
            .Parser(guarded, MaxData)
            .EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = items.MoveNextAsync().AsTask();

        await pipe.Writer.WriteAsync(
            "data: x\r\r"u8.ToArray(),
            TestContext.Current.CancellationToken
        );

        (
            await first.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)
        ).ShouldBeTrue();
        Encoding.UTF8.GetString(items.Current.Data.Data.Span).ShouldBe("x");
    }

    [Fact]
    public async Task Silence_is_an_error_and_every_byte_ends_it()
    {
        var time = new TimerTime();
        var pipe = new System.IO.Pipelines.Pipe();
        await using var guarded = new GuardedStream(pipe.Reader.AsStream(), MaxData, Silence, time);
        var buffer = new byte[10];

        var comment = guarded.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask();
        time.Advance(Silence - TimeSpan.FromSeconds(1));
        await pipe.Writer.WriteAsync(":\n"u8.ToArray(), TestContext.Current.CancellationToken);
        (await comment).ShouldBe(2);

        var next = guarded.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask();
        time.Advance(Silence - TimeSpan.FromSeconds(1));
        next.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<TimeoutException>(next);
    }

    [Fact]
    public async Task A_connection_that_silence_closed_just_after_something_came_is_silent_too()
    {
        var closed = new MemoryStream();
        await closed.DisposeAsync();
        var stream = new GuardedStream(closed, MaxData, Silence, TimeProvider.System);

        var next = async () => await stream.ReadAsync(new byte[1]);

        await Should.ThrowAsync<TimeoutException>(next);
    }

    [Fact]
    public async Task Who_gives_up_is_not_told_of_silence()
    {
        using var source = new CancellationTokenSource();
        await using var guarded = new GuardedStream(
            new System.IO.Pipelines.Pipe().Reader.AsStream(),
            MaxData,
            Silence,
            new TimerTime()
        );
        var read = guarded.ReadAsync(new byte[10], source.Token).AsTask();

        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(read);
    }

    private static string Data(Arrival arrival) =>
        arrival.Content.IsTooLarge
            ? "too large"
            : Encoding.UTF8.GetString(arrival.Content.Data.Span);

    private static async Task<List<Arrival>> ReadAsync(string text, int pieces)
    {
        var stream = new Pieces(Encoding.UTF8.GetBytes(text), pieces);
        var guarded = new GuardedStream(stream, MaxData, Silence, TimeProvider.System);
        var parser = Arrival.Parser(guarded, MaxData);
        var found = new List<Arrival>();
        var items = parser
            .EnumerateAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (await items.MoveNextAsync())
        {
            found.Add(
                new(
                    Arrival.NameOf(items.Current.EventType),
                    items.Current.EventId,
                    parser.LastEventId,
                    items.Current.Data
                )
            );
        }
        return found;
    }

    private static async Task<long> PassedAsync(GuardedStream guarded, long limit)
    {
        var buffer = new byte[64 * 1024];
        long passed = 0;
        while (
            await guarded.ReadAsync(buffer, TestContext.Current.CancellationToken)
                is > 0
                    and var count
        )
        {
            passed += count;
            passed.ShouldBeLessThan(limit);
        }
        return passed;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Comments_say_which_event_comes_from_where(int pieces)
    {
        const string one = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        const string two = "00-11111111111111111111111111111111-b7ad6b7169203331-00";
        var text =
            $": traceparent {one}\nevent: a\ndata: 1\n\n"
            + "data: 2\n\n"
            // No event: it has no data, and what was said of it is not said of the next.
            + $": traceparent {one}\nevent: b\n\n"
            + "data\n\n"
            + $": keep-alive\r\n: traceparent {two}\r\n: tracestate k=v\r\ndata: 4\r\n\r\n"
            + ": traceparent nonsense\ndata: 5\n\n"
            + $": traceparent {two}{new string('x', 1000)}\ndata: 6\n\n"
            + $"data: 7\n: traceparent {one}\n\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        await using var guarded = new GuardedStream(
            new Pieces(bytes, pieces),
            MaxData,
            Silence,
            TimeProvider.System
        );

        var found = new List<string?>();
        await foreach (
            var item in Arrival
                .Parser(guarded, MaxData)
                .EnumerateAsync(TestContext.Current.CancellationToken)
        )
        {
            var trace = guarded.Traces.Next();
            found.Add(
                $"{Encoding.UTF8.GetString(item.Data.Data.Span)} {trace?.Parent} {trace?.State}"
            );
        }

        found.ShouldBe([$"1 {one} ", "2  ", "  ", $"4 {two} k=v", "5  ", "6  ", $"7 {one} "]);
    }

    /// <summary>Gives a few bytes with each read.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }

    /// <summary>A beginning, and then the same over and over, several MiB of it.</summary>
    private sealed class Repeating(byte[] beginning, byte[] unit)
        : MemoryStream([
            .. beginning,
            .. Enumerable.Repeat(unit, (4 << 20) / unit.Length).SelectMany(bytes => bytes),
        ])
    {
        public long Limit => Length;
    }
}
