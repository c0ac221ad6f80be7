using System.Globalization;
using System.Text;

namespace Freshet.Tests.Toml;

/// <summary>
/// Makes up a document from a seed and writes it in as many of TOML's ways as there are; beside it, what
/// <see cref="TomlText.Show"/> must say of it with the keys sorted.
/// </summary>
internal sealed class TomlDocumentWriter(int seed)
{
    private static readonly string[] Fragments =
    [
        "a",
        "key",
        "B-1",
        "_",
        "7",
        "é",
        "😀",
        " ",
        "\t",
        "\n",
        "\r",
        "\"",
        "'",
        "\\",
        "#",
        "=",
        ".",
        "]",
        "}",
        ",",
        "\u0001",
        "\u007f",
        "\"\"\"",
        "'''",
        "\uFEFF",
        "\u2028",
        "\U0010FFFF",
    ];

    private readonly Random random = new(seed);
    private readonly StringBuilder text = new();

    /// <summary>The document, and what it means: tables are dictionaries, arrays are lists, the rest is the text that is shown.</summary>
    public (string Toml, string Expected) Write()
    {
        var root = NewTable(3);
        WriteSection([], root);
        return (text.ToString(), Show(root));
    }

    public static string Show(object value) =>
        value switch
        {
            SortedDictionary<string, object> table =>
                $"{{{string.Join(", ", table.Select(p => $"{p.Key}: {Show(p.Value)}"))}}}",
            List<object> array => $"[{string.Join(", ", array.Select(Show))}]",
            Leaf leaf => leaf.Shown,
            _ => throw new ArgumentException("not a value", nameof(value)),
        };

    /// <summary>A value that is known by what is shown of it.</summary>
    public static object Shown(string text) => new Leaf("", text);

    private sealed record Leaf(string Written, string Shown);

    private SortedDictionary<string, object> NewTable(int depth)
    {
        var table = new SortedDictionary<string, object>(StringComparer.Ordinal);
        for (var i = random.Next(6); i > 0; i--)
        {
            table[NewText()] = NewValue(depth);
        }
        return table;
    }

    private object NewValue(int depth) =>
        random.Next(depth > 0 ? 10 : 6) switch
        {
            0 => NewInteger(),
            1 => NewFloat(),
            2 => NewTime(),
            3 => random.Next(2) == 0 ? new Leaf("true", "true") : new Leaf("false", "false"),
            4 or 5 => NewString(),
            6 => Enumerable.Range(0, random.Next(4)).Select(_ => NewValue(depth - 1)).ToList(),
            7 => Enumerable
                .Range(0, random.Next(1, 3))
                .Select(_ => (object)NewTable(depth - 1))
                .ToList(),
            _ => NewTable(depth - 1),
        };

    private string NewText() =>
        string.Concat(
            Enumerable
                .Range(0, random.Next(5))
                .Select(_ => Fragments[random.Next(Fragments.Length)])
        );

    private Leaf NewInteger()
    {
        var value = random.NextInt64() >> random.Next(64);
        var written = random.Next(5) switch
        {
            0 => $"0x{value:x}",
            1 => $"0o{Convert.ToString(value, 8)}",
            2 => $"0b{value:b}",
            3 => $"+{value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_')}",
            _ => $"-{value}",
        };
        return new Leaf(written, written[0] == '-' && value != 0 ? written : $"{value}");
    }

    private Leaf NewFloat()
    {
        var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        var written = double.IsFinite(value)
            ? value.ToString("E16", CultureInfo.InvariantCulture)
            : "nan";
        return new Leaf(written, $"~{(double.IsFinite(value) ? value : double.NaN):R}");
    }

    private Leaf NewTime()
    {
        var at = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Unspecified);
        return random.Next(4) switch
        {
            0 => Time("LocalDate", $"{at:yyyy-MM-dd}"),
            1 => Time("LocalTime", $"{at:HH:mm:ss.fffffff}"),
            2 => Time("Local", $"{at:yyyy-MM-ddTHH:mm:ss}", 'T', ' '),
            _ => Time("Offset", $"{at:yyyy-MM-ddTHH:mm:ss}Z", 'Z', 'z'),
        };

