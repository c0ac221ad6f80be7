using Freshet.Configuration;
using Freshet.Dashboard;
using Freshet.Hosting.Testing;
using Freshet.Management;
using Freshet.Management.Browsing;
using Freshet.Management.OpenApi;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Freshet.Telemetry.Otlp;
using Freshet.Toml;

namespace Freshet.Hosting;

/// <summary>A configuration, read and checked.</summary>
/// <param name="Root">The merged tree.</param>
/// <param name="Options">What holds for the whole server.</param>
/// <param name="Blueprint">The enabled components.</param>
/// <param name="Secrets">The values of the tree that must not be shown.</param>
/// <param name="Diagnostics">Everything that is wrong or doubtful.</param>
internal sealed record Setup(
    TomlTable Root,
    FreshetOptions Options,
    Blueprint Blueprint,
    IReadOnlySet<TomlValue> Secrets,
    IReadOnlyList<Diagnostic> Diagnostics
)
{
    /// <summary>What is exported by OTLP; null for nothing.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>The files that it was read from.</summary>
    public ReadFiles Files { get; init; } = new();

    /// <summary>What each key of the tables that hold for the whole server came to.</summary>
    public IReadOnlyDictionary<string, Fingerprint> Fingerprints { get; init; } =
        new Dictionary<string, Fingerprint>();

    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>Reads all of it; what is wrong is told, never thrown.</summary>
    /// <param name="input">What the configuration is made of.</param>
    /// <param name="catalog">The types of components.</param>
    /// <param name="found">What was found wrong before, while the input was put together.</param>
    /// <param name="runs">Whether it is to be run: then one without sources and sinks is odd.</param>
    public static Setup Read(
        ConfigurationInput input,
        ComponentCatalog catalog,
        IReadOnlyCollection<Diagnostic>? found = null,
        bool runs = true
    )
    {
        var diagnostics = new List<Diagnostic>(found ?? []);
        var otlp = OtlpVariables.Read(input.Environment, diagnostics);
        var root = ConfigurationLoader.Load(input, diagnostics);
        var reader = new OptionsReader(
            diagnostics,
            name => input.Environment.GetValueOrDefault(name),
            input.Reads
        );
        var options = reader.Read<FreshetOptions>(root, "", BlueprintReader.Keys);
        var filter = options.Log.Filter ?? "";
        if (!LogFilter.TryParse(filter, out _, out var error))
        {
            reader.Error(
                (root.Find("log")?.Value as TomlTable)?.Find("filter")?.Value.Location,
                $"log.filter: {error}"
            );
        }
        reader.Share(options.Pipeline);
        var blueprint = new BlueprintReader(
            catalog,
            reader,
            [
                .. Health.Paths,
                Stats.Path,
                .. options.Management.Metrics ? [Metrics.Path] : Enumerable.Empty<string>(),
                EventBrowser.Path,
                ApiDescription.Path,
                .. options.Dashboard.Enabled ? DashboardHost.Paths : [],
            ]
        ).Read(root);
        CheckTests(options.Tests, blueprint, reader);
        if (runs && diagnostics.Count == 0 && blueprint.Sources.Count + blueprint.Sinks.Count == 0)
        {
            reader.Warn(null, "no source and no sink is enabled, so there is nothing to do");
        }
        var shown = SecretExcerpts.Mask(diagnostics, root, reader.Secrets);
        return new(root, options, blueprint, reader.Secrets, shown)
        {
            Otlp = otlp,
            Files = input.Reads,
            Fingerprints = reader.Fingerprints,
        };
    }

    private static void CheckTests(
        List<TestOptions> tests,
        Blueprint blueprint,
        OptionsReader reader
    )
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var test in tests)
        {
            BlueprintReader.CheckReferences(
                reader,
                test.TransformerRefs,
                $"the test \"{test.Name}\"",
                blueprint.TransformerNames
            );
            if (!names.Add(test.Name) && test.Name.Length > 0)
            {
                reader.Error(test.Place, $"there are two tests \"{test.Name}\"");
            }
        }
    }
}
