using System.Buffers;

namespace Freshet.Toml;

/// <summary>Reads keys: bare, quoted, dotted.</summary>
internal sealed class TomlKeyReader(TomlScanner scanner, TomlStringReader strings)
{
    private static readonly SearchValues<char> BareCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    );

    // Up to one of these, what cannot be a bare key is shown as one.
    private static readonly SearchValues<char> Ends = SearchValues.Create([
        .. Enumerable.Range(0, 0x21).Append(0x7f).Select(c => (char)c),
        .. "=.#[]{},\"'\uFEFF",
    ]);

    /// <summary>Whether the name needs no quotes as a key.</summary>
    public static bool IsBare(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(BareCharacters);

    /// <summary>Reads a key of one or more parts.</summary>
    /// <param name="path">Its parts; null where something is wrong in a quoted one.</param>
    /// <returns>Whether the position is behind the key; false where there is none or its end was not found.</returns>
    public bool TryReadPath(out IReadOnlyList<TomlKey>? path)
    {
        var parts = new List<TomlKey>(1);
        var usable = true;
        path = null;
        do
        {
            scanner.SkipSpaces();
            if (parts.Count == TomlReader.MaxDepth)
            {
                scanner.Report(
                    $"the key has more than {TomlReader.MaxDepth} parts",
                    scanner.At(scanner.Position, scanner.Position + 1)
                );
                return false;
            }
            var start = scanner.Position;
            if (!TryReadPart(out var name))
            {
                return false;
            }
            usable &= name is not null;
            parts.Add(new TomlKey(name ?? "", scanner.From(start)));
            scanner.SkipSpaces();
        } while (scanner.Take('.'));
        path = usable ? parts : null;
        return true;
    }

    private bool TryReadPart(out string? name)
    {
        if (scanner.Current is '"' or '\'')
        {
            return TryReadQuoted(out name);
        }
        name = null;
        var start = scanner.Position;
        var rest = scanner.Text.AsSpan(start);
        var length = rest.IndexOfAnyExcept(BareCharacters);
        length = length < 0 ? rest.Length : length;
        scanner.Position += length;
        var end = scanner.Position;
        scanner.MoveToAny(Ends);
        if (scanner.Position > end)
        {
            scanner.Report(
                "a key without quotes consists of A-Z, a-z, 0-9, `_` and `-` only",
                scanner.From(start),
                "add quotes around the key"
            );
            return false;
        }
        if (length == 0)
        {
            scanner.ReportUnexpected(
                "a key",
                scanner.Current switch
                {
                    '[' => "a header of an array of tables is written `[[name]]`",
                    '=' => "an empty key is written `\"\"`",
                    _ => null,
                }
            );
            return false;
        }
        name = rest[..length].ToString();
        return true;
    }

    private bool TryReadQuoted(out string? name)
    {
        var quote = scanner.Current;
        if (scanner.Follows(new string(quote, 3)))
        {
            name = null;
            scanner.Report(
                "a multi-line string cannot be a key",
                scanner.At(scanner.Position, scanner.Position + 3),
                $"write it on one line between {quote}"
            );
            return false;
        }
        return strings.TryRead(out name);
    }
}
