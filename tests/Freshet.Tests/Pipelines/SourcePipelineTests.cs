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
