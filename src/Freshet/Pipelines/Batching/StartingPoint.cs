using Freshet.Events;
using Freshet.Journal;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines.Batching;

/// <summary>Finds where a run of a sink begins. In doubt that is earlier: an event that comes twice is better than one that never comes.</summary>
internal static partial class StartingPoint
{
    /// <param name="sink">The sink's name.</param>
    /// <param name="file">Where its last run left its checkpoint.</param>
    /// <param name="start">Where it begins without one.</param>
    /// <param name="journal">What it reads.</param>
    /// <param name="logger">Told where the checkpoint does not fit the journal.</param>
    public static Checkpoint Find(
        string sink,
        CheckpointFile file,
        SinkStart start,
        IJournal journal,
        ILogger logger
    )
    {
        var last = journal.LastSequence;
        var oldest = journal.Oldest?.Sequence ?? last + 1;
        if (file.Load(out var isBroken) is not { } saved)
        {
            var isNow = start == SinkStart.Now && !isBroken;
            var sequence = isNow ? last : oldest - 1;
            return new(sequence, WireIdAt(journal, sequence) ?? "");
        }
        if (saved.Sequence > last)
        {
            BeyondTheEnd(logger, sink, saved.Sequence, last);
            return new(oldest - 1, "");
        }
        var found = saved.Id.Length > 0 ? WireIdAt(journal, saved.Sequence) : null;
        if (found is not null && found != saved.Id)
        {
            OfAnotherJournal(logger, sink, saved.Sequence, saved.Id, found);
            return new(oldest - 1, "");
        }
        return saved;
    }

    /// <summary>The wire id of the entry with that sequence; null where it is not kept.</summary>
    private static string? WireIdAt(IJournal journal, long sequence)
    {
        if (sequence == 0)
        {
            return null;
        }
        using var reader = journal.OpenReader(sequence - 1);
        var entry = new Entry[1];
        return reader.Read(entry) is { Count: 1, Missed: 0 } ? entry[0].WireId : null;
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Sink} had come to {Sequence}, but the journal ends at {Last}: it is another one, or has lost its end; the sink begins with the oldest event that is kept"
    )]
    private static partial void BeyondTheEnd(ILogger logger, string sink, long sequence, long last);

    [LoggerMessage(
        LogLevel.Error,
        "{Sink} had come to {Sequence}, then {Saved}, which in this journal is {Found}: it is another one; the sink begins with the oldest event that is kept"
    )]
    private static partial void OfAnotherJournal(
        ILogger logger,
        string sink,
        long sequence,
        string saved,
        string found
    );
}
