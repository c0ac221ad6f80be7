using System.Text;

namespace Freshet.Vrl.Yaml;

/// <summary>The text and how far it is read. The first fault stays.</summary>
internal sealed class YamlSource(string text)
{
    private int index;
    private int line;
    private int column;

    public YamlMark Mark => new(index, line, column);

    public int Column => column;

    /// <summary>What is wrong, in the words of libyaml; null while nothing is.</summary>
    public string? Error { get; private set; }

    private int Offset { get; set; }

    public bool IsAtEnd => Offset >= text.Length;

    /// <summary>The character here, or one further on; U+0000, which no text has, past the end.</summary>
    public char Peek(int ahead = 0) => Offset + ahead < text.Length ? text[Offset + ahead] : '\0';

    public bool IsBlank(int ahead = 0) => Peek(ahead) is ' ' or '\t';

    public bool IsBreak(int ahead = 0) => IsBreak(Peek(ahead));

    /// <summary>Whether a word cannot go on: space, the end of the line or of the text.</summary>
    public bool IsBlankOrEnd(int ahead = 0) => Peek(ahead) is ' ' or '\t' or '\0' || IsBreak(ahead);

    public bool IsBreakOrEnd => Peek() == '\0' || IsBreak();

    /// <summary>Whether a document starts or ends here: three hyphens or dots alone at the start of a line.</summary>
    public bool IsDocumentIndicator(char indicator) =>
        column == 0
        && Peek() == indicator
        && Peek(1) == indicator
        && Peek(2) == indicator
        && IsBlankOrEnd(3);

    public bool IsAnyDocumentIndicator => IsDocumentIndicator('-') || IsDocumentIndicator('.');

    /// <summary>The value of a hexadecimal digit; null where there is none.</summary>
    public int? HexDigit(int ahead) =>
        char.IsAsciiHexDigit(Peek(ahead))
            ? char.IsAsciiDigit(Peek(ahead))
                ? Peek(ahead) - '0'
                : (Peek(ahead) | 0x20) - 'a' + 10
            : null;

    /// <summary>Whether names of anchors and handles go on.</summary>
    public bool IsWord => char.IsAsciiLetterOrDigit(Peek()) || Peek() is '_' or '-';

    public void Skip(int count = 1)
    {
        for (; count > 0; count--)
        {
            if (!char.IsLowSurrogate(Peek()))
            {
                index++;
                column++;
            }
            Offset++;
        }
    }

    public void Read(StringBuilder into)
    {
        into.Append(Peek());
        Skip();
    }

    public void SkipBlanks()
    {
        while (IsBlank())
        {
            Skip();
        }
    }

    public void SkipComment()
    {
        if (Peek() != '#')
        {
            return;
        }
        while (!IsBreakOrEnd)
        {
            Skip();
        }
    }

    /// <summary>Goes to the next line, where this one ends.</summary>
    public void SkipBreak()
    {
        if (!IsBreak())
        {
            return;
        }
        var length = Peek() == '\r' && Peek(1) == '\n' ? 2 : 1;
        Offset += length;
        index += length;
        StartLine();
    }

    /// <summary>Like <see cref="SkipBreak"/>; the end of the line as it counts in content.</summary>
    public void ReadBreak(StringBuilder into)
    {
        if (!IsBreak())
        {
            return;
        }
        into.Append(Peek() is '\u2028' or '\u2029' ? Peek() : '\n');
        SkipBreak();
    }

    /// <summary>Counts what comes, if anything, as a new line.</summary>
    public void StartLine()
    {
        line++;
        column = 0;
    }

    /// <returns>False.</returns>
    public bool Fail(
        string problem,
        YamlMark place,
        string? context = null,
        YamlMark from = default
    )
    {
        if (Error is null)
        {
            Error = place.IsStart ? problem : $"{problem} at {place}";
            if (context is not null)
            {
                Error +=
                    from.IsStart || (from.Line, from.Column) == (place.Line, place.Column)
                        ? $", {context}"
                        : $", {context} at {from}";
            }
        }
        return false;
    }

    /// <summary>Fails here.</summary>
    /// <returns>False.</returns>
    public bool Fail(string problem, string context, YamlMark from) =>
        Fail(problem, Mark, context, from);

    private static bool IsBreak(char character) =>
        character is '\r' or '\n' or '\u0085' or '\u2028' or '\u2029';
}
