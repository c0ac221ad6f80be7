using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;

namespace Freshet.IntegrationTests.Links;

/// <summary>A server whose one source is a stream, and what came into its journal.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private Collector(FreshetServer server, JournalRecorder journal)
    {
        Server = server;
        Journal = journal;
    }

    public FreshetServer Server { get; }

    public JournalRecorder Journal { get; }

    public CapturedLog Log => Server.Log;

    /// <summary>Starts it.</summary>
    /// <param name="url">The stream.</param>
    /// <param name="options">More options of the source; <c>retry</c> is short unless they say otherwise.</param>
    /// <param name="more">Further tables.</param>
    /// <param name="change">Changes the components that it is made of.</param>
    /// <param name="environment">The environment's variables.</param>
    public static async Task<Collector> StartAsync(
        Uri url,
        string options = "",
        string more = "",
        Func<ComponentCatalog, ComponentCatalog>? change = null,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var journal = new JournalRecorder();
        var retry = options.Contains("retry =", StringComparison.Ordinal) ? "" : "retry = \"1ms\"";
        var toml = $"""
            {JournalRecorder.Configuration}
            {more}
            [sources.link.extractor]
            type = "sse"
            url = "{url.OriginalString}"
            {retry}
            {options}
            """;
        var catalog = change is null ? journal.Catalog : change(journal.Catalog);
        var server = await FreshetServer.StartAsync(toml, catalog, environment);
        return new(server, journal);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
