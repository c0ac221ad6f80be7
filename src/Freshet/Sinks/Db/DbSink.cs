using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Db;

/// <summary>Writes events to PostgreSQL, a batch in a transaction.</summary>
internal sealed partial class DbSink(DbSinkOptions options, SinkContext context)
    : BatchSink(options, context),
        IReporting,
        IDisposable
{
    /// <summary>How often it looks whether events could be stored, until they can.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(15);

    private readonly string name = context.Name;
    private readonly TimeProvider time = context.Time;
    private readonly ILogger logger = context.Loggers.CreateLogger<DbSink>();
    private readonly Lazy<Database> database = new(() => new(options));

    /// <summary>What is stored of a batch of which another event was refused: it need not be sent again when they come one by one.</summary>
    private readonly HashSet<Outgoing> stored = new(ReferenceEqualityComparer.Instance);
    private volatile string? trouble;
    private volatile bool hasStored;

    public string? Trouble => trouble;

    public long? Lag => null;

    /// <summary>Beside delivering it looks at the database at once, so that what is wrong is told before the first event comes.</summary>
    public override async Task RunAsync(IJournal input, CancellationToken stopping)
    {
        // Its place in the journal is taken in this call.
        var delivering = base.RunAsync(input, stopping);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var looking = LookAsync(ended.Token);
        try
        {
            await delivering;
        }
        finally
        {
            await ended.CancelAsync();
            await looking;
        }
    }

    public void Dispose()
    {
        if (database.IsValueCreated)
        {
            database.Value.Dispose();
        }
    }

    protected override async ValueTask<Delivery> DeliverAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    )
    {
        var rest = batch.Where(item => !stored.Contains(item)).ToList();
        if (rest.Count == batch.Count && batch.Count > 1)
        {
            // Of a batch that has been done with.
            stored.Clear();
        }
        var delivery = rest.Count == 0 ? Delivery.Done : await StoreAsync(rest, cancellation);
        // What is refused is the event's fault, and the next may be stored.
        trouble = delivery is { IsDone: false, IsRefused: false } ? delivery.Reason : null;
        return delivery;
    }

    /// <summary>Stores the events, and where one of them is refused the others all the same, in their order: by halves, until it stands alone.</summary>
    private async ValueTask<Delivery> StoreAsync(
        List<Outgoing> events,
        CancellationToken cancellation
    )
    {
        var delivery = await TryAsync(events, cancellation);
        if (delivery.IsDone)
        {
            stored.UnionWith(events);
        }
        if (!delivery.IsRefused || events.Count == 1)
        {
            return delivery;
        }
        var half = events.Count / 2;
        var first = await StoreAsync(events[..half], cancellation);
        if (first is { IsDone: false, IsRefused: false })
        {
            return first;
        }
        var second = await StoreAsync(events[half..], cancellation);
        return second.IsDone ? first : second;
    }

    private async ValueTask<Delivery> TryAsync(
        List<Outgoing> events,
        CancellationToken cancellation
    )
    {
        try
        {
            var count = await database.Value.StoreAsync(events, cancellation);
            hasStored = true;
            if (count < events.Count)
            {
                WereThere(logger, name, events.Count - count);
            }
            return Delivery.Done;
        }
        catch (Exception fault) when (DbAnswer.IsAnswer(fault))
        {
            return DbAnswer.Judge(fault, options);
        }
    }

    /// <summary>Looks until events can be stored; each new reason why they cannot is told.</summary>
    private async Task LookAsync(CancellationToken ended)
    {
        var told = "";
        try
        {
            while (!hasStored)
            {
                try
                {
                    await database.Value.LookAsync(ended);
                    trouble = null;
                    Ready(logger, name, options.Place);
                    return;
                }
                catch (Exception fault) when (!ended.IsCancellationRequested)
                {
                    var reason = DbAnswer.Judge(fault, options).Reason!;
                    if (!hasStored)
                    {
                        trouble = reason;
                    }
                    if (reason != told)
                    {
                        NotReady(logger, name, reason);
                        told = reason;
                    }
                }
                await Task.Delay(BetweenLooks, time, ended);
            }
        }
        catch (Exception) when (ended.IsCancellationRequested)
        {
            // The sink ends, and a look that is cut off fails in one way or another.
        }
    }

    [LoggerMessage(LogLevel.Information, "{Sink} writes to {Place}")]
    private static partial void Ready(ILogger logger, string sink, string place);

    [LoggerMessage(LogLevel.Error, "{Sink} cannot store events: {Reason}")]
    private static partial void NotReady(ILogger logger, string sink, string reason);

    [LoggerMessage(LogLevel.Debug, "{Sink}: {Count} events were in the table already")]
    private static partial void WereThere(ILogger logger, string sink, int count);
}
