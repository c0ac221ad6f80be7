namespace Freshet.Toml;

/// <summary>Reads values: strings, words, arrays and inline tables, and finds the way out of one that is broken.</summary>
internal sealed class TomlValueReader(
    TomlScanner scanner,
    TomlStringReader strings,
    TomlKeyReader keys,
    TableDefinitions definitions
)
{
    // How many brackets and braces are open at the position; what recovery has to close.
    private int open;

    // Set where the position is the beginning of a statement already.
    private bool atStatement;

    /// <summary>Reads the value at the position.</summary>
    /// <param name="depth">How deep the value is in the document.</param>
    /// <param name="value">The value; null where it is wrong in itself.</param>
    /// <returns>Whether the position is behind the value; where not, <see cref="Recover"/> finds the next statement.</returns>
    public bool TryRead(int depth, out TomlValue? value)
    {
        open = 0;
        atStatement = false;
        return TryReadValue(depth, out value);
    }

    /// <summary>
    /// After a broken value: moves to the end of the line on which its brackets are closed, so that what is inside is not taken
    /// for statements. Where they never are, that is the end of the document: better no more errors than untrue ones.
    /// </summary>
    public void Recover()
    {
        if (atStatement)
        {
            return;
        }
        while (open > 0 && !scanner.AtEnd && !scanner.GaveUp)
        {
            scanner.SkipBlank();
            switch (scanner.Current)
            {
                case '"' or '\'':
                    strings.Skip();
                    continue;
                case '[' or '{':
                    open++;
                    break;
                case ']' or '}':
                    open--;
                    break;
            }
            if (!scanner.AtEnd)
            {
                scanner.Position++;
            }
        }
        scanner.SkipLine();
    }

    private bool TryReadValue(int depth, out TomlValue? value)
    {
        value = null;
        if (scanner.GaveUp)
        {
            return false;
        }
        if (depth > TomlReader.MaxDepth)
        {
            scanner.Report(
                $"values are nested deeper than {TomlReader.MaxDepth} levels",
                scanner.At(scanner.Position, scanner.Position + 1)
            );
            return false;
        }
        return scanner.Current switch
        {
            '"' or '\'' => TryReadString(out value),
            '[' => TryReadArray(depth, out value),
            '{' => TryReadInlineTable(depth, out value),
            _ => TryReadWord(out value),
        };
    }

    private bool TryReadString(out TomlValue? value)
    {
        var start = scanner.Position;
        var closed = strings.TryRead(out var text);
        value = text is null ? null : new TomlString(text, scanner.From(start));
        return closed;
    }

    private bool TryReadWord(out TomlValue? value)
    {
        value = null;
        var start = scanner.Position;
        var word = scanner.TakeWord();
        if (word.IsEmpty || word[0] is '=' or '\uFEFF')
        {
            scanner.Position = start;
            scanner.ReportUnexpected("a value");
            return false;
        }
        if (
            TomlDateTimeReader.IsDate(word)
            && scanner.Current == ' '
            && scanner.Position + 1 < scanner.Text.Length
            && char.IsAsciiDigit(scanner.Text[scanner.Position + 1])
        )
        {
            scanner.Position++;
            scanner.TakeWord();
            word = scanner.Text.AsSpan(start, scanner.Position - start);
        }
        value = TomlWord.Read(word, scanner.From(start), out var error);
        if (error is not null)
        {
            scanner.Report(error);
            scanner.SkipSpaces();
            // More words after it are more of the same text without quotes, not errors of their own.
            return open > 0 && (scanner.AtLineEnd || scanner.Current is ',' or ']' or '}');
        }
        return true;
    }

    private bool TryReadArray(int depth, out TomlValue? value)
    {
        value = null;
        var opening = scanner.At(scanner.Position, scanner.Position + 1);
        scanner.Position++;
        open++;
        var items = new List<TomlValue>();
        while (true)
        {
            scanner.SkipBlank();
            if (scanner.Take(']'))
            {
                break;
            }
            if (scanner.AtEnd || StatementStart.IsAt(scanner.Text, scanner.Position))
            {
                return NotClosed(opening);
            }
            if (!TryReadValue(depth + 1, out var item))
            {
                return false;
            }
            if (item is not null)
            {
                items.Add(item);
            }
            scanner.SkipBlank();
            if (scanner.Take(','))
            {
                continue;
            }
            if (scanner.AtEnd || StatementStart.IsAt(scanner.Text, scanner.Position))
            {
                return NotClosed(opening);
            }
            if (scanner.Current != ']')
            {
                scanner.ReportUnexpected("`,` or `]`");
                return false;
            }
        }
        open--;
        var array = new TomlArray(scanner.Stretch(opening));
        array.Items.AddRange(items);
        value = array;
        return true;
    }

    private bool NotClosed(Location opening)
    {
        scanner.Report("the array is not closed", opening, "add `]` where it ends");
        atStatement = true;
        return false;
    }

    private bool TryReadInlineTable(int depth, out TomlValue? value)
    {
        value = null;
        var opening = scanner.At(scanner.Position, scanner.Position + 1);
        scanner.Position++;
        open++;
        var table = new TomlTable(opening);
        var severalLines = false;

        SkipInlineBlank(ref severalLines);
        while (!scanner.Take('}'))
        {
            if (!TryReadInlineProperty(table, depth))
            {
                return false;
            }
            if (scanner.AtLineEnd && !severalLines && !ContinuesOnNextLine())
            {
                scanner.Report("the inline table is not closed", opening, "add `}` where it ends");
                open--;
                return false;
            }
            SkipInlineBlank(ref severalLines);
            var comma = scanner.Position;
            if (scanner.Take(','))
            {
                SkipInlineBlank(ref severalLines);
                if (scanner.Current == '}')
                {
                    scanner.Report(
                        "an inline table does not end with a comma",
                        scanner.At(comma, comma + 1),
                        "TOML 1.1 allows it, 1.0 does not: leave the comma out"
                    );
                }
            }
            else if (scanner.Current != '}')
            {
                if (!severalLines)
                {
                    scanner.ReportUnexpected("`,` or `}`");
                }
                return false;
            }
        }
        open--;
        table.Location = scanner.Stretch(opening);
        value = table;
        return true;
    }

    private bool TryReadInlineProperty(TomlTable table, int depth)
    {
        if (!keys.TryReadPath(out var path))
        {
            return false;
        }
        scanner.SkipSpaces();
        if (!scanner.Take('='))
        {
            scanner.ReportUnexpected("`=` after the key");
            return false;
        }
        scanner.SkipSpaces();
        if (!TryReadValue(depth + (path?.Count ?? 1), out var value))
        {
            return false;
        }
        if (
            path is not null
            && value is not null
            && definitions.Assign(table, path, value) is { } error
        )
        {
            scanner.Report(error);
        }
        scanner.SkipSpaces();
        return true;
    }

    /// <summary>Moves past spaces; line ends and comments too, but these are an error, reported once per table.</summary>
    private void SkipInlineBlank(ref bool severalLines)
    {
        scanner.SkipSpaces();
        if (scanner.AtEnd || !scanner.AtLineEnd)
        {
            return;
        }
        if (!severalLines)
        {
            scanner.Report(
                "an inline table stands on one line",
                scanner.At(scanner.Position, scanner.Position + 1),
                "TOML 1.1 allows several, 1.0 does not: write it on one line, or as a `[table]`"
            );
        }
        severalLines = true;
        scanner.SkipBlank();
    }

    private bool ContinuesOnNextLine()
    {
        var next = scanner.Text.AsSpan(scanner.Position).TrimStart(" \t\r\n");
        return next.Length > 0 && next[0] is ',' or '}';
    }
}
