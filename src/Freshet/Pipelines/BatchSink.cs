using Freshet.Journal;
using Freshet.Pipelines.Batching;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines;

/// <summary>
/// A sink that delivers events in batches, in the order of the journal, each at least once, from a cursor of its own. It reads ahead no further than a
/// batch, tries again what fails, with pauses that grow, gives up to the dead letters what is refused or has failed for too long, and keeps how
/// far it has come. It never waits for another sink. A kind of sink says only how a batch is delivered.
/// </summary>
internal abstract class BatchSink(BatchOptions options, SinkContext context) : ISink
{
    private volatile string? hindrance;

    /// <summary>Why the last try to deliver failed, for an operator to read, while it is tried again; null where it did not.</summary>
    public string? Hindrance => hindrance;

    public virtual Task RunAsync(IJournal input, CancellationToken stopping)
    {
        var letters =
            context.DeadLetters
            ?? throw new InvalidOperationException($"{context.Name} has nowhere to give up to");
        var logger = context.Loggers.CreateLogger(GetType());
        return new SinkRun(options, context, letters, input, DeliverAndNoteAsync, logger).RunAsync(
            stopping
        );
    }

    /// <summary>Delivers what a journal holds, for a process that ends then, in place of <see cref="RunAsync"/>.</summary>
    public Drain OpenDrain(IJournal journal) =>
        new(
            options,
            context,
            journal,
            DeliverAndNoteAsync,
            () => hindrance,
            context.Loggers.CreateLogger(GetType())
        );

    /// <summary>Tries a dead letter once more, out of turn, as what became of it then.</summary>
    /// <param name="letter">Of this sink.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<Delivery> RedeliverAsync(
        DeadLetter letter,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<Outgoing> items = [letter.Item];
        if (letter.Attempts == 0)
        {
            // A transformer refused it; by now it may be another.
            var transformation = new Transformation(context.Transformers);
            if (transformation.Apply(letter.Item.Entry, out items) is { } rejection)
            {
                return Delivery.Refused(rejection);
            }
        }
        foreach (var item in items)
        {
            var delivery = await TraceAsync([item], cancellation);
            if (!delivery.IsDone)
            {
                return delivery;
            }
        }
        return Delivery.Done;
    }

    private async ValueTask<Delivery> DeliverAndNoteAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    )
    {
        try
        {
            var delivery = await TraceAsync(batch, cancellation);
            hindrance = delivery.IsDone || delivery.IsRefused ? null : delivery.Reason;
            return delivery;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            hindrance = fault.Message;
            throw;
        }
    }

    /// <summary>Delivers the batch, in a span of its own where its events are traced.</summary>
    private async ValueTask<Delivery> TraceAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    )
    {
        using var span = Tracing.Deliver(context.Name, batch.Select(item => item.Entry));
        try
        {
            var delivery = await DeliverAsync(batch, cancellation);
            if (!delivery.IsDone)
            {
                span.Fail(delivery.Reason!);
            }
            return delivery;
        }
        catch (Exception fault)
        {
            span.Fail(fault.Message);
            throw;
        }
    }

    /// <summary>Delivers the batch. What it throws counts as <see cref="Delivery.Again"/>.</summary>
    /// <param name="batch">One event or more, in order.</param>
    /// <param name="cancellation">The sink is being stopped, and has no more time.</param>
    protected abstract ValueTask<Delivery> DeliverAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    );
}
