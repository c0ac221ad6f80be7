using Freshet.Journal;
using Freshet.Telemetry;
using Microsoft.AspNetCore.Http;
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
)
{
    /// <summary>What it has in common with those before and after it.</summary>
    public Lineage Lineage { get; init; } = new();
}

/// <summary>
/// The running graph: every source writes into one journal, and every sink reads all of it. It does not change: a reload makes the next one, which has the components in it that are
/// the same.
/// </summary>
internal sealed class Topology : IDisposable
{
    private readonly List<RunningComponent> sources = [];
    private readonly List<RunningComponent> lasting = [];
    private readonly List<RunningComponent> sinks = [];

    /// <summary>What was made for this one; the others were there.</summary>
    private readonly List<RunningComponent> made = [];
    private readonly Dictionary<
        string,
        (ILastingTransformer Transformer, Handover Handover)
    > madeLasting = new(StringComparer.Ordinal);
    private readonly IJournal journal;
    private readonly TopologySettings settings;
    private readonly ILogger logger;

    /// <param name="blueprint">What is configured.</param>
    /// <param name="journal">What connects sources and sinks.</param>
    /// <param name="settings">What components are made with.</param>
    /// <param name="before">The one that runs, whose components are taken over where their plans are the same; null for the first. It is not changed by this.</param>
    public Topology(
        Blueprint blueprint,
        IJournal journal,
        TopologySettings settings,
        Topology? before = null
    )
    {
        (Blueprint, this.journal, this.settings) = (blueprint, journal, settings);
        logger = settings.Loggers.CreateLogger<Topology>();
        try
        {
            foreach (var plan in blueprint.Sources)
            {
                sources.Add(Take(before?.sources, $"sources.{plan.Name}", plan, NewSource));
            }
            foreach (var plan in blueprint.Sinks)
            {
                sinks.Add(Take(before?.sinks, $"sinks.{plan.Name}", plan, NewSink));
            }
        }
        catch
        {
            made.ForEach(component => component.Dispose());
            throw;
        }
        foreach (var name in blueprint.Sources.SelectMany(plan => plan.TransformerRefs).Distinct())
        {
            AddLasting(before?.lasting, blueprint.Transformers[name]);
        }
        Sources = sources.ConvertAll(source => (source.Name, (ISource)source.Component));
        Sinks = sinks.ConvertAll(sink => (sink.Name, (ISink)sink.Component));
        if (before is null)
        {
            settings.Lineage.Show(Sources);
        }
    }

    /// <summary>What is configured.</summary>
    public Blueprint Blueprint { get; }

    /// <summary>What its components are made with.</summary>
    public TopologySettings Settings => settings;

    /// <summary>The sources by their names.</summary>
    public IReadOnlyList<(string Name, ISource Source)> Sources { get; }

    /// <summary>The sinks by their names.</summary>
    public IReadOnlyList<(string Name, ISink Sink)> Sinks { get; }

    /// <summary>Where its components answer over HTTP, once they were mapped.</summary>
    public IEnumerable<Endpoint> Endpoints =>
        sources.Concat(sinks).SelectMany(component => component.Endpoints);

    /// <summary>Whether a component ended by a fault.</summary>
    public bool HasFailed => All.Any(component => component.HasFailed);

    internal IReadOnlyList<RunningComponent> RunningSources => sources;

    internal IReadOnlyList<RunningComponent> RunningLasting => lasting;

    internal IReadOnlyList<RunningComponent> RunningSinks => sinks;

    private IEnumerable<RunningComponent> All => sinks.Concat(lasting).Concat(sources);

    /// <summary>Makes the routes of every new component that is reached over HTTP.</summary>
    public void Map(IServiceProvider services) =>
        made.ForEach(component => component.Map(services));

    /// <summary>Starts the sinks, which read from here on, then transformers that come back to their events, then the sources. Before the server listens, so that no event comes too early.</summary>
    /// <param name="broken">Called when a component ended by a fault that is none of its own to mend: the process should stop, loudly.</param>
    public void Start(Action broken)
    {
        foreach (var component in All)
        {
            component.Start(broken);
        }
    }

    /// <summary>Ends clients of sinks one after the other, so that they do not all come back at once; everything else goes on.</summary>
    /// <param name="over">The time that this may take.</param>
    /// <param name="hurry">Those that are left are left to the stop.</param>
    public Task DrainAsync(TimeSpan over, CancellationToken hurry) =>
        Task.WhenAll(
            sinks
                .Select(sink => sink.Component)
                .OfType<IDrain>()
                .Select(sink => sink.DrainAsync(over, hurry))
        );

