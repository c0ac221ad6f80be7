using Freshet.Journal;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines.Batching;

/// <summary>What became of one event that a sink was to deliver.</summary>
/// <param name="Sink">The sink.</param>
/// <param name="Item">What was to be delivered.</param>
/// <param name="Attempts">How many tries there were; 0 where it came to none.</param>
/// <param name="Failure">Why it did not arrive, for an operator to read; null where it did. Never holds a secret.</param>
internal sealed record Receipt(string Sink, Outgoing Item, int Attempts, string? Failure);

/// <summary>
/// A <see cref="BatchSink"/> for a process that ends: what the journal holds goes through the sink's transformers, in batches and with its retries, and of each event it is told what
/// became of it. There is neither a cursor nor a dead letter.
/// </summary>
internal sealed class Drain : IDisposable
{
    private const string NoTime = "there was no time left";

    private readonly BatchOptions options;
    private readonly SinkContext context;
    private readonly Func<IReadOnlyList<Outgoing>, CancellationToken, ValueTask<Delivery>> deliver;
    private readonly Func<string?> hindrance;
    private readonly ILogger logger;
    private readonly IJournalReader reader;
    private readonly Intake intake;
    private int oneByOne;

    /// <param name="options">The sink's.</param>
    /// <param name="context">The sink's.</param>
    /// <param name="journal">What it reads, from its oldest entry on.</param>
    /// <param name="deliver">Tries to deliver a batch.</param>
    /// <param name="hindrance">Why the last try failed; null where it did not.</param>
    /// <param name="logger">The sink's.</param>
    public Drain(
        BatchOptions options,
        SinkContext context,
        IJournal journal,
        Func<IReadOnlyList<Outgoing>, CancellationToken, ValueTask<Delivery>> deliver,
        Func<string?> hindrance,
        ILogger logger
    )
    {
        (this.options, this.context, this.deliver) = (options, context, deliver);
        (this.hindrance, this.logger) = (hindrance, logger);
        reader = journal.OpenReader(0);
        intake = new(
            reader,
            new(0, ""),
            new(context.Transformers),
            options,
            missed => context.Instruments.Sinks.Missed(context.Name, missed)
        );
    }

    /// <summary>
    /// Returns once all that the journal holds is delivered or given up; to be called again, one call after the other, once there is more. What stands behind an event whose time for
    /// retries is over is given up with it: the destination is not there.
    /// </summary>
    /// <param name="tell">Told of each event in its turn.</param>
    /// <param name="stopping">Gives up what is left.</param>
    public async Task RunAsync(Action<Receipt> tell, CancellationToken stopping)
    {
        // Anew: what earlier events failed with is no reason to keep the next one waiting in a process that is about to end.
        var attempts = new Attempts(options, context, deliver, logger);
        var isGone = false;
        while (true)
        {
            while (intake.Fill())
            {
                // What is there belongs together.
            }
            if (intake.IsEmpty)
            {
                return;
            }
            if (intake.Front.Rejection is { } rejection)
            {
                Pass(1, 0, rejection, tell);
                continue;
            }
            var batch = intake.Batch(oneByOne > 0 ? 1 : int.MaxValue);
            var tried =
                isGone || stopping.IsCancellationRequested
                    ? null
                    : await attempts.TryAsync(batch, stopping, stopping);
            if (tried is not { } known)
            {
                Pass(batch.Count, 0, hindrance() ?? NoTime, tell);
            }
            else if (known.Last.IsRefused && batch.Count > 1)
            {
                oneByOne = batch.Count;
            }
            else
            {
                isGone = known.Last is { IsDone: false, IsRefused: false };
                Pass(batch.Count, known.Attempts, known.Last.Reason, tell);
            }
        }
    }

    public void Dispose() => reader.Dispose();

    private void Pass(int count, int attempts, string? failure, Action<Receipt> tell)
    {
        for (var i = 0; i < count; i++)
        {
            var item = intake.Front.Item;
            intake.Remove(1);
            oneByOne = Math.Max(0, oneByOne - 1);
            if (failure is null)
            {
                context.Instruments.Sinks.Delivered(context.Name, 1, item.Event.Json.Length);
            }
            tell(new(context.Name, item, attempts, failure));
        }
    }
}
