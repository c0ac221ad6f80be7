using Freshet.Pipelines;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines.Batching;

public sealed class ConservationTests
{
    private const int Events = 20;
    private const int Last = 1000;

    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    /// <summary>A destination that fails, throws and refuses by chance, and a sink that is stopped and started in between.</summary>
    [Fact]
    public async Task Every_event_is_delivered_in_order_or_a_dead_letter_whatever_happens()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var told = await RunAsync(new Random(seed));
            told.ShouldBeNull($"seed {seed}");
        }
    }

    private static async Task<string?> RunAsync(Random random)
    {
        using var folder = new TemporaryFolder();
        await using var rig = new SinkRig { CursorFolder = folder.Path };
        rig.Options.BatchMaxEvents = random.Next(1, 6);
        var refused = Enumerable
            .Range(1, Events)
            .Where(_ => random.Next(5) == 0)
            .Select(id => $"{id}")
            .ToHashSet();
        var times = random.Next(1, 3);
        if (times > 1)
        {
            rig.Transformers = new([("many", Function.Multiply(times))], 10);
        }
        rig.LetterFailures = random.Next(3);
        var delivered = new List<string>();
        var arrived = new TaskCompletionSource();
        rig.Answer(attempt =>
        {
            // The loop is one: nobody else asks the random numbers meanwhile.
            switch (random.Next(10))
            {
                case < 2:
                    return Delivery.Again("busy");
                case 2:
                    throw new InvalidOperationException("broke");
            }
            if (attempt.Batch.Any(item => refused.Contains(item.Id)))
            {
                return Delivery.Refused("bad");
            }
            delivered.AddRange(attempt.Batch.Select(item => item.Id));
            if (delivered.Contains(times == 1 ? $"{Last}" : $"{Last}#{times}"))
            {
                arrived.TrySetResult();
            }
            return Delivery.Done;
        });
        var stops = random.Next(3);
        var pieces = random.Next(1, 8);
        await rig.AppendAsync(Enumerable.Range(1, pieces));
        for (var i = 0; i < stops; i++)
        {
            rig.Start();
            await rig.NextAttemptAsync();
            await rig.StopAsync();
            // So that there is a next attempt, though the last run may have delivered all.
            await rig.AppendAsync(++pieces);
        }
        rig.Start();
        await rig.AppendAsync(Enumerable.Range(pieces + 1, Events - pieces));
        await rig.AppendAsync(Last);
        await arrived.Task.WaitAsync(Watchdog);
        await rig.StopAsync();

        var letters = new List<string>();
        while (rig.TryNextLetter() is { } letter)
        {
            letters.Add(letter.Item.Id);
        }
        var all = Enumerable
            .Range(1, Events)
            .Append(Last)
            .SelectMany(id =>
                Enumerable.Range(1, times).Select(n => n == 1 ? $"{id}" : $"{id}#{n}")
            )
            .ToList();
        var first = delivered.Distinct().ToList();
        return !first.SequenceEqual(all.Except(refused))
                ? $"delivered: {string.Join(' ', delivered)}"
            : !letters.Distinct().SequenceEqual(all.Where(refused.Contains))
                ? $"letters: {string.Join(' ', letters)}"
            : null;
    }
}
