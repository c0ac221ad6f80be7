using Freshet.Pipelines;
using Freshet.Pipelines.Batching;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines.Batching;

public sealed class DrainTests : IAsyncDisposable
{
    private readonly SinkRig rig = new();
    private readonly List<string> told = [];
    private readonly CancellationTokenSource stopping = new();

    public async ValueTask DisposeAsync()
    {
        stopping.Dispose();
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task It_ends_once_all_is_delivered_and_goes_on_there_when_it_is_called_again()
    {
        rig.Options.BatchMaxEvents = 2;
        await rig.AppendAsync(1, 2, 3);
        using var drain = rig.OpenDrain();

        await drain.RunAsync(Tell, stopping.Token);
        await rig.AppendAsync(4);
        await drain.RunAsync(Tell, stopping.Token);

        rig.Rest().ShouldBe(["1 2", "3", "4"]);
        told.ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task What_is_refused_is_told_and_the_others_are_delivered()
    {
        rig.Options.BatchMaxEvents = 3;
        rig.Answer(attempt => attempt.Ids.Contains('2') ? Delivery.Refused("no") : Delivery.Done);
        await rig.AppendAsync(1, 2, 3, 4);
        using var drain = rig.OpenDrain();

        await drain.RunAsync(Tell, stopping.Token);

        told.ShouldBe(["1", "2: no", "3", "4"]);
        rig.Rest().ShouldBe(["1 2 3", "1", "2", "3", "4"]);
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_what_stands_behind_an_event_that_is_given_up_is_given_up_with_it()
    {
        rig.Options.BatchMaxEvents = 1;
        rig.Options.TotalDurationOfRetries = TimeSpan.FromSeconds(5);
        rig.Answer(attempt => attempt.Ids == "1" ? Delivery.Done : Delivery.Again("gone"));
        await rig.AppendAsync(1, 2, 3);
        using var drain = rig.OpenDrain();

        await drain.RunAsync(Tell, stopping.Token);
        var tries = rig.Rest();
        rig.Answer(_ => Delivery.Done);
        await rig.AppendAsync(4);
        await drain.RunAsync(Tell, stopping.Token);

        tries.Count(ids => ids == "2").ShouldBeGreaterThan(1);
        tries.ShouldNotContain("3");
        told.ShouldBe(["1", "2: gone", "3: gone", "4"]);
    }

    [Fact]
    public async Task A_stop_gives_up_what_is_left_with_the_reason_of_the_last_failure()
    {
        rig.Options.BatchMaxEvents = 1;
        rig.Deliver = async (_, cancellation) =>
        {
            await stopping.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            return Delivery.Done;
        };
        await rig.AppendAsync(1, 2);
        using var drain = rig.OpenDrain();

        await drain.RunAsync(Tell, stopping.Token);

        told.ShouldBe(["1: there was no time left", "2: there was no time left"]);
    }

    [Fact]
    public async Task What_a_transformer_refuses_is_told()
    {
        rig.Transformers = new(
            [("picky", new Function((_, _) => new(RejectionKind.Transformer, "bad")))],
            100
        );
        await rig.AppendAsync(1);
        using var drain = rig.OpenDrain();

        await drain.RunAsync(Tell, stopping.Token);

        told.ShouldBe(["1: the transformer picky refused it: bad"]);
        rig.Rest().ShouldBeEmpty();
    }

    private void Tell(Receipt receipt) =>
        told.Add(
            receipt.Failure is null ? receipt.Item.Id : $"{receipt.Item.Id}: {receipt.Failure}"
        );
}
