using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines.Batching;

/// <summary>How trying a batch ended.</summary>
/// <param name="Last">What came of the last try: never that it is to be tried again, unless it was for too long.</param>
/// <param name="Attempts">How many tries there were.</param>
/// <param name="FirstAt">When the first began.</param>
/// <param name="LastAt">When the last began.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tried(
    Delivery Last,
    int Attempts,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt
);

/// <summary>Tries to deliver a sink's batches, again and again, as its <see cref="Circuit"/> allows.</summary>
/// <param name="options">The sink's.</param>
/// <param name="context">The sink's.</param>
/// <param name="deliver">Tries once.</param>
/// <param name="logger">The sink's.</param>
internal sealed partial class Attempts(
    BatchOptions options,
    SinkContext context,
    Func<IReadOnlyList<Outgoing>, CancellationToken, ValueTask<Delivery>> deliver,
    ILogger logger
)
{
    private readonly TimeProvider time = context.Time;
    private readonly Circuit circuit = new(context.Time, Random.Shared.NextDouble);

    /// <summary>Whether the destination is only probed; from any thread.</summary>
    public bool IsCircuitOpen => circuit.IsOpen;

    /// <summary>Tries until the batch arrives, is refused, or has taken too long.</summary>
    /// <returns>How that ended; null where the sink is stopped.</returns>
    public async ValueTask<Tried?> TryAsync(
        List<Outgoing> batch,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        // What others failed with counts: a destination that is down is not asked more often because another batch has its turn.
        if (!await PauseAsync(circuit.Remaining, time, stopping))
        {
            return null;
        }
        var (first, started) = (time.GetUtcNow(), time.GetTimestamp());
        for (var count = 1; ; count++)
        {
            var now = time.GetUtcNow();
            if (await TryOnceAsync(batch, ending) is not { } delivery)
            {
                return null;
            }
            if (delivery.IsDone || delivery.IsRefused)
            {
                if (circuit.IsOpen)
                {
                    Closed(logger, context.Name, circuit.Failures);
                }
                circuit.Succeed();
                return new(delivery, count, first, now);
            }
            circuit.Fail(delivery.After);
            var remaining = options.TotalDurationOfRetries - time.GetElapsedTime(started);
            if (remaining <= TimeSpan.Zero)
            {
                return new(delivery, count, first, now);
            }
            // The last try is made at the end of the time, not left out because the pause would go beyond it.
            var pause = circuit.Remaining < remaining ? circuit.Remaining : remaining;
            TellFailure(batch.Count, delivery.Reason!, pause);
            if (!await PauseAsync(pause, time, stopping))
            {
                return null;
            }
            context.Instruments.Sinks.Retried(context.Name);
        }
    }

    private async ValueTask<Delivery?> TryOnceAsync(List<Outgoing> batch, CancellationToken ending)
    {
        try
        {
            return await deliver(batch, ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault)
        {
            Threw(logger, context.Name, fault);
            return Delivery.Again(fault.Message);
        }
    }

    /// <summary>Waits so long.</summary>
    /// <returns>Whether it is over; false where the sink is stopped in the meantime.</returns>
    public static async ValueTask<bool> PauseAsync(
        TimeSpan pause,
        TimeProvider time,
        CancellationToken stopping
    )
    {
        if (pause == TimeSpan.Zero)
        {
            return true;
        }
        try
        {
            await Task.Delay(pause, time, stopping);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Each failure up to the one that opens the circuit is worth a line; probes that fail are not.</summary>
    private void TellFailure(int events, string reason, TimeSpan pause)
    {
        if (!circuit.IsOpen)
        {
            Failed(logger, context.Name, events, reason, pause);
        }
        else if (circuit.Failures == Circuit.Threshold)
        {
            Opened(logger, context.Name, circuit.Failures, reason);
        }
        else
        {
            ProbeFailed(logger, context.Name, circuit.Failures, reason, pause);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Sink} could not deliver (events: {Count}): {Reason}; tried again in {Pause}"
    )]
    private static partial void Failed(
        ILogger logger,
        string sink,
        int count,
        string reason,
        TimeSpan pause
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Sink}: {Failures} failures in a row, the last: {Reason}; it is tried now and then until it takes events again, and then catches up"
    )]
    private static partial void Opened(ILogger logger, string sink, int failures, string reason);

    [LoggerMessage(
        LogLevel.Debug,
        "{Sink}: {Failures} failures in a row, the last: {Reason}; tried again in {Pause}"
    )]
    private static partial void ProbeFailed(
        ILogger logger,
        string sink,
        int failures,
        string reason,
        TimeSpan pause
    );

    [LoggerMessage(
        LogLevel.Information,
        "{Sink} takes events again, after {Failures} failures in a row"
    )]
    private static partial void Closed(ILogger logger, string sink, int failures);

    [LoggerMessage(LogLevel.Warning, "{Sink}: a delivery broke")]
    private static partial void Threw(ILogger logger, string sink, Exception fault);
}
