using System.Text;

namespace Freshet.Vrl.Yaml;

/// <summary>Reads scalars in all their styles. Each of the methods says false where it failed the source.</summary>
internal static class YamlScalars
{
    private const string Block = "while scanning a block scalar";
    private const string Quoted = "while scanning a quoted scalar";
    private const string QuotedEscape = "while parsing a quoted scalar";
    private const string Plain = "while scanning a plain scalar";

    private enum Chomping
    {
        Clip,
        Strip,
        Keep,
    }

    /// <summary>Lines as they are (<c>|</c>), or folded (<c>&gt;</c>).</summary>
    /// <param name="parentIndent">The column of the collection that the scalar is in; -1 if in none.</param>
    public static bool TryReadBlock(YamlSource source, int parentIndent, out YamlToken token)
    {
        token = default;
        var start = source.Mark;
        var isLiteral = source.Peek() == '|';
        source.Skip();
        if (!TryReadBlockHeader(source, start, out var chomping, out var indent))
        {
            return false;
        }
        if (indent > 0 && parentIndent >= 0)
        {
            indent += parentIndent;
        }
        var text = new StringBuilder();
        var lineBreak = new StringBuilder();
        var emptyLines = new StringBuilder();
        if (!TryReadEmptyLines(source, start, parentIndent, ref indent, emptyLines))
        {
            return false;
        }
        var wasBlank = false;
        while (source.Column == indent && !source.IsAtEnd)
        {
            var isFolded = !isLiteral && lineBreak is ['\n'] && !wasBlank && !source.IsBlank();
            if (!isFolded)
            {
                text.Append(lineBreak);
            }
            else if (emptyLines.Length == 0)
            {
                text.Append(' ');
            }
            text.Append(emptyLines);
            lineBreak.Clear();
            emptyLines.Clear();
            wasBlank = source.IsBlank();
            while (!source.IsBreakOrEnd)
            {
                source.Read(text);
            }
            source.ReadBreak(lineBreak);
            if (!TryReadEmptyLines(source, start, parentIndent, ref indent, emptyLines))
            {
                return false;
            }
        }
        if (chomping != Chomping.Strip)
        {
            text.Append(lineBreak);
        }
        if (chomping == Chomping.Keep)
        {
            text.Append(emptyLines);
        }
        token = new(YamlTokenKind.Quoted, start, source.Mark, text.ToString());
        return true;
    }

    /// <summary>Text in single or double quotes.</summary>
    public static bool TryReadQuoted(YamlSource source, out YamlToken token)
    {
        token = default;
        var start = source.Mark;
        var quote = source.Peek();
        source.Skip();
        var text = new StringBuilder();
        var space = new Folding();
        while (true)
        {
            if (source.IsAnyDocumentIndicator)
            {
                return source.Fail("found unexpected document indicator", Quoted, start);
            }
            if (source.IsAtEnd)
            {
                return source.Fail("found unexpected end of stream", Quoted, start);
            }
            if (!TryReadQuotedWord(source, quote, start, text, out var isContinued))
            {
                return false;
            }
            if (source.Peek() == quote)
            {
                break;
            }
            space.Read(source, isContinued);
            space.Write(text);
        }
        source.Skip();
        token = new(YamlTokenKind.Quoted, start, source.Mark, text.ToString());
        return true;
    }

    /// <summary>Text without quotes.</summary>
    /// <param name="isLineStarted">Whether a new line was started after the text.</param>
    public static bool TryReadPlain(
        YamlSource source,
        int parentIndent,
        bool isInFlow,
        out YamlToken token,
        out bool isLineStarted
    )
    {
        token = default;
        isLineStarted = false;
        var start = source.Mark;
        var end = start;
        var text = new StringBuilder();
        var space = new Folding();
        while (!source.IsAnyDocumentIndicator && source.Peek() != '#')
        {
            for (; !source.IsBlankOrEnd(); end = source.Mark)
            {
                if (
                    isInFlow
                    && source.Peek() == ':'
                    && (source.Peek(1) == '?' || IsFlowIndicator(source.Peek(1)))
                )
                {
                    return source.Fail("found unexpected ':'", Plain, start);
                }
                if (
                    (source.Peek() == ':' && source.IsBlankOrEnd(1))
                    || (isInFlow && IsFlowIndicator(source.Peek()))
                )
                {
                    break;
                }
                space.Write(text);
                source.Read(text);
            }
            if (!source.IsBlank() && !source.IsBreak())
            {
                break;
            }
            if (!space.TryReadIndented(source, parentIndent + 1))
            {
                return source.Fail("found a tab character that violates indentation", Plain, start);
            }
            if (!isInFlow && source.Column <= parentIndent)
            {
                break;
            }
        }
        isLineStarted = space.HasBreak;
        token = new(YamlTokenKind.Plain, start, end, text.ToString());
        return true;
    }

    private static bool IsFlowIndicator(char character) =>
        character is ',' or '[' or ']' or '{' or '}';

    private static bool TryReadBlockHeader(
        YamlSource source,
        YamlMark start,
        out Chomping chomping,
        out int indent
    )
    {
        chomping = Chomping.Clip;
        indent = 0;
        var hasChomping = TryReadChomping(source, ref chomping);
        if (char.IsAsciiDigit(source.Peek()))
        {
            if (source.Peek() == '0')
            {
                return source.Fail("found an indentation indicator equal to 0", Block, start);
            }
            indent = source.Peek() - '0';
            source.Skip();
            if (!hasChomping)
            {
                TryReadChomping(source, ref chomping);
            }
        }
        source.SkipBlanks();
        source.SkipComment();
        if (!source.IsBreakOrEnd)
        {
            return source.Fail("did not find expected comment or line break", Block, start);
        }
        source.SkipBreak();
        return true;
    }

