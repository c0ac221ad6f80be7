using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines;

public sealed class SourcePipelineTests : IDisposable
{
    private readonly ManualTime time = new();
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task Events_are_in_the_journal_when_the_write_returns()
    {
        await using var journal = NewJournal();
        var result = await Pipeline(journal)
            .WriteAsync([NewEvent("a"), NewEvent("b")], cancellation);

        result.Rejection.ShouldBeNull();
        result.Ids.Count.ShouldBe(2);
        Stored(journal).Select(entry => entry.Event.Id).ShouldBe(result.Ids);
    }

    [Fact]
    public async Task One_rejected_event_refuses_them_all_and_is_named_by_its_index()
    {
        await using var journal = NewJournal();
        var pickOnB = new Function(
            (input, output) =>
            {
                output.Add(input);
                return (string)input.Body!["key"]! == "b"
                    ? new Rejection(RejectionKind.Transformer, "no b")
                    : null;
            }
        );
        var result = await Pipeline(journal, pickOnB)
            .WriteAsync([NewEvent("a"), NewEvent("b"), NewEvent("c")], cancellation);

        result.Ids.ShouldBeEmpty();
        result.Index.ShouldBe(1);
        result.Rejection.ShouldBe(new Rejection(RejectionKind.Transformer, "no b", "step0"));
        journal.LastSequence.ShouldBe(0);
    }

    [Fact]
    public async Task Bad_event_refuses_them_all_too()
    {
        await using var journal = NewJournal();
        var bad = new Event(
            JsonNode.Parse("""{"specversion":"1.0","id":"","source":"/s","type":"t"}""")
        );
        var result = await Pipeline(journal).WriteAsync([NewEvent("a"), bad], cancellation);

        result.Index.ShouldBe(1);
        result.Rejection!.Kind.ShouldBe(RejectionKind.BadEvent);
        result.Rejection.Component.ShouldBeNull();
        journal.LastSequence.ShouldBe(0);
    }

    [Fact]
    public async Task Dropped_events_are_accepted_without_an_id()
    {
        await using var journal = NewJournal();
        var result = await Pipeline(journal, Function.Drop())
            .WriteAsync([NewEvent("a")], cancellation);
        result.Rejection.ShouldBeNull();
        result.Ids.ShouldBeEmpty();
        journal.LastSequence.ShouldBe(0);
    }

