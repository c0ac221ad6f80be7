using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Journal;

namespace Freshet.Pipelines.Letters;

/// <summary>
/// <c>[dead_letters]</c>: where events are kept that a sink gave up, because they were refused or failed for too long, and messages that a source refused, which has nobody to
/// answer to. <c>freshet dead-letters</c> shows them, and delivers what sinks gave up after all.
/// </summary>
internal sealed class DeadLetterOptions
{
    /// <summary>The folder, relative to where the process was started; made with the first dead letter. No second process can use it at the same time.</summary>
    [MinLength(1)]
    public string Path { get; set; } = ".freshet/dead-letters";

    /// <summary>What is kept. The first limit that is reached counts.</summary>
    public DeadLetterRetention Retention { get; set; } = new();

    /// <summary>How the journal of them is kept: each is on the disk before its sink or source moves on.</summary>
    internal FileJournalSettings ToJournal() =>
        new(
            Path,
            SyncPolicy.Always,
            Retention.MaxAge,
            Retention.MaxBytes.Bytes,
            Retention.MaxEvents
        );
}

/// <summary><c>[dead_letters.retention]</c>: what is kept of the dead letters. A sixteenth of it goes at a time.</summary>
internal sealed class DeadLetterRetention
{
    /// <summary>Those that are older are removed. A quarter of a year: somebody has to look at them.</summary>
    [DurationRange("1s", "3650d")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How much they may take on the disk.</summary>
    [ByteRange("1KiB", "1TiB")]
    public ByteSize MaxBytes { get; set; } = new(1L << 30);

    /// <summary>How many are kept; by default as many as their size allows.</summary>
    [Range(1, 2_000_000_000)]
    public int MaxEvents { get; set; } = 100_000_000;
}
