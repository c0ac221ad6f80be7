using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Pumping;
using Freshet.Sinks.Sse.Replaying;
using Freshet.Tests.Journal;
using Freshet.Tests.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>An endpoint from the journal to the frames, where a test decides who is when at work.</summary>
internal sealed class TestStream : ICatchUpWaiter
{
    private readonly FramePublisher publisher;
    private readonly FrameEncoder encoder;

    /// <param name="options">How the endpoint is configured.</param>
    /// <param name="retention">How many events the journal keeps.</param>
    /// <param name="transformers">What the endpoint does with an event.</param>
    public TestStream(
        SseOptions options,
        int retention = 1_000_000,
        params ITransformer[] transformers
    )
    {
        options.Id = "events";
        Time = new ManualTime();
        Journal = new MemoryJournal(new() { MaxEvents = retention }, Time);
        var steps = transformers.Select((transformer, i) => ($"step{i}", transformer)).ToList();
        encoder = new FrameEncoder(
            null,
            FrameContent.Event,
            Topics,
            new TransformerChain(steps, 1000),
            Time,
            NullLogger.Instance
        );
        var ring = new FrameRing(options.Buffer, options.BufferBytes.Bytes);
        ring.Begin(0);
        var blocks = new CatchUpBlocks(Journal, encoder, options.ReplayBytes.Bytes);
        Endpoint = new(options, Journal, ring, blocks, encoder.IsTransformed, Time);
        publisher = new(
            new FrameReader(Journal.OpenReader(0), encoder),
            ring,
            Gate,
            new TypeCounts(),
            0,
            "/sse/events",
            NullLogger.Instance
        );
    }

    public ManualTime Time { get; }

    public MemoryJournal Journal { get; }

    public SseEndpoint Endpoint { get; }

    public TopicTable Topics { get; } = new();

    /// <summary>Of one pump; open while there is none.</summary>
    public RingGate Gate { get; } = new(1);

    /// <summary>Puts events into the journal; of each, <see cref="Split"/> makes as many as is said.</summary>
    public void Append(params IEnumerable<(string Id, int Outputs)> events)
    {
        var encoded = events.Select(next =>
            SampleEvents.Encoded(next.Id, json: $$"""{"outputs":{{next.Outputs}}}""")
        );
        Journal
            .AppendAsync([.. encoded], CancellationToken.None)
            .AsTask()
            .IsCompletedSuccessfully.ShouldBeTrue();
    }

    public void Append(params IEnumerable<string> ids) => Append(ids.Select(id => (id, 1)));

    /// <summary>Brings the ring up to the end of the journal.</summary>
    public void Publish()
    {
        var publishing = PublishAsync();
        publishing.IsCompletedSuccessfully.ShouldBeTrue("a pump is held to be behind");
    }

    /// <summary>The same, where a pump may have to work first.</summary>
    public async Task PublishAsync()
    {
        while (await publisher.PublishAsync(() => { })) { }
    }

    /// <summary>A client that comes with this.</summary>
    public FrameCursor Join(
        string? lastEventId = null,
        DateTimeOffset? since = null,
        DateTimeOffset? until = null,
        EventFilter? filter = null
    ) =>
        new(
            Endpoint,
            ReplayPlan.For(
                new(lastEventId, since, until),
                Journal,
                Endpoint.Options,
                encoder.IsTransformed
            ),
            filter ?? EventFilter.All
        );

    /// <summary>Makes as many events of one as it says.</summary>
    public static Function Split() =>
        new(
            (input, output) =>
            {
                var outputs = (int)input.Body!["outputs"]!;
                for (var n = 1; n <= outputs; n++)
                {
                    // An id in the body, of another event at that: nobody resumes after what a transformer wrote.
                    output.Add(
                        new Event(
                            new JsonObject
                            {
                                ["id"] = "1",
                                ["type"] = "t",
                                ["n"] = n,
                            }
                        )
                    );
                }
                return null;
            }
        );

    /// <summary>Takes what there is for a client, at most so many: the id of each frame, or the data of one that has none.</summary>
    public List<string> Take(FrameCursor cursor, int atMost = int.MaxValue) =>
        Take(cursor, atMost, out _);

    /// <param name="cursor">The client's.</param>
    /// <param name="atMost">How many.</param>
    /// <param name="last">What stood after them.</param>
    public List<string> Take(FrameCursor cursor, int atMost, out CursorTurn last)
    {
        var taken = new List<string>();
        // Whoever is behind is so because it did not take more.
        cursor.FallBehind();
        last = CursorTurn.Busy;
        while (taken.Count < atMost)
        {
            var runs = new FrameRuns();
            last = cursor.Next(runs, Endpoint.Ring.Next, chunked: false, out var run, out var told);
            if (last == CursorTurn.Notice)
            {
                taken.Add(Read(told!.Plain.Span));
            }
            else if (last == CursorTurn.Waiting)
            {
                Endpoint.Blocks.Ask(cursor.Done, this).ShouldBeTrue();
                while (Endpoint.Blocks.ReadNext()) { }
            }
            else if (last == CursorTurn.Run)
            {
                TakeRun(cursor, run, atMost, taken);
            }
            else if (last != CursorTurn.Busy)
            {
                break;
            }
            runs.Clear();
        }
        return taken;
    }

    /// <summary>Takes no more of a run than is wanted: what a client has that did not take all of it.</summary>
    private static void TakeRun(FrameCursor cursor, RunPart run, int atMost, List<string> taken)
    {
        if (run.Frames <= atMost - taken.Count)
        {
            taken.AddRange(Frames(run.Bytes.Span));
            cursor.Take(run);
            return;
        }
        var wanted = Frames(run.Bytes.Span).Take(atMost - taken.Count).ToList();
        taken.AddRange(wanted);
        // The last byte of the last one is still to come: the frame is the client's all the same.
        var bytes = Part(run.Bytes.Span).Take(wanted.Count).Sum(frame => frame.Length);
        var cut = run.CutAfter(bytes - 1);
        cut.Frames.ShouldBe(wanted.Count - 1);
        cut.Rest.Length.ShouldBe(1);
        cursor.Take(cut);
    }

    private static List<string> Frames(ReadOnlySpan<byte> bytes) =>
        [.. Part(bytes).Select(frame => Read(frame))];

    private static List<byte[]> Part(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<byte[]>();
        while (bytes.IndexOf("\n\n"u8) is >= 0 and var end)
        {
            frames.Add(bytes[..(end + 2)].ToArray());
            bytes = bytes[(end + 2)..];
        }
        return frames;
    }

    void ICatchUpWaiter.BlockIsThere() { }

    /// <summary>The id of a frame, or its data where it has none.</summary>
    public static string Read(ReadOnlySpan<byte> frame)
    {
        var lines = Encoding.UTF8.GetString(frame).Split('\n');
        var id = Array.Find(lines, line => line.StartsWith("id: ", StringComparison.Ordinal));
        return id is not null
            ? id["id: ".Length..]
            : Array
                .Find(lines, line => line.StartsWith("data: ", StringComparison.Ordinal))
                .ShouldNotBeNull()["data: ".Length..];
    }
}
