using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.HttpPolling;

/// <summary>How far a source has come.</summary>
/// <param name="After">Everything before is in the journal, or among the dead letters.</param>
/// <param name="Before">The end of the round that was begun and is not done; null where none is.</param>
/// <param name="Seen">What requests got last.</param>
internal sealed record PollPlace(
    DateTimeOffset After,
    DateTimeOffset? Before,
    IReadOnlyDictionary<string, SeenResponse> Seen
);

/// <summary>
/// Keeps that in a file: <c>{"ts_after": …, "ts_before": …, "responses": {KEY: {"digest": …, "stamp": …, "at": …, "etag": …, "last_modified": …}}}</c>. The window is written before
/// its round begins, so that after a crash the same is asked for again, and makes the same ids.
/// </summary>
/// <param name="path">The file; null to keep it in memory alone.</param>
/// <param name="handover">Where it is kept without a file.</param>
/// <param name="logger">Told of what cannot be read or written.</param>
internal sealed partial class PollCursor(string? path, Handover handover, ILogger logger)
{
    private const int LargestFile = 16 << 20;

    private bool hasFailed;

    /// <summary>What was saved last; null where there is nothing, or nothing that can be read, which is told.</summary>
    public PollPlace? Load()
    {
        if (path is null)
        {
            return handover.TryFind<PollPlace>(out var left) ? left : null;
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
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                JsonText.DocumentOptions
            );
            return Read(document.RootElement);
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
            )
        {
            // Not guessed: it begins anew, and what the journal has is not stored twice.
            CannotRead(logger, path, fault.Message);
            return null;
        }
    }

    /// <summary>Returns once it is on the disk, or that it is not was told.</summary>
    public void Save(PollPlace place)
    {
        if (path is null)
        {
            // What it has seen goes on changing.
            handover.Leave(place with { Seen = place.Seen.ToDictionary() });
            return;
        }
        try
        {
            DurableFile.Write(path, Write(place).Span);
            hasFailed = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The old one holds: after a restart more is asked for again.
            if (!hasFailed)
            {
                CannotWrite(logger, path, fault.Message);
            }
            hasFailed = true;
        }
    }

    private static PollPlace Read(JsonElement root)
    {
        var seen = new Dictionary<string, SeenResponse>(StringComparer.Ordinal);
        foreach (var response in root.GetProperty("responses").EnumerateObject())
        {
            var value = response.Value;
            seen.Add(
                response.Name,
                new(
                    value.GetProperty("digest").GetString() ?? "",
                    value.GetProperty("stamp").GetInt64(),
                    TimeOf(value.GetProperty("at")),
                    value.GetProperty("etag").GetString(),
                    value.GetProperty("last_modified").GetString()
                )
            );
        }
        return new(
            TimeOf(root.GetProperty("ts_after")),
            root.TryGetProperty("ts_before", out var before) ? TimeOf(before) : null,
            seen
        );
    }

    private static DateTimeOffset TimeOf(JsonElement value) =>
        Rfc3339.TryParse(value.GetString(), out var time)
            ? time
            : throw new JsonException("there is no time where one is expected");

    private static ReadOnlyMemory<byte> Write(PollPlace place)
    {
        var responses = new JsonObject();
        foreach (var (key, response) in place.Seen)
        {
            responses[key] = new JsonObject
            {
                ["digest"] = response.Digest,
                ["stamp"] = response.Stamp,
                ["at"] = Rfc3339.Format(response.At),
                ["etag"] = response.Tag,
                ["last_modified"] = response.Modified,
            };
        }
        var saved = new JsonObject { ["ts_after"] = Rfc3339.Format(place.After) };
        if (place.Before is { } before)
        {
            saved["ts_before"] = Rfc3339.Format(before);
        }
        saved["responses"] = responses;
        return JsonText.Write(saved);
    }

    [LoggerMessage(
        LogLevel.Error,
        "how far polling has come cannot be read from {Path}: {Reason}; it begins with ts_after as configured"
    )]
    private static partial void CannotRead(ILogger logger, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "how far polling has come cannot be kept in {Path}: {Reason}")]
    private static partial void CannotWrite(ILogger logger, string path, string reason);
}