    [Fact]
    public async Task Repeat_is_accepted_with_its_id_and_stored_once()
    {
        await using var journal = NewJournal();
        var pipeline = Pipeline(journal);
        for (var i = 0; i < 2; i++)
        {
            var again = new Event(
                JsonNode.Parse("""{"specversion":"1.0","id":"1","source":"/s","type":"t"}""")
            );
            (await pipeline.WriteAsync([again], cancellation)).Ids.ShouldBe(["1"]);
        }
        journal.LastSequence.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_passes_after_the_journal_refused()
    {
        await using var journal = NewJournal();
        var flaky = new FlakyJournal(journal);
        var pipeline = Pipeline(flaky, new Remembering());

        flaky.IsBroken = true;
        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await pipeline.WriteAsync([NewEvent("a")], cancellation)
        );
        flaky.IsBroken = false;
        (await pipeline.WriteAsync([NewEvent("a")], cancellation)).Ids.Count.ShouldBe(1);
        (await pipeline.WriteAsync([NewEvent("a")], cancellation)).Ids.ShouldBeEmpty();
        journal.LastSequence.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_passes_after_another_event_of_the_write_was_rejected()
    {
        await using var journal = NewJournal();
        var reject = true;
        var pipeline = Pipeline(
            journal,
            new Remembering(),
            new Function(
                (input, output) =>
                {
                    output.Add(input);
                    return reject && (string)input.Body!["key"]! == "b"
                        ? new Rejection(RejectionKind.Transformer, "not now")
                        : null;
                }
            )
        );
        (await pipeline.WriteAsync([NewEvent("a"), NewEvent("b")], cancellation)).Index.ShouldBe(1);
        reject = false;
        (
            await pipeline.WriteAsync([NewEvent("a"), NewEvent("b")], cancellation)
        ).Ids.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Cancelled_write_stores_nothing()
    {
        await using var journal = NewJournal();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await Pipeline(journal).WriteAsync([NewEvent("a")], source.Token)
        );
        journal.LastSequence.ShouldBe(0);
    }

    [Fact]
    public async Task Of_each_that_is_written_the_refused_are_told_and_the_others_kept_in_order()
    {
        await using var journal = NewJournal();
        var pipeline = Pipeline(journal, PickOn("b", "d", "e"));

        var refused = await WriteEachAsync(pipeline, "a", "b", "c", "d", "e", "f");

        refused.Select(one => one.Index).ShouldBe([1, 3, 4]);
        refused.ShouldAllBe(one => one.Rejection.Component == "step0");
        KeysIn(journal).ShouldBe(["a", "c", "f"]);
    }

    [Fact]
    public async Task Each_event_is_counted_once_however_often_it_is_tried()
    {
        await using var journal = NewJournal();
        using var counts = new Counts(services);
        var flaky = new FlakyJournal(journal) { IsBroken = true };
        var pipeline = Pipeline(flaky, PickOn("b"));

        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await WriteEachAsync(pipeline, "a", "b", "c")
        );
        flaky.IsBroken = false;
        await WriteEachAsync(pipeline, "a", "b", "c");

        counts["freshet.source.received"].ShouldBe(3);
        counts["freshet.source.accepted"].ShouldBe(2);
        counts["freshet.source.rejected"].ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_of_a_refused_event_is_remembered()
    {
        await using var journal = NewJournal();
        // The first is looked at twice: once with those before it, once alone.
        var looks = 2;
        var pipeline = Pipeline(
            journal,
            new Remembering(),
            new Function(
                (input, output) =>
                {
                    output.Add(input);
                    return (string)input.Body!["key"]! == "b" && looks-- > 0
                        ? new Rejection(RejectionKind.Transformer, "not now")
                        : null;
                }
            )
        );

        // The same key again, in the same write: it is no repeat of one that was refused.
        var refused = await WriteEachAsync(pipeline, "a", "b", "b", "a");

        refused.Select(one => one.Index).ShouldBe([1]);
        KeysIn(journal).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task What_transformers_changed_is_not_what_is_tried_again()
    {
        await using var journal = NewJournal();
        var flaky = new FlakyJournal(journal) { IsBroken = true };
        var pipeline = Pipeline(flaky, Function.Mark("x"), PickOn("b"));

        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await WriteEachAsync(pipeline, "a", "b")
        );
        flaky.IsBroken = false;
        await WriteEachAsync(pipeline, "a", "b");

        Stored(journal)
            .Select(entry => (string?)JsonNode.Parse(entry.Event.Json.Span)!["trace"])
            .ShouldBe(["x"]);
    }

    [Fact]
    public async Task Events_that_become_too_many_together_are_written_in_parts()
    {
        await using var journal = NewJournal();

        // The chain makes at most 10 of one write.
        var refused = await WriteEachAsync(
            Pipeline(journal, Function.Multiply(4)),
            "a",
            "b",
            "c",
            "d",
            "e"
        );

        refused.ShouldBeEmpty();
        journal.LastSequence.ShouldBe(20);
    }

    [Theory]
    [InlineData("[., ., .]")]
    [InlineData("""[{"body": 1}, {"body": {"type": "t", "source": "/s", "data": 2}}, .]""")]
    public async Task Message_that_comes_again_and_becomes_three_events_leaves_three_entries(
        string program
    )
    {
        await using var journal = NewJournal();
        var pipeline = Pipeline(journal, Transformers.Vrl.Programs.Compile(program));
        Event Message(int number) => new("{}"u8.ToArray()) { TransportId = $"orders:0:{number}" };

        await pipeline.WriteAsync([Message(1)], cancellation);
        await pipeline.WriteEachAsync(1, _ => Message(1), cancellation);
        Stored(journal)
            .Select(entry => entry.Event.Id)
            .ShouldBe(["orders:0:1~1", "orders:0:1~2", "orders:0:1~3"]);

        await pipeline.WriteAsync([Message(1), Message(2)], cancellation);
        await pipeline.WriteEachAsync(2, Message, cancellation);
        Stored(journal).Count.ShouldBe(9);
    }

    [Fact]
    public async Task Message_that_comes_again_is_known_whatever_a_transformer_makes_of_it()
    {
        await using var journal = NewJournal();
        var pipeline = Pipeline(
            journal,
            Transformers.Vrl.Programs.Compile(".body.now = now()\n[.]"),
            Function.Mark("x"),
            Transformers.Vrl.Programs.Compile(
                """[{"body": {"type": "t", "source": "/s", "data": .body}}]"""
            )
        );
        for (var times = 0; times < 2; times++)
        {
            var message = new Event("{}"u8.ToArray()) { TransportId = "orders:0:1" };
            (await pipeline.WriteAsync([message], cancellation)).Ids.ShouldBe(["orders:0:1"]);
        }
        Stored(journal).ShouldHaveSingleItem();
    }

    private static async Task<IReadOnlyList<RefusedEvent>> WriteEachAsync(
        SourcePipeline pipeline,
        params string[] keys
    ) =>
        await pipeline.WriteEachAsync(
            keys.Length,
            index => NewEvent(keys[index]),
            TestContext.Current.CancellationToken
        );

    private static Function PickOn(params string[] keys) =>
        new(
            (input, output) =>
            {
                output.Add(input);
                return keys.Contains((string)input.Body!["key"]!)
                    ? new Rejection(RejectionKind.Transformer, "not this one")
                    : null;
            }
        );

    private static IEnumerable<string> KeysIn(MemoryJournal journal) =>
        Stored(journal).Select(entry => (string)JsonNode.Parse(entry.Event.Json.Span)!["key"]!);

    private static Event NewEvent(string key) => new(new JsonObject { ["key"] = key });

    private MemoryJournal NewJournal() => new(new RetentionOptions(), time);

    private SourcePipeline Pipeline(
        IJournal journal,
        params IEnumerable<ITransformer> transformers
    ) =>
        new(
            "hooks",
            new TransformerChain([.. transformers.Select((t, i) => ($"step{i}", t))], 10),
            journal,
            time,
            new Instruments(services.GetRequiredService<IMeterFactory>())
        );

    private static List<Entry> Stored(MemoryJournal journal)
    {
        var entries = new Entry[100];
        var read = journal.OpenReader(0).Read(entries);
        return [.. entries.Take(read.Count)];
    }

    /// <summary>The sums of what was counted, by instrument.</summary>
    private sealed class Counts : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly Dictionary<string, long> sums = [];

        public Counts(IServiceProvider services)
        {
            var factory = services.GetRequiredService<IMeterFactory>();
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>(
                (instrument, value, _, _) =>
                    sums[instrument.Name] = sums.GetValueOrDefault(instrument.Name) + value
            );
            listener.Start();
        }

        public long this[string instrument] => sums.GetValueOrDefault(instrument);

        public void Dispose() => listener.Dispose();
    }

    /// <summary>A journal that cannot take events for a while.</summary>
    private sealed class FlakyJournal(MemoryJournal journal) : IJournal
    {
        public bool IsBroken { get; set; }

        public long LastSequence => journal.LastSequence;

        public Entry? Oldest => journal.Oldest;

        public JournalSize Size => journal.Size;

        public string? Fault => IsBroken ? "the disk is full" : null;

        public bool TryFind(string wireId, out long sequence) =>
            journal.TryFind(wireId, out sequence);

        public long FindBefore(DateTimeOffset time) => journal.FindBefore(time);

        public ValueTask<int> AppendAsync(
            IReadOnlyList<EncodedEvent> events,
            CancellationToken cancellation
        ) =>
            IsBroken
                ? throw new JournalUnavailableException("the disk is full")
                : journal.AppendAsync(events, cancellation);

        public IJournalReader OpenReader(long after) => journal.OpenReader(after);

        public ValueTask DisposeAsync() => journal.DisposeAsync();
    }
}
