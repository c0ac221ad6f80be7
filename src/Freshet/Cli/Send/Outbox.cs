using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Pipelines.Batching;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freshet.Cli.Send;

/// <summary>
/// A server's way of events for a process that ends: a source's transformers, recognition and the check of CDEvents, a journal in memory, and from there the sinks.
/// </summary>
internal sealed class Outbox : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly ILoggerFactory loggers;
    private readonly MemoryJournal journal;
    private readonly SourcePipeline pipeline;
    private readonly IReadOnlyList<BatchSink> sinks;
    private readonly IReadOnlyList<Drain> drains;

    private Outbox(
        SendPlan plan,
        TransformerChain transformers,
        TopologySettings settings,
        ServiceProvider services
    )
    {
        this.services = services;
        loggers = settings.Loggers;
        journal = new(new(), settings.Time);
        pipeline = new(
            plan.Source,
            transformers,
            journal,
            settings.Time,
            settings.Instruments,
            new CDEventGate(
                plan.Source,
                plan.Flow.Cdevents ?? settings.Pipeline.Cdevents,
                loggers.CreateLogger<CDEventGate>(),
                settings.Time,
                settings.Instruments
            ),
            plan.Source
        );
        sinks =
        [
            .. plan.Sinks.Select(sink =>
                (BatchSink)Topology.NewSink(sink, plan.Setup.Blueprint, settings)
            ),
        ];
        drains = [.. sinks.Select(sink => sink.OpenDrain(journal))];
    }

    /// <summary>Makes one.</summary>
    /// <param name="plan">The way.</param>
    /// <param name="filter">What is logged.</param>
    /// <param name="terminal">Where that is written.</param>
    /// <param name="outbox">The outbox.</param>
    /// <param name="error">Why there is none: a transformer cannot do its work without a server.</param>
    public static bool TryOpen(
        SendPlan plan,
        LogFilter filter,
        Terminal terminal,
        [NotNullWhen(true)] out Outbox? outbox,
        [NotNullWhen(false)] out string? error
    )
    {
        var (setup, time) = (plan.Setup, TimeProvider.System);
        var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var settings = new TopologySettings(
            setup.Options.Pipeline,
            setup.Options.Http.EffectiveRootUrl(),
            LoggerFactory.Create(logging =>
                logging.AddFreshetConsole(filter, LogFormat.Text, time, terminal.Error)
            ),
            time,
            new Instruments(provider.GetRequiredService<IMeterFactory>())
        );
        var names = plan.Flow.TransformerRefs.Select(reference => reference.Name).ToList();
        var transformers = Topology.NewChain(names, setup.Blueprint, settings);
        if (transformers.Lasting.FirstOrDefault() is { } lasting)
        {
            settings.Loggers.Dispose();
            provider.Dispose();
            outbox = null;
            error =
                $"the transformer \"{lasting}\" judges events by what a source of a running server has seen, and cannot be used without";
            return false;
        }
        outbox = new(plan, transformers, settings, provider);
        error = null;
        return true;
    }

    /// <summary>Takes events in, all or none; they are delivered by <see cref="DeliverAsync"/>.</summary>
    public ValueTask<WriteResult> AddAsync(
        IReadOnlyList<Event> events,
        CancellationToken cancellation
    ) => pipeline.WriteAsync(events, cancellation);

    /// <summary>Returns once all that was added is delivered to every sink, or given up there; one call after the other.</summary>
    /// <param name="tell">Told of each event at each sink, from several threads.</param>
    /// <param name="stopping">Gives up what is left.</param>
    public Task DeliverAsync(Action<Receipt> tell, CancellationToken stopping) =>
        Task.WhenAll(drains.Select(drain => drain.RunAsync(tell, stopping)));

    public async ValueTask DisposeAsync()
    {
        foreach (var drain in drains)
        {
            drain.Dispose();
        }
        foreach (var sink in sinks.OfType<IDisposable>())
        {
            sink.Dispose();
        }
        await journal.DisposeAsync();
        loggers.Dispose();
        await services.DisposeAsync();
    }
}
