using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freshet.Hosting;

/// <summary>The transformers of a configuration, for who tries them without a server: there are no sources, no journal and no log.</summary>
internal sealed class OfflineTransformers : IDisposable
{
    /// <summary>
    /// The root URL where the configuration has none: that of a server would depend on its port, and what is compared must be the same on every machine.
    /// cdviz-collector's, so that golden files that were made with it hold here.
    /// </summary>
    public const string DefaultRootUrl = "http://cdviz-collector.example.com";

    private readonly Setup setup;
    private readonly TopologySettings settings;
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();

    /// <param name="setup">The configuration, without errors.</param>
    /// <param name="time">The clock that they see.</param>
    public OfflineTransformers(Setup setup, TimeProvider time)
    {
        this.setup = setup;
        settings = new(
            setup.Options.Pipeline,
            setup.Options.Http.EffectiveRootUrl(),
            NullLoggerFactory.Instance,
            time,
            new Instruments(services.GetRequiredService<IMeterFactory>())
        );
    }

    /// <summary>The source of events that are tried: what <c>metadata.context.source</c> says.</summary>
    public string CommandSource =>
        $"{setup.Options.Http.RootUrl?.TrimEnd('/') ?? DefaultRootUrl}?source=cli-transform";

    /// <summary>How many events one input may become.</summary>
    public int MaxBatch => setup.Options.Pipeline.MaxBatch;

    /// <summary>Makes a chain whose transformers remember nothing yet.</summary>
    /// <param name="names">The transformers; all of them are in the blueprint.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="error">Why there is none: one of them cannot do its work without a server.</param>
    public bool TryMake(
        IReadOnlyList<string> names,
        [NotNullWhen(true)] out TransformerChain? chain,
        [NotNullWhen(false)] out string? error
    )
    {
        chain = Topology.NewChain(names, setup.Blueprint, settings);
        error = chain.Lasting.FirstOrDefault() is { } lasting
            ? $"the transformer \"{lasting}\" judges events by what a source of a running server has seen, and cannot be tried without"
            : null;
        return error is null;
    }

    public void Dispose() => services.Dispose();
}
