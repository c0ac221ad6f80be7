using Freshet.Configuration;
using Freshet.Dashboard;
using Freshet.Hosting.Testing;
using Freshet.Http;
using Freshet.Journal;
using Freshet.Management;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Telemetry;
using Freshet.Toml;

namespace Freshet.Hosting;

/// <summary>The tables of a configuration that hold for the whole server. <c>[sources]</c>, <c>[transformers]</c> and <c>[sinks]</c> stand beside them.</summary>
internal sealed class FreshetOptions
{
    public HttpOptions Http { get; set; } = new();

    public JournalOptions Journal { get; set; } = new();

    public DeadLetterOptions DeadLetters { get; set; } = new();

    public PipelineOptions Pipeline { get; set; } = new();

    public ManagementOptions Management { get; set; } = new();

    public DashboardOptions Dashboard { get; set; } = new();

    public LogOptions Log { get; set; } = new();

    public List<TestOptions> Tests { get; set; } = [];

    /// <summary>Of cdviz-collector: Git hosts to fetch files from.</summary>
    [Foreign(
        Severity.Warning,
        "has no effect: files of a Git host are not fetched",
        "fetch them when you deploy, and name them with template_file"
    )]
    public object? Remote { get; set; }
}
