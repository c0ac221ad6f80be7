using System.Buffers;
using System.Globalization;
using System.Text;

namespace Freshet.Toml;

/// <summary>A position in a document that moves forward over blanks and comments, and the place where errors are reported.</summary>
internal sealed class TomlScanner(SourceText source, ICollection<Diagnostic> diagnostics)
{
    // What ends a comment: a line's end, or a control character (which is an error).
    private static readonly SearchValues<char> CommentEnds = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Append(0x7f).Select(c => (char)c).Where(c => c != '\t'),
    ]);

    // What ends a value that has no quotes or brackets of its own.
    private static readonly SearchValues<char> WordEnds = SearchValues.Create([
        .. Enumerable.Range(0, 0x21).Append(0x7f).Select(c => (char)c),
        ',',
        ']',
        '}',
        '#',
    ]);

    private int errors;

    public string Text => source.Text;

    public int Position { get; set; }

    public bool AtEnd => Position >= Text.Length;

    /// <summary>The character at the position; at the end, a NUL (which is no valid character of TOML anywhere).</summary>
    public char Current => Position < Text.Length ? Text[Position] : '\0';

    public bool AtNewline => Current == '\n' || (Current == '\r' && Follows("\r\n"));

    /// <summary>Whether nothing but a comment is left of the line.</summary>
    public bool AtLineEnd => AtEnd || AtNewline || Current == '#';

    public bool Follows(string expected) => Text.AsSpan(Position).StartsWith(expected);

    /// <summary>Moves past the character if it is there.</summary>
    public bool Take(char expected)
    {
        if (AtEnd || Text[Position] != expected)
        {
            return false;
        }
        Position++;
        return true;
    }

    public bool TakeNewline()
    {
        if (!AtNewline)
        {
            return false;
        }
        Position += Current == '\r' ? 2 : 1;
        return true;
    }

    public void SkipSpaces()
    {
        while (Current is ' ' or '\t')
        {
            Position++;
        }
    }

    /// <summary>Moves past spaces, line ends and comments.</summary>
    public void SkipBlank()
    {
        do
        {
            SkipSpaces();
            SkipComment();
        } while (!GaveUp && TakeNewline());
    }

    /// <summary>Moves past a comment, if one begins here, up to the line's end.</summary>
    public void SkipComment()
    {
        if (Current != '#')
        {
            return;
        }
        MoveToAny(CommentEnds);
        if (!AtEnd && !AtNewline)
        {
            ReportUnexpected("the end of the comment");
            SkipLine();
        }
    }

    /// <summary>Moves to the line's end, whatever is before it.</summary>
    public void SkipLine()
    {
        var end = Text.IndexOf('\n', Math.Min(Position, Text.Length));
        Position = end < 0 ? Text.Length : end;
    }

    /// <summary>Moves to the next of the characters, or to the end.</summary>
    public void MoveToAny(SearchValues<char> characters)
    {
        var distance = Text.AsSpan(Position).IndexOfAny(characters);
        Position = distance < 0 ? Text.Length : Position + distance;
    }

    /// <summary>Takes what could be a number, a date or <c>true</c>: all up to a space, separator or comment.</summary>
    public ReadOnlySpan<char> TakeWord()
    {
        var start = Position;
        MoveToAny(WordEnds);
        return Text.AsSpan(start, Position - start);
    }

    public Location At(int start, int end) => source.At(start, end);

    public Location From(int start) => source.At(start, Position);

    public Location Stretch(Location opening) => source.Stretch(opening, Position);

    public void Report(string message, Location location, string? hint = null) =>
        Report(new Diagnostic(Severity.Error, message, location, hint));

    public void Report(Diagnostic diagnostic)
    {
        if (GaveUp)
        {
            return;
        }
        diagnostics.Add(diagnostic);
        errors++;
    }

    /// <summary>Whether there were so many errors that the rest need not be read.</summary>
    public bool GaveUp => errors == TomlReader.MaxErrors;

    /// <summary>Reports that something else than <paramref name="expected"/> stands at the position.</summary>
    public void ReportUnexpected(string expected, string? hint = null)
    {
        var here = source.At(Position, Position + 1);
        switch (Current)
        {
            case var _ when AtEnd:
                Report($"expected {expected}, found the end of the document", here, hint);
                break;
            case var _ when AtNewline:
                Report($"expected {expected}, found the end of the line", here, hint);
                break;
            case '\r':
                Report(
                    "a carriage return is only allowed before a line feed",
                    here,
                    "end lines with LF or CRLF"
                );
                break;
            case '\0':
                Report(
                    "a NUL character is not allowed",
                    here,
                    "if the file is UTF-16, save it as UTF-8"
                );
                break;
            case var c when char.IsControl(c) && c != '\t':
                Report(
                    $"the control character U+{(int)c:X4} is not allowed",
                    here,
                    "in a string, write it as an escape in double quotes: " + $"\"\\u{(int)c:x4}\""
                );
                break;
            case '\uFEFF':
                Report("a byte order mark (U+FEFF) is only allowed at the start of the file", here);
                break;
            default:
                Rune.DecodeFromUtf16(Text.AsSpan(Position), out var rune, out _);
                Report($"expected {expected}, found {Show(rune)}", here, hint);
                break;
        }
    }

    private static string Show(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
            ? $"the character U+{rune.Value:X4}"
            : $"`{rune}`";
}
