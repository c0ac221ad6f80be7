using Freshet.Journal;
using Freshet.Telemetry;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines;

/// <summary>What a topology is built with.</summary>
internal sealed record TopologySettings(
    PipelineOptions Pipeline,
    string RootUrl,
    ILoggerFactory Loggers,
    TimeProvider Time,
    Instruments Instruments,
    string? CursorFolder = null,
    IDeadLetters? DeadLetters = null,
    IRefusedMessages? Refused = null,
    string? StateFolder = null
);

/// <summary>The running graph: every source writes into one journal, and every sink reads all of it.</summary>
internal sealed partial class Topology : IDisposable
{
    private readonly List<(string Name, ISource Source)> sources = [];
    private readonly List<(string Name, ISink Sink)> sinks = [];
    private readonly Dictionary<string, ILastingTransformer> lasting = [];
    private readonly CancellationTokenSource stoppingSources = new();
    private readonly CancellationTokenSource stoppingLasting = new();
    private readonly CancellationTokenSource stoppingSinks = new();
    private readonly IJournal journal;
    private readonly TopologySettings settings;
    private readonly ILogger logger;
    private List<Task> runningSources = [];
    private List<Task> runningLasting = [];
    private List<Task> runningSinks = [];

    public Topology(Blueprint blueprint, IJournal journal, TopologySettings settings)
    {
        (this.journal, this.settings) = (journal, settings);
        logger = settings.Loggers.CreateLogger<Topology>();
        foreach (var plan in blueprint.Sources)
        {
            var context = new SourceContext
            {
                Name = plan.Name,
                Loggers = settings.Loggers,
                Time = settings.Time,
                Instruments = settings.Instruments,
                Output = new SourcePipeline(
                    plan.Name,
                    NewChain(plan.TransformerRefs, blueprint, settings, FindSource, KeepLasting),
                    journal,
                    settings.Time,
                    settings.Instruments,
                    new CDEventGate(
                        plan.Name,
                        plan.CDEvents ?? settings.Pipeline.Cdevents,
                        settings.Loggers.CreateLogger<CDEventGate>(),
                        settings.Time,
                        settings.Instruments
                    ),
                    origin: plan.Name
                ),
                RootUrl = settings.RootUrl,
                MaxBatch = settings.Pipeline.MaxBatch,
                CursorFolder = settings.StateFolder ?? settings.CursorFolder,
                Refused = settings.Refused,
            };
            settings.Instruments.SourceBegins(plan.Name);
            sources.Add((plan.Name, plan.Type.Create(plan.Options, context)));
        }
        foreach (var plan in blueprint.Sinks)
        {
            sinks.Add((plan.Name, NewSink(plan, blueprint, settings)));
        }
    }

    /// <summary>The sources by their names.</summary>
    public IReadOnlyList<(string Name, ISource Source)> Sources => sources;

    /// <summary>The sinks by their names.</summary>
    public IReadOnlyList<(string Name, ISink Sink)> Sinks => sinks;

    private ISource? FindSource(string name) => sources.Find(pair => pair.Name == name).Source;

    private void KeepLasting(string name, ITransformer transformer)
    {
        if (transformer is ILastingTransformer one)
        {
            lasting.TryAdd(name, one);
        }
    }

    /// <summary>Makes a sink of its own, which runs beside none.</summary>
    public static ISink NewSink(
        ComponentPlan<SinkContext, ISink> plan,
        Blueprint blueprint,
        TopologySettings settings
    ) =>
        plan.Type.Create(
            plan.Options,
            new()
            {
                Name = plan.Name,
                Loggers = settings.Loggers,
                Time = settings.Time,
                Instruments = settings.Instruments,
                RootUrl = settings.RootUrl,
                Transformers = NewChain(plan.TransformerRefs, blueprint, settings),
                CursorFolder = settings.CursorFolder,
                DeadLetters = settings.DeadLetters,
            }
        );

