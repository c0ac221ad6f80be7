using System.Collections.Concurrent;
using System.Text;
using Freshet.Events;
using Freshet.IntegrationTests.Running;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.IntegrationTests.Links;

/// <summary>A sink that remembers what is in its server's journal, from the oldest entry on.</summary>
internal sealed class JournalRecorder : ISink
{
    private readonly ConcurrentQueue<Entry> entries = new();

    /// <summary>The table that puts it into a configuration.</summary>
    public const string Configuration = """
        [sinks.recorder]
        type = "recorder"

        """;

    public IReadOnlyList<Entry> Entries => [.. entries];

    /// <summary>The JSON of every entry.</summary>
    public IReadOnlyList<string> Bodies =>
        [.. entries.Select(entry => Encoding.UTF8.GetString(entry.Event.Json.Span))];

    public IReadOnlyList<string> Ids => [.. entries.Select(entry => entry.Event.Id)];

    /// <summary>The components that are compiled in and this one.</summary>
    public ComponentCatalog Catalog =>
        TestCatalog.Copy().Sink<RecorderOptions>("recorder", (_, _) => this);

    /// <summary>Returns once there are so many entries.</summary>
    public Task HoldsAsync(int count) =>
        Eventually.Holds(
            () => entries.Count >= count,
            () => $"wanted {count}, found {entries.Count}:\n{string.Join('\n', Bodies)}"
        );

    public async Task RunAsync(IJournal input, CancellationToken stopping)
    {
        using var reader = input.OpenReader(0);
        var buffer = new Entry[100];
        while (true)
        {
            var read = reader.Read(buffer);
            foreach (var entry in buffer.Take(read.Count))
            {
                entries.Enqueue(entry);
            }
            if (read.Count == 0)
            {
                await reader.WaitAsync(stopping);
            }
        }
    }

    internal sealed class RecorderOptions;
}
