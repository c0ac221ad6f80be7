using System.Runtime.InteropServices;
using Freshet.Events;

namespace Freshet.Journal;

/// <summary>
/// The log that every event passes through. What <see cref="AppendAsync"/> has returned for is kept until retention removes it, and every
/// reader sees the same entries in the same order.
/// </summary>
internal interface IJournal : IAsyncDisposable
{
    /// <summary>The sequence of the newest entry; 0 while there is none.</summary>
    long LastSequence { get; }

    /// <summary>The oldest entry that is kept and can be read; null while there is none.</summary>
    Entry? Oldest { get; }

    /// <summary>How many entries are kept, and how many bytes they take.</summary>
    JournalSize Size { get; }

    /// <summary>Why the journal cannot take events now, as an operator should read it; null while it can.</summary>
    string? Fault { get; }

    /// <summary>
    /// Appends the events, all or none, and returns once they are as durable as the journal makes them. An event whose
    /// <see cref="EncodedEvent.Key"/> is already kept is accepted and not stored again.
    /// </summary>
    /// <returns>How many of them were kept already.</returns>
    /// <exception cref="JournalUnavailableException">The journal cannot take them now; nothing was stored.</exception>
    ValueTask<int> AppendAsync(IReadOnlyList<EncodedEvent> events, CancellationToken cancellation);

    /// <summary>
    /// A reader of everything after that sequence; 0 reads from the oldest entry kept, and counts those before it as missed. After a sequence
    /// that is not there yet it reads nothing until there is more.
    /// </summary>
    IJournalReader OpenReader(long after);

    /// <summary>The sequence of the entry with that <see cref="Entry.WireId"/>; looked up, not searched.</summary>
    bool TryFind(string wireId, out long sequence);

    /// <summary>
    /// The sequence to read after for everything that was journaled at that time or later: that of the last entry before it, or the one before
    /// the oldest entry kept.
    /// </summary>
    long FindBefore(DateTimeOffset time);
}

/// <summary>A cursor of one reader in the journal; not safe for use by several at once.</summary>
internal interface IJournalReader : IDisposable
{
    /// <summary>The sequence of the last entry read or passed over.</summary>
    long Position { get; }

    /// <summary>
    /// Fills the span with the entries that come next, as many as there are now. What it cannot give, because it was removed or is damaged, it
    /// counts; it stops before a gap that is not at its beginning, so that the next call tells of it.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The journal was closed, and what comes next is no longer in memory.</exception>
    JournalRead Read(Span<Entry> into);

    /// <summary>Returns once there is an entry after <see cref="Position"/>.</summary>
    /// <exception cref="JournalUnavailableException">The journal was closed, and there will be none.</exception>
    ValueTask WaitAsync(CancellationToken cancellation);
}

/// <summary>What one call of <see cref="IJournalReader.Read"/> found.</summary>
/// <param name="Count">How many entries it wrote.</param>
/// <param name="Missed">How many entries between the reader's position and the first of them are gone: removed by retention, or damaged.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JournalRead(int Count, long Missed);

/// <summary>What a journal holds.</summary>
/// <param name="Entries">How many entries.</param>
/// <param name="Bytes">How many bytes they take where they are kept.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JournalSize(long Entries, long Bytes);

/// <summary>The journal cannot take events now; who sends them should try again later.</summary>
internal sealed class JournalUnavailableException(string message, Exception? inner = null)
    : Exception(message, inner);
