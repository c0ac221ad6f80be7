using Freshet.IntegrationTests.Links;
using Freshet.IntegrationTests.Running;
using Shouldly;

namespace Freshet.IntegrationTests.Polling;

/// <summary>A server whose one source polls, and what came into its journal.</summary>
internal sealed class PollingServer : IAsyncDisposable
{
    /// <summary>Rounds follow each other as fast as a test can look.</summary>
    public const string Quickly = "polling_interval = \"20ms\"";

    /// <summary>There is one round.</summary>
    public const string Once = "polling_interval = \"1d\"";

    private PollingServer(FreshetServer server, JournalRecorder journal) =>
        (Server, Journal) = (server, journal);

    public FreshetServer Server { get; }

    public CapturedLog Log => Server.Log;

    public JournalRecorder Journal { get; }

    public string? Trouble => Server.Sources.ShouldHaveSingleItem().Trouble;

    /// <param name="options">The source's.</param>
    /// <param name="folder">Where the journal is; null for memory.</param>
    /// <param name="rest">More tables.</param>
    /// <param name="time">Its clock.</param>
    public static async Task<PollingServer> StartAsync(
        string options,
        string? folder = null,
        string rest = "",
        TimeProvider? time = null
    )
    {
        var journal = new JournalRecorder();
        var toml = $"""
            {(folder is null ? "" : $"[journal]\npath = '{folder}'")}
            {JournalRecorder.Configuration}
            [sources.polled.extractor]
            type = "http_polling"
            {options}
            {rest}
            """;
        return new(await FreshetServer.StartAsync(toml, journal.Catalog, time: time), journal);
    }

    public int Count(string text) =>
        Log.Lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
