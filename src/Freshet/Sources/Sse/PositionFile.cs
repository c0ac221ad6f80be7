using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Sse;

/// <summary>
/// Keeps a source's place in a file: <c>{"id": …, "since": …, "saved_at": …}</c>, written to a file beside it, synced and renamed. The place in the file may
/// lie behind the journal, since what comes again is stored once; it never lies ahead. So it is saved at once only when there was nothing, and at
/// most once a second under load.
/// </summary>
/// <param name="path">The file; null to keep it in memory alone.</param>
/// <param name="handover">Where it is kept without a file.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what cannot be read or written.</param>
internal sealed partial class PositionFile(
    string? path,
    Handover handover,
    TimeProvider time,
    ILogger logger
)
{
    private const int LargestFile = 64 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<StreamPosition> latest = Channel.CreateBounded<StreamPosition>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    /// <summary>The file of the source of that name; other names never share it.</summary>
    public static string? PathOf(string? folder, string source) =>
        KeptPlace.PathOf(folder, "source", source);

    /// <summary>The place that was saved last; null where there is none.</summary>
    public StreamPosition? Load()
    {
        if (path is null)
        {
            return handover.TryFind<StreamPosition>(out var left) ? left : null;
        }
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new JsonException("the file is too large");
            }
            var saved = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
            var since = (string?)saved?["since"];
            DateTimeOffset? from =
                since is null ? null
                : Rfc3339.TryParse(since, out var time) ? time
                : throw new JsonException("since is no time");
            return saved is null
                ? throw new JsonException("it is no object")
                : new((string?)saved["id"], from);
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or FormatException
            )
        {
            // Not guessed: what the server still keeps comes again, and what the journal has of it is not stored twice.
            CannotRead(logger, path, fault.Message);
            return new(Since: DateTimeOffset.UnixEpoch);
        }
    }

    /// <summary>The place is reached: everything before it is in the journal.</summary>
    public void MoveTo(StreamPosition position) => latest.Writer.TryWrite(position);

    /// <summary>No place will follow.</summary>
    public void Complete() => latest.Writer.TryComplete();

    /// <summary>Saves places until <see cref="Complete"/>, the last one for sure.</summary>
    /// <param name="stopping">Ends the pauses between saves.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var position in latest.Reader.ReadAllAsync(CancellationToken.None))
        {
            Save(position);
            try
            {
                await Task.Delay(Pause, time, stopping);
            }
            catch (OperationCanceledException)
            {
                // The last place is saved without a pause.
            }
        }
    }

    private void Save(StreamPosition position)
    {
        if (path is null)
        {
            handover.Leave(position);
            return;
        }
        var saved = new JsonObject { ["id"] = position.LastEventId };
        if (position.Since is { } since)
        {
            saved["since"] = Rfc3339.Format(since);
        }
        saved["saved_at"] = Rfc3339.Format(time.GetUtcNow());
        try
        {
            DurableFile.Write(path, JsonText.Write(saved).Span);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The old one holds: after a restart more comes again.
            CannotWrite(logger, path, fault.Message);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "the place in the stream cannot be read from {Path}: {Reason}; the oldest events that the server keeps are asked for"
    )]
    private static partial void CannotRead(ILogger logger, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "the place in the stream cannot be kept in {Path}: {Reason}")]
    private static partial void CannotWrite(ILogger logger, string path, string reason);
}
