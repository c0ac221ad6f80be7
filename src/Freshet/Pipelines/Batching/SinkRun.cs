using Freshet.Journal;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines.Batching;

/// <summary>One run of a <see cref="BatchSink"/>, from its start to its end: a single loop, so that order is kept.</summary>
/// <param name="options">The sink's.</param>
/// <param name="context">The sink's.</param>
/// <param name="letters">Where what is given up goes.</param>
/// <param name="journal">What it reads.</param>
/// <param name="deliver">Tries to deliver a batch.</param>
/// <param name="logger">The sink's.</param>
internal sealed partial class SinkRun(
    BatchOptions options,
    SinkContext context,
    IDeadLetters letters,
    IJournal journal,
    Func<IReadOnlyList<Outgoing>, CancellationToken, ValueTask<Delivery>> deliver,
    ILogger logger
)
{
    /// <summary>How long deliveries may go on after a stop.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(2);

    /// <summary>While batch follows batch, checkpoints are that far apart: syncing each would cost more than delivering again.</summary>
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider time = context.Time;
    private readonly Attempts attempts = new(options, context, deliver, logger);
    private readonly Circuit lettersCircuit = new(context.Time, Random.Shared.NextDouble);
    private readonly CheckpointFile file = new(
        CheckpointFile.PathOf(context.CursorFolder, context.Name),
        context.Handover,
        context.Time,
        logger
    );
    private Checkpoint? saved;
    private long savedAt;
    private int oneByOne;

    /// <summary>When the journal took in the event that is at the front, in ticks of UTC; 0 while there is none.</summary>
    private long frontSince;

    /// <summary>Where it stands: what is before it was dealt with. Its place is taken in the call, before the returned task waits for anything.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var start = StartingPoint.Find(context.Name, file, options.Start, journal, logger);
        // At once: a crash before the first delivery must not begin anew with what is "now" by then.
        Save(start);
        using var reader = journal.OpenReader(start.Sequence);
        var intake = new Intake(
            reader,
            start,
            new Transformation(context.Transformers),
            options,
            CountMissed
        );
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var registration = stopping.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).CancelAfter(EndingTime),
            ending
        );
        var reached = start.Sequence;
        using var observed = context.Instruments.Sinks.Observe(
            context.Name,
            () =>
                new(
                    Math.Max(0, journal.LastSequence - Volatile.Read(ref reached)),
                    Waiting(),
                    attempts.IsCircuitOpen
                )
        );
        // The caller starts other components.
        await Task.Yield();
        while (await StepAsync(intake, stopping, ending.Token))
        {
            Volatile.Write(ref reached, intake.Reached.Sequence);
            if (time.GetElapsedTime(savedAt) >= BetweenCheckpoints)
            {
                Save(intake.Reached);
            }
        }
        Save(intake.Reached);
    }

    /// <summary>Reads or delivers something.</summary>
    /// <returns>Whether there is more to do; false at the end.</returns>
    private async ValueTask<bool> StepAsync(
        Intake intake,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        if (ending.IsCancellationRequested)
        {
            return false;
        }
        var isMore = intake.Fill();
        Volatile.Write(
            ref frontSince,
            intake.IsEmpty ? 0 : intake.Front.Item.Entry.JournaledAt.UtcTicks
        );
        if (!intake.IsEmpty)
        {
            await GatherAsync(intake, stopping);
            return intake.Front.Rejection is { } rejection
                ? await GiveUpAsync(intake, rejection, stopping, ending)
                : await DeliverAsync(intake, stopping, ending);
        }
        if (isMore)
        {
            return true;
        }
        Save(intake.Reached);
        if (stopping.IsCancellationRequested)
        {
            return false;
        }
        try
        {
            await intake.WaitAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // One more look: what was journaled by the stop is delivered.
        }
        return true;
    }

    /// <summary>Lets a batch grow as long as its first event may wait for others.</summary>
    private async ValueTask GatherAsync(Intake intake, CancellationToken stopping)
    {
        while (!intake.IsFull && !stopping.IsCancellationRequested && intake.Fill())
        {
            // What is there at once costs no wait.
        }
        if (options.BatchMaxWait == TimeSpan.Zero || oneByOne > 0)
        {
            return;
        }
        using var waited = new CancellationTokenSource(options.BatchMaxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(waited.Token, stopping);
        try
        {
            while (!intake.IsFull)
            {
                await intake.WaitAsync(either.Token);
                intake.Fill();
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // It goes as it is.
        }
    }

    private async ValueTask<bool> DeliverAsync(
        Intake intake,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        var batch = intake.Batch(oneByOne > 0 ? 1 : int.MaxValue);
        if (await attempts.TryAsync(batch, stopping, ending) is not { } tried)
        {
            return false;
        }
        if (tried.Last.IsDone)
        {
            intake.Remove(batch.Count);
            oneByOne = Math.Max(0, oneByOne - batch.Count);
            CountDelivered(batch);
            return true;
        }
        if (tried.Last.IsRefused && batch.Count > 1)
        {
            RefusedTogether(logger, context.Name, batch.Count, tried.Last.Reason!);
            oneByOne = batch.Count;
            return true;
        }
        foreach (var item in batch)
        {
            var letter = new DeadLetter(
                context.Name,
                item,
                tried.Last.Reason!,
                tried.Attempts,
                tried.FirstAt,
                tried.LastAt
            );
            if (!await KeepAsync(letter, stopping, ending))
            {
                return false;
            }
            intake.Remove(1);
            oneByOne = Math.Max(0, oneByOne - 1);
        }
        return true;
    }

    private async ValueTask<bool> GiveUpAsync(
        Intake intake,
        string rejection,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        var now = time.GetUtcNow();
        var letter = new DeadLetter(context.Name, intake.Front.Item, rejection, 0, now, now);
        if (!await KeepAsync(letter, stopping, ending))
        {
            return false;
        }
        intake.Remove(1);
        return true;
    }

    /// <summary>Puts a letter where it is kept, however long that takes: the sink does not move on without.</summary>
    /// <returns>Whether it is kept; false where the sink is stopped.</returns>
    private async ValueTask<bool> KeepAsync(
        DeadLetter letter,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        while (true)
        {
            try
            {
                await letters.AddAsync(letter, ending);
                lettersCircuit.Succeed();
                GaveUp(logger, context.Name, letter.Item.Id, letter.Attempts, letter.Reason);
                context.Instruments.Sinks.DeadLettered(context.Name);
                return true;
            }
            catch (JournalUnavailableException fault)
            {
                lettersCircuit.Fail(null);
                var pause = lettersCircuit.Remaining;
                CannotKeep(logger, context.Name, letter.Item.Id, fault.Message, pause);
                if (!await Attempts.PauseAsync(pause, time, stopping))
                {
                    return false;
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private void Save(Checkpoint checkpoint)
    {
        if (checkpoint != saved && file.Save(checkpoint))
        {
            saved = checkpoint;
        }
        savedAt = time.GetTimestamp();
    }

    private TimeSpan Waiting()
    {
        var ticks = Volatile.Read(ref frontSince);
        var waiting = TimeSpan.FromTicks(ticks == 0 ? 0 : time.GetUtcNow().UtcTicks - ticks);
        return waiting > TimeSpan.Zero ? waiting : TimeSpan.Zero;
    }

    private void CountDelivered(List<Outgoing> batch)
    {
        var now = time.GetUtcNow();
        var bytes = 0L;
        foreach (var item in batch)
        {
            bytes += item.Event.Json.Length;
            context.Instruments.Sinks.Took(context.Name, now - item.Entry.JournaledAt);
        }
        context.Instruments.Sinks.Delivered(context.Name, batch.Count, bytes);
    }

    private void CountMissed(long count)
    {
        Missed(logger, context.Name, count);
        context.Instruments.Sinks.Missed(context.Name, count);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Sink}: {Count} events together were refused: {Reason}; they are delivered one by one"
    )]
    private static partial void RefusedTogether(
        ILogger logger,
        string sink,
        int count,
        string reason
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Sink} gives up event {Id} and puts it to the dead letters (attempts: {Attempts}): {Reason}"
    )]
    private static partial void GaveUp(
        ILogger logger,
        string sink,
        string id,
        int attempts,
        string reason
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Sink}: the dead letter of event {Id} cannot be kept: {Reason}; the sink waits, and tries again in {Pause}"
    )]
    private static partial void CannotKeep(
        ILogger logger,
        string sink,
        string id,
        string reason,
        TimeSpan pause
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Sink} missed {Count} events: they were removed by the journal's retention, or damaged, before it could deliver them"
    )]
    private static partial void Missed(ILogger logger, string sink, long count);
}
