namespace Freshet.Sinks.Sse.Filtering;

/// <summary>
/// A name in which each <c>*</c> stands for any characters, also none; all else stands for itself. Between two stars only the first place of a text is
/// looked for: what a later place would leave room for, the earlier one does too. So no star is tried twice, and what a text costs is at most its
/// length times that of the longest piece between two stars, however many stars there are.
/// </summary>
/// <param name="pattern">The name, with one star or more.</param>
internal sealed class NamePattern(string pattern)
{
    private readonly string[] pieces = pattern.Split('*');

    /// <summary>Whether all of the text is as the pattern says, character by character.</summary>
    public bool Matches(string text)
    {
        var (first, last) = (pieces[0], pieces[^1]);
        if (
            text.Length < first.Length + last.Length
            || !text.StartsWith(first, StringComparison.Ordinal)
            || !text.EndsWith(last, StringComparison.Ordinal)
        )
        {
            return false;
        }
        var rest = text.AsSpan(first.Length, text.Length - first.Length - last.Length);
        foreach (var piece in pieces.AsSpan(1..^1))
        {
            var place = rest.IndexOf(piece, StringComparison.Ordinal);
            if (place < 0)
            {
                return false;
            }
            rest = rest[(place + piece.Length)..];
        }
        return true;
    }
}
