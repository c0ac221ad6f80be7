using Freshet.Journal;

namespace Freshet.Pipelines;

/// <summary>A sink that delivers events in batches, in order, each at least once, from a cursor of its own.</summary>
internal abstract class BatchSink(BatchOptions options, SinkContext context) : ISink
{
    public Task RunAsync(IJournal input, CancellationToken stopping) =>
        Task.FromResult((options, context));

    /// <summary>Delivers the batch. What it throws counts as <see cref="Delivery.Again"/>.</summary>
    /// <param name="batch">One event or more, in order.</param>
    /// <param name="cancellation">The sink is being stopped, and has no more time.</param>
    protected abstract ValueTask<Delivery> DeliverAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    );
}
