using System.Globalization;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Sinks.Sse.Frames;

namespace Freshet.Sinks.Sse.Replaying;

/// <summary>
/// What stands in a frame's <c>id:</c>, and what a client says it has. That of an entry's only or first frame is the entry's
/// <see cref="Entry.WireId"/>; the n-th that a sink's transformers made of it has <c>#n</c> after that. Where a wire id itself ends like this,
/// transformed frames have <c>#1</c> too, so that each id names one frame.
/// </summary>
internal static class StreamId
{
    /// <summary>
    /// The longest that any frame has: an id whose every character was escaped, and two numbers. What is longer was never sent, and is not
    /// looked for.
    /// </summary>
    public const int Longest = (3 * EventRecogniser.LongestId) + 32;

    /// <summary>The id of the n-th frame that transformers made of an entry.</summary>
    public static string Of(Entry entry, int ordinal)
    {
        var wireId = entry.WireId;
        return ordinal == 1 && !TrySplit(wireId, out _, out _)
            ? wireId
            : string.Create(CultureInfo.InvariantCulture, $"{wireId}#{ordinal}");
    }

    /// <summary>The id of who has all frames of an entry, or wants none of them.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isTransformed">Whether an entry can have several frames.</param>
    public static string BehindAll(Entry entry, bool isTransformed) =>
        isTransformed
            ? string.Create(CultureInfo.InvariantCulture, $"{entry.WireId}#{int.MaxValue}")
            : entry.WireId;

    /// <summary>Where a client stands that says this was the last it got; false where the journal holds no such entry (any more).</summary>
    /// <param name="id">What the client says; anything.</param>
    /// <param name="journal">Knows the entry.</param>
    /// <param name="isTransformed">Whether an entry can have several frames.</param>
    /// <param name="place">The place.</param>
    public static bool TryResolve(
        string id,
        IJournal journal,
        bool isTransformed,
        out FramePlace place
    )
    {
        place = default;
        if (
            id.Length > Longest
            || id.AsSpan().ContainsAnyInRange('\0', '\x1F')
            || id.Contains('\x7F')
        )
        {
            return false;
        }
        var isNumbered = TrySplit(id, out var wireId, out var ordinal);
        if (!isTransformed)
        {
            // A number is one of a configuration that was different: of the entry that it belongs to, nothing more is due.
            var isKept =
                journal.TryFind(id, out var whole)
                || (isNumbered && journal.TryFind(wireId, out whole));
            place = FramePlace.EndOf(whole);
            return isKept;
        }
        if (isNumbered && journal.TryFind(wireId, out var sequence))
        {
            place = new(sequence, ordinal);
            return true;
        }
        var isFound = journal.TryFind(id, out sequence);
        place = new(sequence, 1);
        return isFound;
    }

    private static bool TrySplit(string id, out string wireId, out int ordinal)
    {
        var at = id.LastIndexOf('#');
        ordinal = 0;
        var isNumbered =
            at > 0
            && at + 1 < id.Length
            && id[at + 1] is >= '1' and <= '9'
            && int.TryParse(
                id.AsSpan(at + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out ordinal
            );
        wireId = isNumbered ? id[..at] : id;
        return isNumbered;
    }
}
