using Freshet.Journal;
using Freshet.Pipelines.Letters;

namespace Freshet.Dashboard;

/// <summary>A dead letter, without what it holds.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="Component">Who gave it up.</param>
/// <param name="Kind"><c>sink</c> or <c>source</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When it was tried last, or refused.</param>
/// <param name="EventId">The event's id; null for what a source made no event of.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Sequence">The event's place in the journal.</param>
internal sealed record LetterSummary(
    string Id,
    string Component,
    string Kind,
    string Reason,
    int Attempts,
    DateTimeOffset At,
    string? EventId,
    string? Type,
    long? Sequence
)
{
    public static LetterSummary Of(KeptLetter kept) =>
        kept switch
        {
            KeptEvent { Letter: var letter } => new(
                kept.Id,
                letter.Sink,
                "sink",
                letter.Reason,
                letter.Attempts,
                letter.LastAttempt,
                letter.Item.Event.Id,
                letter.Item.Event.Type,
                letter.Item.Entry.Sequence
            ),
            KeptMessage { Message: var message } => new(
                kept.Id,
                message.Source,
                "source",
                message.Reason,
                0,
                message.At,
                null,
                null,
                null
            ),
            _ => throw new ArgumentException("a letter of an unknown kind", nameof(kept)),
        };
}

/// <summary>The dead letters that are not done with.</summary>
/// <param name="Total">How many.</param>
/// <param name="Letters">The newest of them, by their ids, which are in the order of time.</param>
internal sealed record ShelvedLetters(long Total, IReadOnlyList<LetterSummary> Letters);

/// <summary>
/// The dead letters of this server, which other processes may retry and drop too. Who looks again and again has its folder read once, and then only when something in it
/// is different.
/// </summary>
/// <param name="path">Their folder.</param>
internal sealed class LetterShelf(string path) : IDisposable
{
    /// <summary>How many are held in memory: with their reasons, some tens of megabytes at the very most.</summary>
    public const int Most = 10_000;

    private readonly DeadLetterFolder folder = new(path);
    private readonly SemaphoreSlim reading = new(1);
    private FolderStamp? stamp;
    private ShelvedLetters shelved = new(0, []);

    public void Dispose() => reading.Dispose();

    /// <summary>What there is now.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="JournalUnavailableException">It is of a version that this one does not know.</exception>
    public async ValueTask<ShelvedLetters> ReadAsync(CancellationToken cancellation)
    {
        await reading.WaitAsync(cancellation);
        try
        {
            var now = FolderStamp.Of(path);
            if (now != stamp)
            {
                shelved = Read(cancellation);
                stamp = now;
            }
            return shelved;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>The letter of that id; null where there is none, or it is done with.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async ValueTask<KeptLetter?> FindAsync(string id, CancellationToken cancellation)
    {
        await reading.WaitAsync(cancellation);
        try
        {
            foreach (var kept in folder.Open())
            {
                cancellation.ThrowIfCancellationRequested();
                if (kept.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
                {
                    return kept;
                }
            }
            return null;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>That letter was delivered, or is let go.</summary>
    /// <exception cref="IOException">That cannot be kept.</exception>
    public void Resolve(KeptLetter letter) => folder.Resolve(letter);

    private ShelvedLetters Read(CancellationToken cancellation)
    {
        var total = 0L;
        var kept = new Queue<LetterSummary>();
        foreach (var letter in folder.Open())
        {
            cancellation.ThrowIfCancellationRequested();
            total++;
            if (kept.Count == Most)
            {
                kept.Dequeue();
            }
            kept.Enqueue(LetterSummary.Of(letter));
        }
        return new(total, [.. kept.OrderBy(letter => letter.Id, StringComparer.Ordinal)]);
    }
}
