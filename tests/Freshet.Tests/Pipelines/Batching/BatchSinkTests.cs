using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Telemetry.Readings;
using Freshet.Tests.Journal;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines.Batching;

public sealed class BatchSinkTests : IAsyncDisposable
{
    private readonly SinkRig rig = new();

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task Batches_follow_the_order_of_the_journal()
    {
        rig.Options.BatchMaxEvents = 2;
        await rig.AppendAsync(1, 2, 3, 4, 5);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1 2");
        (await rig.NextAsync()).ShouldBe("3 4");
        (await rig.NextAsync()).ShouldBe("5");
        await rig.AppendAsync(6);
        (await rig.NextAsync()).ShouldBe("6");
    }

    [Fact]
    public async Task What_it_delivers_is_counted_and_measured()
    {
        await rig.Journal.AppendAsync(
            [
                SampleEvents.Encoded("a", json: "\"123456\""),
                SampleEvents.Encoded("b", json: "\"12345678\""),
            ],
            TestContext.Current.CancellationToken
        );
        var failures = 1;
        rig.Answer(_ => failures-- > 0 ? Delivery.Again("busy") : Delivery.Done);
        rig.Start();
        await rig.NextAsync();
        await rig.NextAsync();
        await rig.StopAsync();

        Value("freshet.sink.delivered").ShouldBe(2);
        Value("freshet.sink.io").ShouldBe(18);
        Value("freshet.sink.retries").ShouldBe(1);
        // They waited for the pause before the second try.
        var durations = Series("freshet.sink.delivery.duration").ShouldHaveSingleItem();
        durations.Value.ShouldBe(2);
        durations.Sum.ShouldBe(2 * rig.Time.Pauses[0].TotalSeconds, 0.01);
    }

    [Fact]
    public async Task How_it_stands_is_told_while_it_runs()
    {
        rig.Options.BatchMaxEvents = 2;
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<Delivery>();
        var failures = 5;
        rig.Deliver = async (_, cancellation) =>
        {
            if (failures-- > 0)
            {
                return Delivery.Again("busy");
            }
            asked.TrySetResult();
            return await answer.Task.WaitAsync(cancellation);
        };
        await rig.AppendAsync(1, 2, 3);
        rig.Start();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        Value("freshet.sink.lag").ShouldBe(3);
        Value("freshet.sink.circuit_open").ShouldBe(1);
        var waited = rig.Time.Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause);
        Series("freshet.sink.delay").ShouldHaveSingleItem().Sum.ShouldBe(waited.TotalSeconds, 0.01);
        Value("freshet.sink.dead_letters").ShouldBe(0);

