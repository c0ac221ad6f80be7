using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;

namespace Freshet.Journal;

/// <summary><c>[journal]</c>: where events are kept, and for how long.</summary>
internal sealed class JournalOptions : ICheckOptions
{
    /// <summary>Where events are kept. <c>file</c>: on the disk, so that they outlast this process. <c>memory</c>: in this process, and gone with it.</summary>
    public JournalType Type { get; set; } = JournalType.File;

    /// <summary>The folder of a journal of type <c>file</c>; made where it is absent, for this user alone. Relative to where the process was started. No second process can use it at the same time.</summary>
    public string Path { get; set; } = ".freshet/journal";

    /// <summary>
    /// When a journal of type <c>file</c> syncs to the disk. <c>always</c>, the default: before an event is acknowledged, all that wait at once, so that even a loss of
    /// power loses nothing that was. <c>interval:100ms</c>: so often, and a loss of power may cost what was acknowledged since. <c>never</c>: when the
    /// operating system does. Under each of them the end of the process alone, however sudden, loses nothing that was acknowledged.
    /// </summary>
    public SyncPolicy Fsync { get; set; } = SyncPolicy.Always;

    /// <summary>What is kept. The first limit that is reached counts; the newest event is always kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    public void Check(OptionsScope scope)
    {
        if (Path.Length == 0 || Path.Contains('\0'))
        {
            scope.Error("path", "journal.path must name a folder");
        }
    }
}

/// <summary>The kinds of journal.</summary>
internal enum JournalType
{
    File,
    Memory,
}

/// <summary>
/// <c>[journal.retention]</c>: what the journal keeps. A journal of type <c>file</c> removes a sixteenth of it at a time, so that it may keep that much
/// more or less.
/// </summary>
internal sealed class RetentionOptions
{
    /// <summary>Events older than this are removed when the next one arrives. A week outlasts a holiday weekend.</summary>
    [DurationRange("1s", "3650d")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How much the kept events may take. By default <c>1GiB</c> of disk for <c>file</c>, which any machine can spare, and <c>256MiB</c> for <c>memory</c>, which a small
    /// container can.
    /// </summary>
    [ByteRange("1KiB", "1TiB")]
    public ByteSize? MaxBytes { get; set; }

    /// <summary>
    /// How many events are kept. By default <c>100_000_000</c> for <c>file</c>, so that their size counts first, and <c>100_000</c> for <c>memory</c>: a day at one a
    /// second.
    /// </summary>
    [Range(1, 2_000_000_000)]
    public int? MaxEvents { get; set; }
}
