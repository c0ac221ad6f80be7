namespace Freshet.Toml;

/// <summary>Reads a document statement by statement; after an error it goes on with the next one.</summary>
internal sealed class TomlParser
{
    private readonly TomlScanner scanner;
    private readonly TomlKeyReader keys;
    private readonly TomlValueReader values;
    private readonly TableDefinitions definitions = new();
    private readonly TomlTable root;

    // The table of the last header and how deep it is. After a header with an error it is one that is not part of the document:
    // its keys are still checked, but cannot clash with those of others.
    private TomlTable section;
    private int sectionDepth;

    public TomlParser(TomlScanner scanner)
    {
        this.scanner = scanner;
        var strings = new TomlStringReader(scanner);
        keys = new TomlKeyReader(scanner, strings);
        values = new TomlValueReader(scanner, strings, keys, definitions);
        root = new TomlTable(scanner.At(0, 1));
        section = root;
    }

    /// <summary>Reads the whole document and returns its root.</summary>
    public TomlTable Read()
    {
        while (true)
        {
            scanner.SkipBlank();
            if (scanner.AtEnd || scanner.GaveUp)
            {
                return root;
            }
            if (scanner.Current == '[')
            {
                ReadHeader();
            }
            else
            {
                ReadKeyValue();
            }
        }
    }

    private void ReadHeader()
    {
        var start = scanner.Position;
        var ofArray = scanner.Follows("[[");
        scanner.Position += ofArray ? 2 : 1;
        scanner.SkipSpaces();
        section = new TomlTable(scanner.At(start, start + 1));
        sectionDepth = 0;

        if (!keys.TryReadPath(out var path))
        {
            scanner.SkipLine();
            return;
        }
        scanner.SkipSpaces();
        var close = ofArray ? "]]" : "]";
        if (!scanner.Follows(close))
        {
            scanner.ReportUnexpected(
                $"`{close}`",
                scanner.Current == ']'
                    ? "the two brackets stand without a space between them"
                    : null
            );
            scanner.SkipLine();
            return;
        }
        scanner.Position += close.Length;
        var header = scanner.From(start);
        if (path is not null)
        {
            OpenSection(path, header, ofArray);
        }
        ExpectLineEnd("the end of the line after the table header");
    }

    private void OpenSection(IReadOnlyList<TomlKey> path, Location header, bool ofArray)
    {
        var error = ofArray
            ? definitions.Append(root, path, header, out var opened)
            : definitions.Open(root, path, header, out opened);
        if (error is not null)
        {
            scanner.Report(error);
            return;
        }
        section = opened;
        sectionDepth = path.Count;
    }

    private void ReadKeyValue()
    {
        if (!keys.TryReadPath(out var path))
        {
            scanner.SkipLine();
            return;
        }
        scanner.SkipSpaces();
        if (!scanner.Take('='))
        {
            scanner.ReportUnexpected("`=` after the key");
            scanner.SkipLine();
            return;
        }
        scanner.SkipSpaces();
        if (!values.TryRead(sectionDepth + (path?.Count ?? 1), out var value))
        {
            values.Recover();
            return;
        }
        if (
            path is not null
            && value is not null
            && definitions.Assign(section, path, value) is { } error
        )
        {
            scanner.Report(error);
        }
        ExpectLineEnd("the end of the line after the value");
    }

    private void ExpectLineEnd(string expected)
    {
        scanner.SkipSpaces();
        scanner.SkipComment();
        if (!scanner.AtEnd && !scanner.AtNewline)
        {
            scanner.ReportUnexpected(expected, "each key and each header has a line of its own");
            scanner.SkipLine();
        }
    }
}