        answer.SetResult(Delivery.Done);
        await rig.StopAsync();
        Value("freshet.sink.delivered").ShouldBe(3);
        Series("freshet.sink.lag").ShouldBeEmpty();
        Series("freshet.sink.delay").ShouldBeEmpty();
    }

    private IReadOnlyList<SeriesReading> Series(string name) =>
        rig.Meter.Read().Single(reading => reading.Name == name).Series;

    private long Value(string name) => Series(name).ShouldHaveSingleItem().Value;

    [Fact]
    public async Task Order_is_kept_over_retries()
    {
        rig.Options.BatchMaxEvents = 2;
        var failures = 2;
        rig.Answer(attempt =>
            attempt.Ids == "3 4" && failures-- > 0 ? Delivery.Again("busy") : Delivery.Done
        );
        await rig.AppendAsync(1, 2, 3, 4, 5);
        rig.Start();
        foreach (var expected in new[] { "1 2", "3 4", "3 4", "3 4", "5" })
        {
            (await rig.NextAsync()).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Batch_has_no_more_bytes_than_it_may_but_one_event_at_least()
    {
        rig.Options.BatchMaxBytes = new ByteSize(20);
        await rig.Journal.AppendAsync(
            [
                SampleEvents.Encoded("a", json: "\"123456\""),
                SampleEvents.Encoded("b", json: "\"123456\""),
                SampleEvents.Encoded("c", json: "\"123456\""),
                SampleEvents.Encoded("d", json: $"\"{new string('x', 50)}\""),
            ],
            TestContext.Current.CancellationToken
        );
        rig.Start();
        (await rig.NextAsync()).ShouldBe("a b");
        (await rig.NextAsync()).ShouldBe("c");
        (await rig.NextAsync()).ShouldBe("d");
    }

    [Fact]
    public async Task What_a_destination_asks_for_is_waited_for()
    {
        var failures = 1;
        rig.Answer(_ =>
            failures-- > 0 ? Delivery.Again("too many", TimeSpan.FromSeconds(20)) : Delivery.Done
        );
        await rig.AppendAsync(1);
        rig.Start();
        var first = await rig.NextAttemptAsync();
        var second = await rig.NextAttemptAsync();
        (second.At - first.At).TotalSeconds.ShouldBeInRange(20, 22);
    }

    [Fact]
    public async Task What_a_delivery_throws_is_tried_again()
    {
        var failures = 1;
        rig.Answer(_ =>
            failures-- > 0 ? throw new InvalidOperationException("broke") : Delivery.Done
        );
        await rig.AppendAsync(1, 2);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1 2");
        (await rig.NextAsync()).ShouldBe("1 2");
    }

    [Fact]
    public async Task Event_that_fails_for_too_long_goes_to_the_dead_letters_and_the_next_has_its_turn()
    {
        rig.Options.BatchMaxEvents = 1;
        rig.Answer(attempt => attempt.Ids == "1" ? Delivery.Again("down") : Delivery.Done);
        await rig.AppendAsync(1, 2);
        rig.Start();
        var letter = await rig.NextLetterAsync();
        letter.Item.Id.ShouldBe("1");
        letter.Reason.ShouldBe("down");
        letter.Sink.ShouldBe("out");
        // The last try is made at the very end of the time.
        (letter.LastAttempt - letter.FirstAttempt).ShouldBe(TimeSpan.FromMinutes(30));
        var tries = 0;
        while (await rig.NextAsync() == "1")
        {
            tries++;
        }
        tries.ShouldBe(letter.Attempts);
        letter.Attempts.ShouldBeInRange(60, 130);
    }

    [Fact]
    public async Task Destination_that_is_down_is_not_asked_more_often_because_another_event_has_its_turn()
    {
        rig.Options.BatchMaxEvents = 1;
        rig.Options.TotalDurationOfRetries = TimeSpan.FromMinutes(2);
        rig.Answer(_ => Delivery.Again("down"));
        await rig.AppendAsync(1, 2);
        rig.Start();
        await rig.NextLetterAsync();
        await rig.NextLetterAsync();
        var tries = new List<Attempt> { await rig.NextAttemptAsync() };
        while (tries[^1].Ids != "2")
        {
            tries.Add(await rig.NextAttemptAsync());
        }
        (tries[^1].At - tries[^2].At).TotalSeconds.ShouldBeInRange(15, 30);
        rig.Log.Count(line =>
                line.Text.Contains("failures in a row") && line.Level == LogLevel.Error
            )
            .ShouldBe(1);
    }

    [Fact]
    public async Task Refused_event_of_a_batch_is_found_and_it_alone_is_given_up()
    {
        rig.Answer(attempt => attempt.Ids.Contains('2') ? Delivery.Refused("bad") : Delivery.Done);
        await rig.AppendAsync(1, 2, 3);
        rig.Start();
        foreach (var expected in new[] { "1 2 3", "1", "2", "3" })
        {
            (await rig.NextAsync()).ShouldBe(expected);
        }
        var letter = await rig.NextLetterAsync();
        (letter.Item.Id, letter.Reason, letter.Attempts).ShouldBe(("2", "bad", 1));
        await rig.AppendAsync(4, 5);
        rig.Time.Pauses.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_transformer_refuses_goes_to_the_dead_letters_as_it_was()
    {
        rig.Transformers = new(
            [
                (
                    "picky",
                    new Function(
                        (input, output) =>
                        {
                            output.Add(input);
                            return (int)input.Body!["n"]! == 2
                                ? new Rejection(RejectionKind.Transformer, "not a two")
                                : null;
                        }
                    )
                ),
            ],
            10
        );
        await rig.Journal.AppendAsync(
            [.. Enumerable.Range(1, 3).Select(n => Plain($"{n}", $"{{\"n\":{n}}}"))],
            TestContext.Current.CancellationToken
        );
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1");
        var letter = await rig.NextLetterAsync();
        (letter.Item.Id, letter.Attempts).ShouldBe(("2", 0));
        letter.Reason.ShouldBe("the transformer picky refused it: not a two");
        (await rig.NextAsync()).ShouldBe("3");
    }

    [Fact]
    public async Task What_transformers_make_of_one_event_is_told_apart_and_keeps_its_time()
    {
        rig.Options.BatchMaxEvents = 2;
        rig.Transformers = new([("many", Function.Multiply(3))], 10);
        await rig.Journal.AppendAsync(
            [Plain("a", "{}"), Plain("b", "{}")],
            TestContext.Current.CancellationToken
        );
        rig.Start();
        var first = await rig.NextAttemptAsync();
        first.Ids.ShouldBe("a a#2");
        first.Batch[1].Event.Timestamp.ShouldBe(DateTimeOffset.UnixEpoch);
        (await rig.NextAsync()).ShouldBe("a#3 b");
        (await rig.NextAsync()).ShouldBe("b#2 b#3");
    }

    [Fact]
    public async Task Sink_waits_for_the_dead_letters_and_then_goes_on()
    {
        rig.Options.BatchMaxEvents = 1;
        rig.LetterFailures = 3;
        rig.Answer(attempt => attempt.Ids == "1" ? Delivery.Refused("bad") : Delivery.Done);
        await rig.AppendAsync(1, 2);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1");
        (await rig.NextLetterAsync()).Item.Id.ShouldBe("1");
        (await rig.NextAsync()).ShouldBe("2");
        rig.Time.Pauses.Count.ShouldBe(3);
        rig.LetterFailures.ShouldBe(0);
    }

    [Fact]
    public async Task Sink_that_retention_was_faster_than_says_how_many_it_missed()
    {
        rig.Retention.MaxEvents = 3;
        await rig.AppendAsync(1);
        var release = new TaskCompletionSource();
        rig.Deliver = async (attempt, _) =>
        {
            await release.Task;
            return Delivery.Done;
        };
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1");
        await rig.AppendAsync(2, 3, 4, 5, 6);
        release.SetResult();
        (await rig.NextAsync()).ShouldBe("4 5 6");
        rig.Log.ShouldContain(line =>
            line.Level == LogLevel.Error && line.Text.StartsWith("out missed 2 events")
        );
    }

    [Fact]
    public async Task First_event_of_a_batch_waits_for_others_as_long_as_it_may()
    {
        await using var still = new SinkRig { Time = new() { StandsStill = true } };
        still.Options.BatchMaxWait = TimeSpan.FromSeconds(5);
        still.Options.BatchMaxEvents = 3;
        still.Start();
        await still.AppendAsync(1);
        await still.AppendAsync(2);
        await still.AppendAsync(3);
        // Full: it waits no longer.
        (await still.NextAsync()).ShouldBe("1 2 3");
        await still.AppendAsync(4);
        still.BeginStop();
        (await still.NextAsync()).ShouldBe("4");
    }

    [Fact]
    public async Task Sink_that_is_down_does_not_slow_another()
    {
        await using var other = new SinkRig();
        other.Journal = rig.Journal;
        other.Options.BatchMaxEvents = rig.Options.BatchMaxEvents = 1;
        var release = new TaskCompletionSource();
        rig.Deliver = async (_, _) =>
        {
            await release.Task;
            return Delivery.Done;
        };
        rig.Start();
        other.Start();
        await rig.AppendAsync(1, 2, 3);
        (await other.NextAsync()).ShouldBe("1");
        (await other.NextAsync()).ShouldBe("2");
        (await other.NextAsync()).ShouldBe("3");
        release.SetResult();
        (await rig.NextAsync()).ShouldBe("1");
        (await rig.NextAsync()).ShouldBe("2");
        (await rig.NextAsync()).ShouldBe("3");
    }

    [Fact]
    public async Task Stop_delivers_what_is_in_the_journal()
    {
        rig.Options.BatchMaxEvents = 1;
        var release = new TaskCompletionSource();
        rig.Deliver = async (_, _) =>
        {
            await release.Task;
            return Delivery.Done;
        };
        await rig.AppendAsync(1);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1");
        await rig.AppendAsync(2, 3);
        rig.BeginStop();
        release.SetResult();
        await rig.StopAsync();
        rig.Rest().ShouldBe(["2", "3"]);
    }

    [Fact]
    public async Task Stop_does_not_wait_for_a_destination_that_is_down()
    {
        await using var still = new SinkRig { Time = new() { StandsStill = true } };
        still.Answer(_ => Delivery.Again("down"));
        await still.AppendAsync(1);
        still.Start();
        await still.NextAsync();
        await still.StopAsync();
        still.Rest().ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_ends_a_delivery_that_takes_too_long()
    {
        rig.Deliver = async (_, cancellation) =>
        {
            var never = new TaskCompletionSource();
            await never.Task.WaitAsync(cancellation);
            return Delivery.Done;
        };
        await rig.AppendAsync(1, 2);
        rig.Start();
        await rig.NextAsync();
        rig.BeginStop();
        rig.Running.IsCompleted.ShouldBeFalse();
        rig.Time.Expire();
        await rig.StopAsync();
        rig.Rest().ShouldBeEmpty();
    }

    private static EncodedEvent Plain(string id, string json) =>
        new()
        {
            Format = EventFormat.Plain,
            Id = id,
            Type = "message",
            Source = "",
            Timestamp = DateTimeOffset.UnixEpoch,
            Headers = new Dictionary<string, string>(),
            Metadata = JsonText.Write(new JsonObject()),
            Json = System.Text.Encoding.UTF8.GetBytes(json),
        };
}
