using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Links;
using Freshet.IntegrationTests.Running;
using Shouldly;

namespace Freshet.IntegrationTests.Terraform;

/// <summary>A server whose one source follows states, and what came into its journal.</summary>
internal sealed class StateServer : IAsyncDisposable
{
    /// <summary>Long enough that only notices of the system explain a look.</summary>
    public const string Never = "interval = \"1h\"";

    private const string Quickly = "interval = \"20ms\"";

    private readonly FreshetServer server;

    private StateServer(FreshetServer server, JournalRecorder journal) =>
        (this.server, Journal) = (server, journal);

    public CapturedLog Log => server.Log;

    /// <summary>What came, in order: action and address.</summary>
    public IReadOnlyList<string> Told =>
        [.. Data.Select(data => $"{data["action"]} {data["resource"]}")];

    public IReadOnlyList<JsonNode> Data =>
        [.. Journal.Bodies.Select(body => JsonNode.Parse(body)!["data"]!)];

    public JournalRecorder Journal { get; }

    public string? Trouble => server.Sources.ShouldHaveSingleItem().Trouble;

    /// <param name="place"><c>path = …</c> or <c>url = …</c>, and more options of the source.</param>
    /// <param name="folder">Where the journal is; null for memory.</param>
    public static async Task<StateServer> StartAsync(string place, string? folder = null)
    {
        var journal = new JournalRecorder();
        var interval = place.Contains("interval", StringComparison.Ordinal) ? "" : Quickly;
        var toml = $"""
            {(folder is null ? "" : $"[journal]\npath = '{folder}'")}
            {JournalRecorder.Configuration}
            [sources.state.extractor]
            type = "terraform_state"
            {place}
            {interval}
            """;
        return new(await FreshetServer.StartAsync(toml, journal.Catalog), journal);
    }

    /// <summary>Returns once a state is the one to begin with.</summary>
    public Task Begins(long serial) => Log.Shows("begins with serial", $"Serial={serial}");

    public int Count(string text) =>
        Log.Lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
