using System.Buffers;
using System.Text;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>Reads the text of an <see cref="EnvironmentFile"/>, once.</summary>
internal sealed class EnvironmentFileReader
{
    private const string LiteralHint = "in single quotes, the text stands for itself";

    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Append(0x7f).Select(c => (char)c).Except("\t\n"),
    ]);

    private readonly string text;
    private readonly SourceText source;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly ICollection<Diagnostic> diagnostics;
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly StringBuilder value = new();

    /// <summary>Where reading has come to.</summary>
    private int at;

    /// <summary>The equals sign of the variable that is read: what stands behind it is not shown. Below zero before there is one.</summary>
    private int equalsSign = -1;

    private int errors;
    private int warnings;

    /// <summary>How long a text may still come of references: each of a few could double the one before.</summary>
    private int left = EnvironmentFile.MaxBytes;

    public EnvironmentFileReader(
        string text,
        string origin,
        IReadOnlyDictionary<string, string> environment,
        ICollection<Diagnostic> diagnostics
    )
    {
        this.text = text;
        source = new(origin, text);
        this.environment = environment;
        this.diagnostics = diagnostics;
    }

    private bool AtEnd => at >= text.Length;

    private bool AtLineEnd => AtEnd || text[at] == '\n';

    /// <summary>The variables.</summary>
    public IReadOnlyDictionary<string, string> Read()
    {
        if (text.AsSpan().IndexOfAny(Controls) is >= 0 and var control)
        {
            Error(control, control + 1, "a control character stands here", "is this a text file?");
            return variables;
        }
        while (!AtEnd && errors < TomlReader.MaxErrors)
        {
            equalsSign = -1;
            SkipBlanks();
            if (!AtLineEnd && text[at] != '#')
            {
                ReadVariable();
            }
            at = LineEnd(at) + 1;
        }
        return variables;
    }

    /// <summary>Reads one variable, up to what follows it on its line.</summary>
    private void ReadVariable()
    {
        var start = at;
        var name = TakeName();
        SkipBlanks();
        if (name == "export" && !AtLineEnd && text[at] != '=')
        {
            name = TakeName();
            SkipBlanks();
        }
        if (name.Length == 0 || AtLineEnd || text[at] != '=')
        {
            Error(
                start,
                LineEnd(start),
                "this is no variable",
                "write NAME=value, the name of letters, digits and _; a value of several lines needs quotes"
            );
            return;
        }
        equalsSign = at++;
        value.Clear();
        if (TryReadValue())
        {
            Keep(name, start);
        }
    }

    private bool TryReadValue()
    {
        SkipBlanks();
        if (AtLineEnd || text[at] is not ('"' or '\''))
        {
            return TryReadPlain();
        }
        var opening = at++;
        var isGood = true;
        while (!AtEnd && text[at] != text[opening])
        {
            isGood &= TryTakeQuoted(text[opening]);
        }
        if (AtEnd)
        {
            // Which of the lines below are meant to be part of it nobody knows, so none of them is read.
            Error(
                opening,
                opening + 1,
                "the quotes are not closed",
                $"add {text[opening]} where the value ends"
            );
            return false;
        }
        at++;
        var end = at;
        SkipBlanks();
        if (!AtLineEnd && (text[at] != '#' || at == end))
        {
            Error(
                at,
                LineEnd(at),
                "nothing but a comment may follow the closing quotes",
                "a quote inside double quotes is written \\\""
            );
            return false;
        }
        return isGood;
    }

    /// <summary>A value without quotes: to the end of the line, or to a comment, which has white space before it.</summary>
    private bool TryReadPlain()
    {
        var isGood = true;
        while (!AtLineEnd && !(text[at] == '#' && IsBlank(text[at - 1])))
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '$')
            {
                at++;
                value.Append(text[at++]);
            }
            else
            {
                isGood &= TryTake();
            }
        }
        while (value.Length > 0 && IsBlank(value[^1]))
        {
            value.Length--;
        }
        return isGood;
    }

    private bool TryTakeQuoted(char quote)
    {
        if (quote == '"')
        {
            return text[at] == '\\' ? TryTakeEscape() : TryTake();
        }
        value.Append(text[at++]);
        return true;
    }

    private bool TryTakeEscape()
    {
        var start = at++;
        if (AtEnd)
        {
            // That the quotes are not closed says it.
            return false;
        }
        char? meant = text[at] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' or '\\' or '$' => text[at],
            _ => null,
        };
        at++;
        if (meant is null)
        {
            Error(
                start,
                at,
                "this is no escape sequence",
                $"there are \\n \\r \\t \\\" \\\\ \\$; {LiteralHint}"
            );
        }
        value.Append(meant);
        return meant is not null;
    }

    /// <summary>Takes a character, or a reference to another variable.</summary>
    private bool TryTake()
    {
        if (text[at] != '$' || at + 1 >= text.Length || text[at + 1] != '{')
        {
            value.Append(text[at++]);
            return true;
        }
        var start = at;
        at += 2;
        var name = TakeName();
        var rest = text.AsSpan(at, LineEnd(at) - at);
        var close = rest.IndexOf('}');
        var hasDefault = rest.StartsWith(":-", StringComparison.Ordinal);
        if (name.Length == 0 || close < 0 || (close > 0 && !hasDefault))
        {
            at = start + 2;
            Error(
                start,
                at,
                "this is no reference to a variable",
                $"write ${{NAME}} or ${{NAME:-text}}, or \\${{ for the text itself; {LiteralHint}"
            );
            return false;
        }
        at += close + 1;
        var found = environment.GetValueOrDefault(name) ?? variables.GetValueOrDefault(name);
        if (hasDefault)
        {
            // As a shell has it: with :- an empty variable counts as not set.
            found = string.IsNullOrEmpty(found) ? rest[2..close].ToString() : found;
        }
        else if (found is null)
        {
            Warn(
                start,
                at,
                $"the variable {name} is not set here, so nothing stands in its place",
                $"set it in the environment or further above, or give a default: ${{{name}:-text}}"
            );
        }
        if (found?.Length > left)
        {
            Error(
                start,
                at,
                $"what references stand for comes to more than {new ByteSize(EnvironmentFile.MaxBytes)}"
            );
            return false;
        }
        left -= found?.Length ?? 0;
        value.Append(found);
        return true;
    }

    private void Keep(string name, int start)
    {
        if (!variables.TryAdd(name, value.ToString()))
        {
            variables[name] = value.ToString();
            Warn(
                start,
                equalsSign,
                $"{name} is given once more, and this one counts",
                "remove the other"
            );
        }
    }

    /// <summary>A name of letters, digits and underscores that begins with no digit; empty where there is none.</summary>
    private string TakeName()
    {
        var start = at;
        while (
            !AtEnd
            && (
                char.IsAsciiLetter(text[at])
                || text[at] == '_'
                || (at > start && char.IsAsciiDigit(text[at]))
            )
        )
        {
            at++;
        }
        return text[start..at];
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';

    private void SkipBlanks()
    {
        while (!AtEnd && IsBlank(text[at]))
        {
            at++;
        }
    }

    private int LineEnd(int from) =>
        text.IndexOf('\n', Math.Min(from, text.Length)) is >= 0 and var end ? end : text.Length;

    private void Error(int start, int end, string message, string? hint = null)
    {
        errors++;
        Tell(Severity.Error, start, end, message, hint);
    }

    private void Warn(int start, int end, string message, string hint)
    {
        if (++warnings <= TomlReader.MaxErrors)
        {
            Tell(Severity.Warning, start, end, message, hint);
        }
    }

    private void Tell(Severity severity, int start, int end, string message, string? hint)
    {
        var location = source.At(start, end);
        diagnostics.Add(new(severity, message, Masked(location, start), hint));
    }

    /// <summary>The place with its line as far as the equals sign: what follows may be a secret, and a line that has none part of one.</summary>
    private Location Masked(Location location, int start)
    {
        var lineStart = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        var shown = Math.Clamp(equalsSign + 1 - lineStart, 0, location.LineText.Length);
        var masked = location
            .LineText[shown..]
            .EnumerateRunes()
            // Each character becomes one, so that the carets stay where they belong.
            .Select(rune => rune.Value is '"' or '\'' ? rune.ToString() : "*");
        return location with { LineText = location.LineText[..shown] + string.Concat(masked) };
    }
}