    /// <summary>Ends the sources: they take in no more, and have answered for what they took. Then transformers that come back to events, then the sinks, which deliver the rest.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(sources.Select(source => source.StopAsync()));
        await Task.WhenAll(lasting.Select(transformer => transformer.StopAsync()));
        await Task.WhenAll(sinks.Select(sink => sink.StopAsync()));
    }

    public void Dispose()
    {
        foreach (var component in All)
        {
            component.Dispose();
        }
    }

    /// <summary>Lets go of what was made for it, where it is not to run.</summary>
    public void Discard() => made.ForEach(component => component.Dispose());

    /// <summary>Makes a sink.</summary>
    /// <param name="plan">How.</param>
    /// <param name="blueprint">Has its transformers.</param>
    /// <param name="settings">What it is made with.</param>
    /// <param name="handover">What it has to do with others of its name; null where it runs beside the topology.</param>
    public static ISink NewSink(
        ComponentPlan<SinkContext, ISink> plan,
        Blueprint blueprint,
        TopologySettings settings,
        Handover? handover = null
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
                Handover = handover ?? new(),
            }
        );

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
        Action<ComponentContext, ITransformer>? made = null
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
                        Handover = settings.Lineage.HandoverOf($"transformers.{name}"),
                    };
                    var transformer = plan.Type.Create(plan.Options, context);
                    made?.Invoke(context, transformer);
                    return (name, transformer);
                }),
            ],
            settings.Pipeline.MaxBatch
        );

    /// <summary>The component of a plan: the one that runs, where its plan was the same, or a new one.</summary>
    private RunningComponent Take<TContext, TComponent>(
        IEnumerable<RunningComponent>? before,
        string path,
        ComponentPlan<TContext, TComponent> plan,
        Func<string, ComponentPlan<TContext, TComponent>, RunningComponent> make
    ) =>
        before?.FirstOrDefault(component =>
            component.Path == path && component.Fingerprint == plan.Fingerprint
        ) ?? Make(path, plan, make);

    private RunningComponent Make<TPlan>(
        string path,
        TPlan plan,
        Func<string, TPlan, RunningComponent> make
    )
    {
        try
        {
            var component = make(path, plan);
            made.Add(component);
            return component;
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{path} cannot be built: {fault.Message}", fault);
        }
    }

    private RunningComponent NewSource(string path, ComponentPlan<SourceContext, ISource> plan)
    {
        var handover = settings.Lineage.HandoverOf(path);
        var context = new SourceContext
        {
            Name = plan.Name,
            Loggers = settings.Loggers,
            Time = settings.Time,
            Instruments = settings.Instruments,
            Handover = handover,
            Output = new SourcePipeline(
                plan.Name,
                NewChain(
                    plan.TransformerRefs,
                    Blueprint,
                    settings,
                    settings.Lineage.FindSource,
                    KeepLasting
                ),
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
        var source = plan.Type.Create(plan.Options, context);
        return new(path, plan.Name, plan.Fingerprint, source, handover, source.RunAsync, logger);
    }

    private RunningComponent NewSink(string path, ComponentPlan<SinkContext, ISink> plan)
    {
        var handover = settings.Lineage.HandoverOf(path);
        var sink = NewSink(plan, Blueprint, settings, handover);
        // Not by way of this: it would be kept, with all that it was made of, as long as the sink is.
        var input = journal;
        return new(
            path,
            plan.Name,
            plan.Fingerprint,
            sink,
            handover,
            stopping => sink.RunAsync(input, stopping),
            logger
        );
    }

    private void KeepLasting(ComponentContext context, ITransformer transformer)
    {
        if (transformer is ILastingTransformer one)
        {
            madeLasting.TryAdd(context.Name, (one, context.Handover));
        }
    }

    /// <summary>
    /// One of the transformers of a name comes back to events, for all sources that have one. Where the one that does is of a source that is no more, it does so still: it
    /// looks at the same.
    /// </summary>
    private void AddLasting(
        List<RunningComponent>? before,
        ComponentPlan<ComponentContext, ITransformer> plan
    )
    {
        var path = $"transformers.{plan.Name}";
        var running = before?.Find(component =>
            component.Path == path && component.Fingerprint == plan.Fingerprint
        );
        if (running is not null)
        {
            lasting.Add(running);
        }
        else if (madeLasting.TryGetValue(plan.Name, out var own))
        {
            var output = new SourcePipeline(
                plan.Name,
                new([], settings.Pipeline.MaxBatch),
                journal,
                settings.Time,
                settings.Instruments
            );
            var (input, folder) = (journal, settings.CursorFolder);
            lasting.Add(
                new(
                    path,
                    plan.Name,
                    plan.Fingerprint,
                    own.Transformer,
                    own.Handover,
                    stopping => own.Transformer.RunAsync(input, output, folder, stopping),
                    logger
                )
            );
        }
    }
}
