using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;

namespace Freshet.IntegrationTests.Clients;

/// <summary>A browser's <c>EventSource</c>, as npm's <c>eventsource</c> brings it to node: <c>tests/clients/listen.mjs</c>.</summary>
internal sealed class EventSourceClient : IAsyncDisposable
{
    private readonly ChildProcess node;

    private EventSourceClient(ChildProcess node) => this.node = node;

    /// <summary>What it heard, in order.</summary>
    public IReadOnlyList<JsonNode> Heard =>
        [
            .. node
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!),
        ];

    /// <param name="url">The stream.</param>
    /// <param name="headers">What it sends along.</param>
    /// <param name="events">The names that it listens to beside <c>message</c> and <c>error</c>.</param>
    public static EventSourceClient Start(
        Uri url,
        IReadOnlyDictionary<string, string> headers,
        params string[] events
    )
    {
        var folder = Repository.At("tests", "clients");
        Directory
            .Exists(Path.Combine(folder, "node_modules"))
            .ShouldBeTrue($"run \"npm ci\" in {folder}");
        return new(
            ChildProcess.Start(
                "node",
                "apt-get install nodejs npm",
                [
                    Path.Combine(folder, "listen.mjs"),
                    url.ToString(),
                    JsonSerializer.Serialize(headers),
                    .. events,
                ]
            )
        );
    }

    /// <summary>Returns once it heard something of which this holds.</summary>
    public async Task<JsonNode> Hears(Func<JsonNode, bool> what)
    {
        JsonNode? found = null;
        await Eventually.Holds(
            () => (found = Heard.FirstOrDefault(what)) is not null,
            () => $"{node.Output}\n{node.Errors}"
        );
        return found!;
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();
}
