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

    /// <summary>
    /// Appends the events, all or none, and returns once they are as durable as the journal makes them. An event whose (source, id) is
    /// already kept is accepted and not stored again.
    /// </summary>
    /// <returns>How many of them were kept already.</returns>
    /// <exception cref="JournalUnavailableException">The journal cannot take them now; nothing was stored.</exception>
    ValueTask<int> AppendAsync(IReadOnlyList<EncodedEvent> events, CancellationToken cancellation);

    /// <summary>
    /// A reader of everything after that sequence; 0 reads from the oldest entry kept, and counts those before it as missed. After a sequence
    /// that is not there yet it reads nothing until there is more.
    /// </summary>
    IJournalReader OpenReader(long after);
}

/// <summary>A cursor of one reader in the journal; not safe for use by several at once.</summary>
internal interface IJournalReader
{
    /// <summary>The sequence of the last entry read or passed over.</summary>
    long Position { get; }

    /// <summary>Fills the span with the entries that come next, as many as there are now.</summary>
    JournalRead Read(Span<Entry> into);

    /// <summary>Returns once there is an entry after <see cref="Position"/>.</summary>
    /// <exception cref="JournalUnavailableException">The journal was closed, and there will be none.</exception>
    ValueTask WaitAsync(CancellationToken cancellation);
}

/// <summary>What one call of <see cref="IJournalReader.Read"/> found.</summary>
/// <param name="Count">How many entries it wrote.</param>
/// <param name="Missed">How many entries retention had removed between the reader's position and the first of them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JournalRead(int Count, long Missed);

/// <summary>The journal cannot take events now; who sends them should try again later.</summary>
internal sealed class JournalUnavailableException(string message, Exception? inner = null)
    : Exception(message, inner);
