using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;

namespace Freshet.Journal;

/// <summary><c>[journal]</c>: where events are kept, and for how long.</summary>
internal sealed class JournalOptions
{
    /// <summary>Where events are kept. <c>memory</c>: in this process, and gone with it.</summary>
    public JournalType Type { get; set; } = JournalType.Memory;

    /// <summary>What is kept. The first limit that is reached counts; the newest event is always kept.</summary>
    public RetentionOptions Retention { get; set; } = new();
}

/// <summary>The kinds of journal.</summary>
internal enum JournalType
{
    Memory,
}

/// <summary><c>[journal.retention]</c>: what the journal keeps.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Events older than this are removed when the next one arrives. A week outlasts a holiday weekend.</summary>
    [DurationRange("1s", "3650d")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How much the kept events may take. A quarter of a gigabyte is what a small container can spare.</summary>
    [ByteRange("1KiB", "1TiB")]
    public ByteSize MaxBytes { get; set; } = new(256L << 20);

    /// <summary>How many events are kept: a day at one a second.</summary>
    [Range(1, 100_000_000)]
    public int MaxEvents { get; set; } = 100_000;
}