    /// <summary>Adds the routes of every component that is reached over HTTP.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (
            var component in sources
                .Select(pair => pair.Source)
                .Concat<object>(sinks.Select(pair => pair.Sink))
                .OfType<IHttpComponent>()
        )
        {
            component.Map(routes);
        }
    }

    /// <summary>Starts the sinks, which read from here on, then transformers that come back to their events, then the sources. Before the server listens, so that no event comes too early.</summary>
    /// <param name="broken">Called when a component ended by a fault that is none of its own to mend: the process should stop, loudly.</param>
    public void Start(Action broken)
    {
        runningSinks =
        [
            .. sinks.Select(pair =>
                RunAsync(
                    pair.Name,
                    broken,
                    stopping => pair.Sink.RunAsync(journal, stopping),
                    stoppingSinks.Token
                )
            ),
        ];
        runningLasting =
        [
            .. lasting.Select(pair =>
                RunAsync(
                    pair.Key,
                    broken,
                    stopping =>
                        pair.Value.RunAsync(
                            journal,
                            new SourcePipeline(
                                pair.Key,
                                new([], settings.Pipeline.MaxBatch),
                                journal,
                                settings.Time,
                                settings.Instruments
                            ),
                            settings.CursorFolder,
                            stopping
                        ),
                    stoppingLasting.Token
                )
            ),
        ];
        runningSources =
        [
            .. sources.Select(pair =>
                RunAsync(pair.Name, broken, pair.Source.RunAsync, stoppingSources.Token)
            ),
        ];
    }

    /// <summary>Ends the sources: they take in no more, and have answered for what they took. Then transformers that come back to events, then the sinks, which deliver the rest.</summary>
    public async Task StopAsync()
    {
        await stoppingSources.CancelAsync();
        await Task.WhenAll(runningSources);
        await stoppingLasting.CancelAsync();
        await Task.WhenAll(runningLasting);
        await stoppingSinks.CancelAsync();
        await Task.WhenAll(runningSinks);
    }

    public void Dispose()
    {
        stoppingSources.Dispose();
        stoppingLasting.Dispose();
        stoppingSinks.Dispose();
        var components = sources
            .Select(pair => pair.Source)
            .Concat<object>(sinks.Select(pair => pair.Sink));
        foreach (var component in components.OfType<IDisposable>())
        {
            component.Dispose();
        }
    }

    /// <summary>Makes a chain. Each reference gets a transformer of its own: what one remembers is of one source's or sink's events.</summary>
    /// <param name="names">The transformers, all of them in the blueprint.</param>
    /// <param name="blueprint">What is configured.</param>
    /// <param name="settings">What they are built with.</param>
    /// <param name="findSource">Finds sources for them; null where there are none.</param>
    /// <param name="made">Is given each that was made.</param>
    public static TransformerChain NewChain(
        IReadOnlyList<string> names,
        Blueprint blueprint,
        TopologySettings settings,
        Func<string, ISource?>? findSource = null,
        Action<string, ITransformer>? made = null
    ) =>
        new(
            [
                .. names.Select(name =>
                {
                    var plan = blueprint.Transformers[name];
                    var context = new ComponentContext
                    {
                        Name = name,
                        Loggers = settings.Loggers,
                        Time = settings.Time,
                        Instruments = settings.Instruments,
                        RootUrl = settings.RootUrl,
                        FindSource = findSource ?? (_ => null),
                    };
                    var transformer = plan.Type.Create(plan.Options, context);
                    made?.Invoke(name, transformer);
                    return (name, transformer);
                }),
            ],
            settings.Pipeline.MaxBatch
        );

    private async Task RunAsync(
        string name,
        Action broken,
        Func<CancellationToken, Task> run,
        CancellationToken stopping
    )
    {
        try
        {
            await run(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was told to end, and did.
        }
        catch (Exception fault)
        {
            HasFailed = true;
            Broke(logger, name, fault);
            broken();
        }
    }

    /// <summary>Whether a component ended by a fault.</summary>
    public bool HasFailed { get; private set; }

    [LoggerMessage(LogLevel.Critical, "{Component} broke; the process stops")]
    private static partial void Broke(ILogger logger, string component, Exception fault);
}
