namespace Freshet.Toml;

/// <summary>A document's text, and the way from an index in it to a <see cref="Location"/>.</summary>
/// <remarks>
/// It remembers the last line and column that were asked for, so that asking in the order of the text costs one pass over it
/// however long its lines are. Asking backwards is right too, but starts over.
/// </remarks>
internal sealed class SourceText(string origin, string text)
{
    private int line = 1;
    private int lineStart;
    private int lineEnd = EndOfLine(text, 0);
    private string? lineText;
    private int knownIndex;
    private int knownColumn = 1;

    public string Text => text;

    private string LineText => lineText ??= text[lineStart..TrimmedEnd];

    /// <summary>The end of the line without the carriage return of a CRLF.</summary>
    private int TrimmedEnd =>
        lineEnd < text.Length && lineEnd > lineStart && text[lineEnd - 1] == '\r'
            ? lineEnd - 1
            : lineEnd;

    /// <summary>The place from <paramref name="start"/> up to <paramref name="end"/>, or up to the end of its first line.</summary>
    public Location At(int start, int end)
    {
        MoveTo(start);
        var column = ColumnOf(start);
        var stop = Math.Min(end, TrimmedEnd);
        var length = stop > start ? ColumnOf(stop) - column : 1;
        return new Location(origin, line, column, length, LineText);
    }

    /// <summary>The place of something that began at <paramref name="opening"/> and was found to end before <paramref name="end"/>.</summary>
    public Location Stretch(Location opening, int end)
    {
        MoveTo(end - 1);
        var stop =
            line == opening.Line ? ColumnOf(end) : CountScalars(opening.LineText.AsSpan()) + 1;
        return opening with { Length = Math.Max(1, stop - opening.Column) };
    }

    private void MoveTo(int index)
    {
        if (index < lineStart)
        {
            (line, lineStart) = (0, -1);
            lineEnd = -1;
        }
        while (index > lineEnd)
        {
            line++;
            lineStart = lineEnd + 1;
            lineEnd = EndOfLine(text, lineStart);
            lineText = null;
            (knownIndex, knownColumn) = (lineStart, 1);
        }
    }

    private int ColumnOf(int index)
    {
        if (index < knownIndex)
        {
            (knownIndex, knownColumn) = (lineStart, 1);
        }
        knownColumn += CountScalars(text.AsSpan(knownIndex, index - knownIndex));
        knownIndex = index;
        return knownColumn;
    }

    private static int EndOfLine(string text, int from)
    {
        var end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Characters as Unicode counts them: a surrogate pair is one.</summary>
    private static int CountScalars(ReadOnlySpan<char> span)
    {
        var count = span.Length;
        int low;
        while ((low = span.IndexOfAnyInRange('\uDC00', '\uDFFF')) >= 0)
        {
            count--;
            span = span[(low + 1)..];
        }
        return count;
    }
}