        static Leaf Time(string kind, string text, char from = ' ', char to = ' ') =>
            new(text.Replace(from, to), $"{kind} {text}");
    }

    private Leaf NewString()
    {
        var value = NewText();
        var written = random.Next(4) switch
        {
            0 when IsPlain(value) && !value.Contains('\'') => $"'{value}'",
            1 when IsPlain(value.Replace("\n", "")) && !value.Contains('\'') => $"'''\n{value}'''",
            2 => $"\"\"\"{Opening(value)}{Escape(value, severalLines: true)}\"\"\"",
            _ => $"\"{Escape(value, severalLines: false)}\"",
        };
        return new Leaf(written, $"\"{value}\"");
    }

    /// <summary>A line end that is not part of the string; one after a backslash takes all blanks after it along.</summary>
    private string Opening(string value) =>
        value.TrimStart().Length == value.Length && random.Next(2) == 0 ? "\\\n \n " : "\n";

    private static bool IsPlain(string value) => !value.Any(c => char.IsControl(c) && c != '\t');

    private string Escape(string value, bool severalLines)
    {
        var escaped = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\n' when severalLines => escaped.Append(random.Next(2) == 0 ? "\n" : "\r\n"),
                '\t' when random.Next(2) == 0 => escaped.Append('\t'),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '"' or '\\' => escaped.Append('\\').Append(rune),
                < 0x20 or 0x7f => escaped.Append($"\\u{rune.Value:x4}"),
                _ when random.Next(4) == 0 => escaped.Append($"\\U{rune.Value:X8}"),
                _ => escaped.Append(rune),
            };
        }
        return escaped.ToString();
    }

    private string Key(string name) =>
        name.Length > 0
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && random.Next(2) == 0
            ? name
        : IsPlain(name) && !name.Contains('\'') && random.Next(2) == 0 ? $"'{name}'"
        : $"\"{Escape(name, severalLines: false)}\"";

    private string Path(IEnumerable<string> path) =>
        string.Join(random.Next(2) == 0 ? "." : " . ", path.Select(Key));

    /// <summary>Writes a table: its keys first, then those of its tables that get headers of their own.</summary>
    private void WriteSection(IReadOnlyList<string> path, SortedDictionary<string, object> table)
    {
        var later = new List<(string Key, object Value)>();
        foreach (var (key, value) in table)
        {
            var canHaveHeader =
                value is SortedDictionary<string, object>
                || (
                    value is List<object> { Count: > 0 } items
                    && items.All(i => i is SortedDictionary<string, object>)
                );
            if (canHaveHeader && random.Next(2) == 0)
            {
                later.Add((key, value));
            }
            else
            {
                WriteKeyValue([key], value);
            }
        }
        foreach (var (key, value) in later)
        {
            IReadOnlyList<string> inner = [.. path, key];
            if (value is List<object> items)
            {
                foreach (var item in items)
                {
                    text.Append($"[[{Path(inner)}]]").Append(LineEnd());
                    WriteSection(inner, (SortedDictionary<string, object>)item);
                }
                continue;
            }
            text.Append($"[ {Path(inner)}\t]").Append(LineEnd());
            WriteSection(inner, (SortedDictionary<string, object>)value);
        }
    }

    private void WriteKeyValue(IReadOnlyList<string> path, object value)
    {
        if (value is SortedDictionary<string, object> { Count: > 0 } table && random.Next(2) == 0)
        {
            foreach (var (key, inner) in table)
            {
                WriteKeyValue([.. path, key], inner);
            }
            return;
        }
        text.Append($"{Path(path)} = {Inline(value)}").Append(LineEnd());
    }

    private string Inline(object value) =>
        value switch
        {
            Leaf leaf => leaf.Written,
            List<object> { Count: 0 } => random.Next(2) == 0 ? "[]" : $"[{LineEnd()}]",
            List<object> array =>
                $"[{LineEnd()}{string.Join($"{LineEnd()},", array.Select(Inline))}{(random.Next(2) == 0 ? " ,]" : LineEnd() + "]")}",
            SortedDictionary<string, object> table =>
                $"{{ {string.Join(",", table.Select(p => $" {Key(p.Key)}\t=\t{Inline(p.Value)} "))}}}",
            _ => throw new ArgumentException("not a value", nameof(value)),
        };

    private string LineEnd() =>
        random.Next(4) switch
        {
            0 => "\n",
            1 => "\r\n",
            2 => " # a comment, é [x] = \"\n",
            _ => "\n\t\n",
        };
}
