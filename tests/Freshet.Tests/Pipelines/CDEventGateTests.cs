using System.Diagnostics.Metrics;
using System.Text;
using Freshet.Events;
using Freshet.Events.CDEvents;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Freshet.Tests.Journal;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines;

public sealed class CDEventGateTests : IDisposable
{
    private readonly ManualTime time = new();
    private readonly RecordedLog log = new();
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;
    private int made;

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task A_wrong_CDEvent_passes_counted_and_logged_with_each_problem()
    {
        await using var journal = NewJournal();
        var counted = await Counted(async pipeline =>
            await pipeline.WriteAsync([Wrong(), Right(), Wrong()], cancellation)
        );

        counted.ShouldBe([
            "freshet.source.received 3",
            "freshet.source.io 490",
            "freshet.source.accepted 3",
            "freshet.source.repeated 0",
            "freshet.source.wrong_cdevents 1",
            "freshet.source.wrong_cdevents 1",
        ]);
        log.Lines.ShouldHaveSingleItem()
            .ShouldBe(
                "Warning: hooks: e0 of type dev.cdevents.build.started.0.2.0 is no right CDEvent, and passes: subject.type: expected \"build\", found nothing; subject.content: expected an object, found nothing"
            );
    }

    [Fact]
    public async Task Very_many_wrong_ones_leave_a_line_in_ten_seconds_and_their_number()
    {
        await Counted(async pipeline =>
        {
            for (var i = 0; i < 100; i++)
            {
                await pipeline.WriteAsync([Wrong()], cancellation);
            }
            log.Lines.Count.ShouldBe(1);
            time.Advance(TimeSpan.FromSeconds(10));
            return await pipeline.WriteAsync([Wrong()], cancellation);
        });

        log.Lines.Count.ShouldBe(3);
        log.Lines.ElementAt(1)
            .ShouldBe(
                "Warning: hooks: 99 more wrong CDEvents passed since the last line of this kind"
            );
        log.Lines.ElementAt(2).ShouldContain("hooks: e100 of type");
    }

    [Fact]
    public async Task Where_it_must_be_right_a_wrong_one_is_refused_with_each_problem()
    {
        await using var journal = NewJournal();
        var pipeline = Pipeline(CDEventMode.Require, journal);
        var result = await pipeline.WriteAsync([Right(), Wrong()], cancellation);

        result.Index.ShouldBe(1);
        var rejection = result.Rejection.ShouldNotBeNull();
        rejection.Kind.ShouldBe(RejectionKind.WrongCDEvent);
        rejection
            .Problems!.First.Select(problem => problem.Path)
            .ShouldBe(["subject.content", "subject.type"], ignoreOrder: true);
        rejection.Reason.ShouldContain("subject.type: expected \"build\", found nothing; ");
        journal.LastSequence.ShouldBe(0);
        log.Lines.ShouldBeEmpty();

        var refused = await pipeline.WriteEachAsync(
            3,
            i => i == 1 ? Wrong() : Right(),
            cancellation
        );
        refused.ShouldHaveSingleItem().Index.ShouldBe(1);
        journal.LastSequence.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_no_CDEvent_passes_where_those_must_be_right()
    {
        await using var journal = NewJournal();
        var result = await Pipeline(CDEventMode.Require, journal)
            .WriteAsync(
                [
                    From("""{"subject":"a mail","context":{"id":7}}"""),
                    From("""{"specversion":"1.0","id":"1","source":"/s","type":"t"}"""),
                    From("""{"id":"2","source":"/s","type":"t","data":{}}"""),
                ],
                cancellation
            );
        result.Rejection.ShouldBeNull();
        journal.LastSequence.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_transformer_makes_is_checked_and_not_what_came_in()
    {
        await using var journal = NewJournal();
        var mend = new Function(
            (input, output) =>
            {
                input.Body!["subject"]!["type"] = "build";
                input.Body!["subject"]!["content"] = new System.Text.Json.Nodes.JsonObject();
                output.Add(input);
                return null;
            }
        );
        var result = await Pipeline(CDEventMode.Require, journal, mend)
            .WriteAsync([Wrong()], cancellation);
        result.Rejection.ShouldBeNull();
    }

    [Fact]
    public async Task Off_nobody_looks()
    {
        var counted = await Counted(
            async pipeline => await pipeline.WriteAsync([Wrong()], cancellation),
            CDEventMode.Off
        );
        counted.ShouldNotContain(line => line.Contains("wrong", StringComparison.Ordinal));
        log.Lines.ShouldBeEmpty();
    }

    private Event Wrong() => From(Json(""));

    private Event Right() => From(Json(""","type":"build","content":{}"""));

    private string Json(string more) =>
        $$$"""{"context":{"version":"0.4.1","id":"e{{{made++}}}","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"id":"b"{{{more}}}}}""";

    private static Event From(string json) => new(Encoding.UTF8.GetBytes(json));

    private MemoryJournal NewJournal() => new(new RetentionOptions(), time);

    private SourcePipeline Pipeline(
        CDEventMode mode,
        IJournal journal,
        params IEnumerable<ITransformer> transformers
    )
    {
        var instruments = new Instruments(services.GetRequiredService<IMeterFactory>());
        return new(
            "hooks",
            new TransformerChain([.. transformers.Select((t, i) => ($"step{i}", t))], 10),
            journal,
            time,
            instruments,
            new("hooks", mode, log, time, instruments)
        );
    }

    /// <summary>What is counted while something goes through a pipeline, in order.</summary>
    private async Task<List<string>> Counted(
        Func<SourcePipeline, Task<WriteResult>> act,
        CDEventMode mode = CDEventMode.Check
    )
    {
        await using var journal = NewJournal();
        var factory = services.GetRequiredService<IMeterFactory>();
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => counted.Add($"{instrument.Name} {value}")
        );
        listener.Start();
        (await act(Pipeline(mode, journal))).Rejection.ShouldBeNull();
        return counted;
    }
}