    private static bool TryReadChomping(YamlSource source, ref Chomping chomping)
    {
        if (source.Peek() is not ('+' or '-'))
        {
            return false;
        }
        chomping = source.Peek() == '+' ? Chomping.Keep : Chomping.Strip;
        source.Skip();
        return true;
    }

    /// <summary>Reads empty lines and the indentation of the one after; tells the indentation where it is not known yet (0).</summary>
    private static bool TryReadEmptyLines(
        YamlSource source,
        YamlMark start,
        int parentIndent,
        ref int indent,
        StringBuilder into
    )
    {
        var deepest = 0;
        while (true)
        {
            while ((indent == 0 || source.Column < indent) && source.Peek() == ' ')
            {
                source.Skip();
            }
            deepest = Math.Max(deepest, source.Column);
            if ((indent == 0 || source.Column < indent) && source.Peek() == '\t')
            {
                return source.Fail(
                    "found a tab character where an indentation space is expected",
                    Block,
                    start
                );
            }
            if (!source.IsBreak())
            {
                break;
            }
            source.ReadBreak(into);
        }
        if (indent == 0)
        {
            indent = Math.Max(deepest, Math.Max(parentIndent + 1, 1));
        }
        return true;
    }

    /// <param name="isContinued">Whether the word ended with a backslash at the end of its line.</param>
    private static bool TryReadQuotedWord(
        YamlSource source,
        char quote,
        YamlMark start,
        StringBuilder text,
        out bool isContinued
    )
    {
        isContinued = false;
        while (!source.IsBlankOrEnd())
        {
            var isEscape = quote == '"' && source.Peek() == '\\';
            if (quote == '\'' && source.Peek() == quote && source.Peek(1) == quote)
            {
                text.Append(quote);
                source.Skip(2);
            }
            else if (source.Peek() == quote)
            {
                break;
            }
            else if (isEscape && source.IsBreak(1))
            {
                source.Skip();
                source.SkipBreak();
                isContinued = true;
                break;
            }
            else if (isEscape)
            {
                if (!TryReadEscape(source, start, text))
                {
                    return false;
                }
            }
            else
            {
                source.Read(text);
            }
        }
        return true;
    }

    private static bool TryReadEscape(YamlSource source, YamlMark start, StringBuilder text)
    {
        var digits = source.Peek(1) switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if (digits == 0)
        {
            if (Unescape(source.Peek(1)) is not { } character)
            {
                return source.Fail("found unknown escape character", QuotedEscape, start);
            }
            text.Append(character);
            source.Skip(2);
            return true;
        }
        source.Skip(2);
        uint code = 0;
        for (var digit = 0; digit < digits; digit++)
        {
            if (source.HexDigit(digit) is not { } value)
            {
                return source.Fail("did not find expected hexdecimal number", QuotedEscape, start);
            }
            code = (code << 4) | (uint)value;
        }
        if (!Rune.IsValid(code))
        {
            return source.Fail("found invalid Unicode character escape code", QuotedEscape, start);
        }
        text.Append(new Rune(code).ToString());
        source.Skip(digits);
        return true;
    }

    private static char? Unescape(char letter) =>
        letter switch
        {
            '0' => '\0',
            'a' => '\a',
            'b' => '\b',
            't' or '\t' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            'e' => '\e',
            ' ' or '"' or '/' or '\\' => letter,
            'N' => '\u0085',
            '_' => '\u00A0',
            'L' => '\u2028',
            'P' => '\u2029',
            _ => null,
        };

    /// <summary>Space between words, read and not yet written: one line's end counts as a space, each further one as such.</summary>
    private sealed class Folding
    {
        private readonly StringBuilder blanks = new();
        private readonly StringBuilder firstBreak = new();
        private readonly StringBuilder breaks = new();

        public bool HasBreak { get; private set; }

        /// <param name="isContinued">Whether a line's end that does not count was before.</param>
        public void Read(YamlSource source, bool isContinued)
        {
            HasBreak = isContinued;
            TryReadIndented(source, indent: 0);
        }

        /// <summary>False at a tab before the indentation.</summary>
        public bool TryReadIndented(YamlSource source, int indent)
        {
            while (true)
            {
                if (source.IsBlank())
                {
                    if (HasBreak && source.Peek() == '\t' && source.Column < indent)
                    {
                        return false;
                    }
                    if (HasBreak)
                    {
                        source.Skip();
                    }
                    else
                    {
                        source.Read(blanks);
                    }
                }
                else if (source.IsBreak())
                {
                    blanks.Clear();
                    source.ReadBreak(HasBreak ? breaks : firstBreak);
                    HasBreak = true;
                }
                else
                {
                    return true;
                }
            }
        }

        public void Write(StringBuilder into)
        {
            if (HasBreak)
            {
                if (firstBreak.Length > 0 && firstBreak[0] == '\n')
                {
                    if (breaks.Length == 0)
                    {
                        into.Append(' ');
                    }
                }
                else
                {
                    into.Append(firstBreak);
                }
                into.Append(breaks);
                firstBreak.Clear();
                breaks.Clear();
                HasBreak = false;
            }
            else
            {
                into.Append(blanks);
            }
            blanks.Clear();
        }
    }
}
