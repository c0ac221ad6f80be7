using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Journal;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines.Batching;

/// <summary>
/// Keeps a sink's checkpoint: <c>{"sequence": …, "id": …, "saved_at": …}</c>, written to a file beside it, synced and renamed, so that there is always
/// the old one or the new one.
/// </summary>
/// <param name="path">The file; null to keep it in memory alone.</param>
/// <param name="handover">Where it is kept without a file.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what cannot be read or written.</param>
internal sealed partial class CheckpointFile(
    string? path,
    Handover handover,
    TimeProvider time,
    ILogger logger
)
{
    private const int LargestFile = 64 * 1024;

    private bool isFailing;

    /// <summary>The file of the sink of that name; other names never share it.</summary>
    public static string? PathOf(string? folder, string sink) =>
        KeptPlace.PathOf(folder, "sink", sink);

    /// <summary>The checkpoint that was saved last; null where there is none.</summary>
    /// <param name="isBroken">Whether there is one that cannot be read; that was told then.</param>
    public Checkpoint? Load(out bool isBroken)
    {
        isBroken = false;
        if (path is null)
        {
            return handover.TryFind<Checkpoint>(out var left) ? left : null;
        }
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new JsonException("it is too large");
            }
            var saved =
                JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject
                ?? throw new JsonException("it is no object");
            var sequence =
                (long?)saved["sequence"] ?? throw new JsonException("it has no sequence");
            if (sequence < 0)
            {
                throw new JsonException("its sequence is negative");
            }
            return new(sequence, (string?)saved["id"] ?? "");
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
            CannotRead(logger, path, fault.Message);
            isBroken = true;
            return null;
        }
    }

    /// <summary>Saves the checkpoint. Where that fails the old one holds: after a restart more is delivered again.</summary>
    /// <returns>Whether it is saved.</returns>
    public bool Save(Checkpoint checkpoint)
    {
        if (path is null)
        {
            handover.Leave(checkpoint);
            return true;
        }
        var saved = new JsonObject
        {
            ["sequence"] = checkpoint.Sequence,
            ["id"] = checkpoint.Id,
            ["saved_at"] = Rfc3339.Format(time.GetUtcNow()),
        };
        try
        {
            DurableFile.Write(path, JsonText.Write(saved).Span);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Told once, not with each batch, until it works again.
            if (!isFailing)
            {
                CannotWrite(logger, path, fault.Message);
            }
            isFailing = true;
            return false;
        }
        isFailing = false;
        return true;
    }

    [LoggerMessage(
        LogLevel.Error,
        "the checkpoint {Path} cannot be read: {Reason}; the sink begins with the oldest event that is kept, so that some may be delivered again"
    )]
    private static partial void CannotRead(ILogger logger, string path, string reason);

    [LoggerMessage(
        LogLevel.Error,
        "the checkpoint {Path} cannot be written: {Reason}; the sink goes on, and after a restart delivers again what it has delivered since"
    )]
    private static partial void CannotWrite(ILogger logger, string path, string reason);
}
