using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Sinks.Sse;
using Freshet.Tests.Journal;
using Freshet.Tests.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>An endpoint from the journal to the frames, where a test decides who is when at work.</summary>
internal sealed class TestStream
{
    private readonly FramePublisher publisher;

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
        var encoder = new FrameEncoder(
            null,
            new TransformerChain(steps, 1000),
            Time,
            NullLogger.Instance
        );
        var ring = new FrameRing(options.Buffer);
        ring.Begin(0);
        Endpoint = new(options, Journal, ring, encoder, Time);
        publisher = new(Journal.OpenReader(0), ring, encoder, "/sse/events", NullLogger.Instance);
    }

    public ManualTime Time { get; }

    public MemoryJournal Journal { get; }

    public SseEndpoint Endpoint { get; }

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
        while (publisher.Publish(out _)) { }
    }

    /// <summary>A client that comes with this.</summary>
    public FrameCursor Join(
        string? lastEventId = null,
        DateTimeOffset? since = null,
        DateTimeOffset? until = null
    ) =>
        new(
            Endpoint,
            ReplayPlan.For(
                new(lastEventId, since, until),
                Journal,
                Endpoint.Options,
                Endpoint.Encoder.IsTransformed
            )
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
    public static List<string> Take(FrameCursor cursor, int atMost = int.MaxValue) =>
        Take(cursor, atMost, out _);

    /// <param name="cursor">The client's.</param>
    /// <param name="atMost">How many.</param>
    /// <param name="last">What stood after them.</param>
    public static List<string> Take(FrameCursor cursor, int atMost, out CursorTurn last)
    {
        var taken = new List<string>();
        last = CursorTurn.Busy;
        while (
            taken.Count < atMost
            && (last = cursor.Next(out var frame)) is not (CursorTurn.Idle or CursorTurn.Ended)
        )
        {
            if (last != CursorTurn.Busy)
            {
                taken.Add(Read(frame));
            }
        }
        return taken;
    }

    /// <summary>The id of a frame, or its data where it has none.</summary>
    public static string Read(byte[] frame)
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
