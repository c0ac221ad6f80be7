using System.Buffers;
using System.Globalization;
using System.Text;

namespace Freshet.Toml;

/// <summary>Reads the four kinds of string: basic and literal, on one line or on several.</summary>
internal sealed class TomlStringReader(TomlScanner scanner)
{
    private const string BackslashHint =
        "write `\\\\` for a backslash, or put the text in single quotes, where it has no meaning";

    private static readonly char[] Controls =
    [
        .. Enumerable.Range(0, 0x20).Append(0x7f).Select(c => (char)c).Where(c => c != '\t'),
    ];
    private static readonly SearchValues<char> BasicStops = SearchValues.Create([
        .. Controls,
        '"',
        '\\',
    ]);
    private static readonly SearchValues<char> LiteralStops = SearchValues.Create([
        .. Controls,
        '\'',
    ]);

    private readonly StringBuilder text = new();
    private bool usable;

    /// <summary>Reads the string whose quote stands at the position. Of what is wrong in it, only the first is reported.</summary>
    /// <param name="value">Its text; null where something in it is wrong.</param>
    /// <returns>Whether its end was found; where not, the position is the end of the line or document.</returns>
    public bool TryRead(out string? value)
    {
        text.Clear();
        usable = true;
        var closed = Read();
        value = usable ? text.ToString() : null;
        return closed;
    }

    /// <summary>Moves past the string, or to where its line or document ends, and reports nothing.</summary>
    public void Skip()
    {
        text.Clear();
        usable = false;
        Read();
    }

    private bool Read()
    {
        var quote = scanner.Current;
        return scanner.Follows(quote == '"' ? "\"\"\"" : "'''")
            ? ReadLines(quote)
            : ReadLine(quote);
    }

    private bool ReadLine(char quote)
    {
        var start = scanner.Position++;
        while (true)
        {
            TakePlain(quote);
            if (scanner.AtEnd || scanner.AtNewline)
            {
                Fail(
                    "the string is not closed",
                    scanner.From(start),
                    $"add `{quote}` where it ends"
                );
                return false;
            }
            if (scanner.Take(quote))
            {
                return true;
            }
            TakeEscapeOrControl(severalLines: false);
        }
    }

    private bool ReadLines(char quote)
    {
        var start = scanner.Position;
        scanner.Position += 3;
        scanner.TakeNewline();
        while (true)
        {
            TakePlain(quote);
            if (scanner.AtEnd)
            {
                Fail(
                    "the multi-line string is not closed",
                    scanner.At(start, start + 3),
                    $"add `{new string(quote, 3)}` where it ends"
                );
                return false;
            }
            if (scanner.TakeNewline())
            {
                text.Append('\n');
            }
            else if (scanner.Current != quote)
            {
                TakeEscapeOrControl(severalLines: true);
            }
            else if (TakeQuotes(quote))
            {
                return true;
            }
        }
    }

    /// <summary>Takes a run of quotes; up to two may stand before the three that close the string. Returns whether it is closed.</summary>
    private bool TakeQuotes(char quote)
    {
        var start = scanner.Position;
        while (scanner.Take(quote)) { }
        var count = scanner.Position - start;
        if (count > 5)
        {
            Fail(
                "three quotes or more cannot stand inside a multi-line string",
                scanner.From(start),
                quote == '"' ? "write each as `\\\"`" : "put the text in double quotes"
            );
        }
        text.Append(quote, count < 3 ? count : Math.Min(count - 3, 2));
        return count >= 3;
    }

    private void TakePlain(char quote)
    {
        var start = scanner.Position;
        scanner.MoveToAny(quote == '"' ? BasicStops : LiteralStops);
        text.Append(scanner.Text, start, scanner.Position - start);
    }

    private void TakeEscapeOrControl(bool severalLines)
    {
        if (scanner.Current == '\\')
        {
            TakeEscape(severalLines);
            return;
        }
        if (usable)
        {
            scanner.ReportUnexpected("the end of the string");
            usable = false;
        }
        scanner.Position++;
    }

    private void TakeEscape(bool severalLines)
    {
        var start = scanner.Position++;
        var escape = scanner.Current;
        if (severalLines && TakeLineEnd())
        {
            return;
        }
        if (scanner.AtEnd || scanner.AtNewline)
        {
            // The string is not closed; that is the error to report.
            return;
        }
        if (escape is 'u' or 'U')
        {
            TakeCodePoint(start, escape == 'u' ? 4 : 8);
            return;
        }

        char? meaning = escape switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => null,
        };
        if (meaning is { } character)
        {
            scanner.Position++;
            text.Append(character);
            return;
        }
        Fail(
            escape is > ' ' and < '\x7f'
                ? $"`\\{escape}` is not an escape sequence"
                : "a backslash must begin an escape sequence",
            scanner.At(start, start + 2),
            escape switch
            {
                'e' => "that came with TOML 1.1, in 1.0 write `\\u001b`",
                'x' => "that came with TOML 1.1, in 1.0 write four digits: `\\u00e9`",
                ' ' or '\t' when severalLines =>
                    "to join lines, the backslash must be the last character of its line",
                _ => BackslashHint,
            }
        );
    }

    /// <summary>After a backslash: takes the rest of the line where it is blank, and all blanks and line ends after it.</summary>
    private bool TakeLineEnd()
    {
        var start = scanner.Position;
        scanner.SkipSpaces();
        if (!scanner.AtNewline)
        {
            scanner.Position = start;
            return false;
        }
        do
        {
            scanner.SkipSpaces();
        } while (scanner.TakeNewline());
        return true;
    }

    private void TakeCodePoint(int start, int digits)
    {
        scanner.Position++;
        var from = scanner.Position;
        while (scanner.Position < from + digits && char.IsAsciiHexDigit(scanner.Current))
        {
            scanner.Position++;
        }
        var found = scanner.Text.AsSpan(from, scanner.Position - from);
        if (found.Length < digits)
        {
            Fail(
                $"`\\{scanner.Text[start + 1]}` must be followed by {digits} hexadecimal digits",
                scanner.From(start),
                BackslashHint
            );
        }
        else if (Rune.TryCreate(uint.Parse(found, NumberStyles.AllowHexSpecifier), out var rune))
        {
            text.Append(rune.ToString());
        }
        else
        {
            Fail(
                $"U+{found.TrimStart('0')} is not a character of Unicode",
                scanner.From(start),
                "characters go up to U+10FFFF, without the surrogates U+D800 to U+DFFF"
            );
        }
    }

    private void Fail(string message, Location location, string hint)
    {
        if (usable)
        {
            scanner.Report(message, location, hint);
        }
        usable = false;
    }
}
