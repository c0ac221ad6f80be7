using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Pipelines.Batching;
using Freshet.Terraform;
using Microsoft.Extensions.Logging;

namespace Freshet.Transformers.Drift;

/// <summary>
/// Decides on the drifts that wait in the journal, each when its time has come: it is told, unless a state arrived meanwhile that accounts for it. What is not decided when the server stops is
/// found again after it starts; where the journal is in memory, which ends with the server, it is told at the stop.
/// </summary>
/// <param name="context">The transformer's.</param>
/// <param name="live">What accounts for drifts.</param>
/// <param name="span">How long before its time is over a state may have arrived that accounts for a drift.</param>
/// <param name="journal">What they wait in.</param>
/// <param name="output">Where they are told.</param>
/// <param name="cursorFolder">Where it keeps how far it has come; null where the journal is in memory.</param>
internal sealed partial class PendingDrifts(
    ComponentContext context,
    LiveState live,
    TimeSpan span,
    IJournal journal,
    IEventWriter output,
    string? cursorFolder
)
{
    /// <summary>So many entries are read at a time.</summary>
    private const int Block = 256;

    /// <summary>When to try again what the journal cannot take.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>While event follows event and none is decided on, checkpoints are that far apart.</summary>
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(1);

    /// <summary>How long the journal may take for what is told at the stop.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    private readonly ILogger logger = context.Loggers.CreateLogger<PendingDrifts>();
    private readonly Entry[] block = new Entry[Block];

    /// <summary>What waits, by when it is decided: its place in the journal. The event itself is read again then, so that many of them take little memory.</summary>
    private readonly PriorityQueue<long, DateTimeOffset> waiting = new();

    /// <summary>The same places, the first of them first: up to it all is decided.</summary>
    private readonly SortedSet<long> places = [];

    private Checkpoint? saved;
    private long savedAt;

    public async Task RunAsync(CancellationToken stopping)
    {
        var file = new CheckpointFile(
            KeptPlace.PathOf(cursorFolder, "drift", context.Name),
            context.Handover,
            context.Time,
            logger
        );
        var start = StartingPoint.Find(context.Name, file, SinkStart.Oldest, journal, logger);
        using var reader = journal.OpenReader(start.Sequence);
        // The caller starts other components.
        await Task.Yield();
        try
        {
            // What waited while the server was stopped is held against the state as it is now.
            await live.Looked.WaitAsync(stopping);
            while (true)
            {
                Read(reader);
                var hasDecided = await DecideAsync(stopping);
                if (hasDecided || context.Time.GetElapsedTime(savedAt) >= BetweenCheckpoints)
                {
                    Save(file, reader.Position);
                }
                await WaitAsync(reader, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            if (cursorFolder is null && !context.Handover.HasSuccessor)
            {
                using var ending = new CancellationTokenSource(EndingTime, context.Time);
                Read(reader);
                await TellAllAsync(ending.Token);
            }
            Save(file, reader.Position);
        }
    }

    /// <summary>Notes what waits among all that the journal has by now.</summary>
    private void Read(IJournalReader reader)
    {
        while (true)
        {
            var read = reader.Read(block);
            if (read.Missed > 0)
            {
                Missed(logger, context.Name, read.Missed);
            }
            if (read is { Count: 0, Missed: 0 })
            {
                return;
            }
            foreach (var entry in block.AsSpan(0, read.Count))
            {
                if (PendingDrift.Read(entry, context.Name) is { } pending)
                {
                    waiting.Enqueue(entry.Sequence, pending.Until);
                    places.Add(entry.Sequence);
                }
            }
            block.AsSpan().Clear();
        }
    }

    /// <returns>Whether there was any.</returns>
    private async Task<bool> DecideAsync(CancellationToken cancellation)
    {
        var hasDecided = false;
        while (waiting.TryPeek(out var place, out var until) && until <= context.Time.GetUtcNow())
        {
            if (At(place) is var (pending, metadata))
            {
                var state = live.Current;
                if (
                    state.HasNewSerial(pending.Until - span, pending.Until)
                    && pending.Claim.AgreesWith(state)
                )
                {
                    AccountedFor(logger, context.Name, pending.Claim.ResourceId);
                }
                else
                {
                    await TellAsync(pending, metadata, cancellation);
                }
            }
            waiting.Dequeue();
            places.Remove(place);
            hasDecided = true;
        }
        return hasDecided;
    }

    private async Task TellAllAsync(CancellationToken cancellation)
    {
        try
        {
            while (waiting.TryPeek(out var place, out _))
            {
                if (At(place) is var (pending, metadata))
                {
                    await TellAsync(pending, metadata, cancellation);
                }
                waiting.Dequeue();
            }
        }
        catch (OperationCanceledException)
        {
            NotTold(logger, context.Name, waiting.Count);
        }
    }

    /// <summary>What waits at that place; null where the journal does not hold it any more, which is told.</summary>
    private (PendingDrift Pending, ReadOnlyMemory<byte> Metadata)? At(long place)
    {
        using var reader = journal.OpenReader(place - 1);
        var one = new Entry[1];
        if (reader.Read(one) is { Count: 1 } && one[0].Sequence == place)
        {
            return (PendingDrift.Read(one[0], context.Name)!, one[0].Event.Metadata);
        }
        Missed(logger, context.Name, 1);
        return null;
    }

    private async Task TellAsync(
        PendingDrift pending,
        ReadOnlyMemory<byte> metadata,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            try
            {
                var written = await output.WriteAsync([new(pending.Event, metadata)], cancellation);
                if (written.Rejection is { } rejection)
                {
                    Refused(logger, context.Name, pending.Id, rejection.Reason);
                }
                return;
            }
            catch (JournalUnavailableException fault)
            {
                Waits(logger, context.Name, fault.Message);
                await Task.Delay(Again, context.Time, cancellation);
            }
        }
    }

    private void Save(CheckpointFile file, long position)
    {
        var reached = places.Count > 0 ? places.Min - 1 : position;
        if (saved?.Sequence == reached)
        {
            return;
        }
        var checkpoint = new Checkpoint(reached, "");
        savedAt = context.Time.GetTimestamp();
        if (file.Save(checkpoint))
        {
            saved = checkpoint;
        }
    }

    /// <summary>Returns when there is more to read, or something to decide.</summary>
    private async Task WaitAsync(IJournalReader reader, CancellationToken stopping)
    {
        if (!waiting.TryPeek(out _, out var until))
        {
            await reader.WaitAsync(stopping);
            return;
        }
        var wait = until - context.Time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            return;
        }
        using var due = new CancellationTokenSource(wait, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stopping);
        try
        {
            await reader.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Something is due.
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Transformer}: {Count} entries were gone from the journal before the drifts that may wait in them could be decided on; keep the journal for longer than grace"
    )]
    private static partial void Missed(ILogger logger, string transformer, long count);

    [LoggerMessage(LogLevel.Error, "{Transformer}: the drift {Id} cannot be told: {Reason}")]
    private static partial void Refused(
        ILogger logger,
        string transformer,
        string id,
        string reason
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Transformer}: {Count} drifts that waited end with the journal in memory: it took no more before the stop"
    )]
    private static partial void NotTold(ILogger logger, string transformer, int count);

    [LoggerMessage(LogLevel.Error, "{Transformer}: a drift waits to be told: {Reason}")]
    private static partial void Waits(ILogger logger, string transformer, string reason);

    [LoggerMessage(
        LogLevel.Debug,
        "{Transformer}: a change of {Resource} is accounted for by a new serial of the state"
    )]
    private static partial void AccountedFor(ILogger logger, string transformer, string? resource);
}
