using System.Text;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Links;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Shouldly;

namespace Freshet.IntegrationTests.Files;

/// <summary>A server whose one source takes files, and what came into its journal.</summary>
internal sealed class FilesServer : IAsyncDisposable
{
    /// <summary>Soon, so that tests need not wait.</summary>
    public const string Quickly = "polling_interval = \"20ms\"\nsettle = \"20ms\"";

    private FilesServer(FreshetServer server, JournalRecorder journal) =>
        (Server, Journal) = (server, journal);

    public FreshetServer Server { get; }

    public JournalRecorder Journal { get; }

    public CapturedLog Log => Server.Log;

    public string? Trouble => Server.Sources.ShouldHaveSingleItem().Trouble;

    /// <summary>The bodies of what came, in order.</summary>
    public IReadOnlyList<JsonNode> Bodies =>
        [.. Journal.Bodies.Select(body => JsonNode.Parse(body)!)];

    /// <summary>The paths of the files that the events are from.</summary>
    public IReadOnlyList<string> Paths =>
        [.. Metadata.Select(metadata => metadata["path"]!.GetValue<string>())];

    public IReadOnlyList<JsonNode> Metadata =>
        [
            .. Journal.Entries.Select(entry =>
                JsonNode.Parse(Encoding.UTF8.GetString(entry.Event.Metadata.Span))!
            ),
        ];

    /// <param name="options">Of the extractor, with its root.</param>
    /// <param name="journal">Where the journal is; null for memory.</param>
    /// <param name="more">More of the configuration.</param>
    /// <param name="source">More of the source's table.</param>
    public static async Task<FilesServer> StartAsync(
        string options,
        string? journal = null,
        string more = "",
        string source = ""
    )
    {
        var recorder = new JournalRecorder();
        var toml = $"""
            {(journal is null ? "" : $"[journal]\npath = '{journal}'")}
            {JournalRecorder.Configuration}
            [sources.files]
            {source}
            [sources.files.extractor]
            type = "opendal"
            {options}
            {(options.Contains("settle", StringComparison.Ordinal) ? "" : Quickly)}
            {more}
            """;
        return new(await FreshetServer.StartAsync(toml, recorder.Catalog), recorder);
    }

    /// <summary>How often that was logged.</summary>
    public int Count(string text) =>
        Log.Lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The messages that were refused, once there are so many.</summary>
    public async Task<IReadOnlyList<RefusedMessage>> RefusedAsync(int count)
    {
        IReadOnlyList<RefusedMessage> refused = [];
        await Eventually.Holds(
            () =>
            {
                refused =
                [
                    .. Server.DeadLetters.Open().OfType<KeptMessage>().Select(kept => kept.Message),
                ];
                return refused.Count >= count;
            },
            () => $"{refused.Count} of {count}\n{Log.Text}"
        );
        return refused;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
