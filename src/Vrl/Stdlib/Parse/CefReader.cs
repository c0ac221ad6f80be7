using System.Text;
using Freshet.Vrl.Stdlib.Parse.Traces;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>
/// Reads a line of the Common Event Format: a header of seven fields between bars, then keys with values, in which nothing but the next key says where a value
/// ends. What was searched for ahead is kept, so that all of it is linear.
/// </summary>
internal sealed class CefReader(string text, bool isStrict)
{
    private static readonly string[] headerNames =
    [
        "cefVersion",
        "deviceVendor",
        "deviceProduct",
        "deviceVersion",
        "deviceEventClassId",
        "name",
        "severity",
    ];

    private readonly List<KeyValuePair<string, string>> extension = [];
    private readonly List<KeyValuePair<string, string>> header = [];
    private int headerStart;
    private int at;
    private int runEnd = -1;
    private int wordStart = -1;
    private int wordEnd = -1;

    /// <summary>Why the line cannot be read; empty while nothing is wrong.</summary>
    public string Error { get; private set; } = "";

    /// <summary>The fields in the order that they count in: of one that is there twice the last does. Null where the line cannot be read.</summary>
    public IEnumerable<KeyValuePair<string, string>>? Read()
    {
        var start = text.IndexOf("CEF:", StringComparison.Ordinal);
        if (start < 0)
        {
            Error = new ParserTrace(text).In("TakeUntil", 0).ToString();
            return null;
        }
        at = headerStart = start + 4;
        foreach (var name in headerNames)
        {
            if (!TryReadHeaderField(name))
            {
                return null;
            }
        }
        if (!TryReadExtension())
        {
            return null;
        }
        if (isStrict && !text.AsSpan(at).Trim().IsEmpty)
        {
            Error = "Could not parse whole line successfully";
            return null;
        }
        return extension.Concat(header);
    }

    private bool TryReadHeaderField(string name)
    {
        if (at < text.Length && text[at] == '|')
        {
            at++;
        }
        var first = at;
        var value = new StringBuilder();
        while (at < text.Length && text[at] != '|')
        {
            if (text[at] != '\\')
            {
                value.Append(text[at++]);
                continue;
            }
            var isEscape = at + 1 < text.Length && text[at + 1] is '\\' or '|';
            if (!isEscape)
            {
                var trace = new ParserTrace(text);
                // At the end it is the escape as a whole that is wanting, else what stands behind the backslash.
                trace =
                    at + 1 >= text.Length
                        ? trace.In("EscapedTransform", at)
                        : trace.In("Satisfy", at + 1);
                Error = trace.In("Alt", first).In("Count", headerStart).ToString();
                return false;
            }
            value.Append(text[at + 1]);
            at += 2;
        }
        header.Add(new(name, Unquote(value.ToString().Trim())));
        return true;
    }

    private bool TryReadExtension()
    {
        var start = at;
        while (TryReadKey(out var key))
        {
            var before = at;
            if (!TryReadValue(out var value))
            {
                at = before - key.Length - 1;
                break;
            }
            extension.Add(new(key, value));
        }
        if (extension.Count == 0)
        {
            at = start;
            if (at < text.Length && text[at] == '|')
            {
                at++;
                return true;
            }
            Error = new ParserTrace(text).In("Tag", start).In("Alt", start).ToString();
            return false;
        }
        var (lastKey, last) = extension[^1];
        extension[^1] = new(lastKey, last.TrimEnd(' '));
        for (var i = 0; i < extension.Count; i++)
        {
            extension[i] = new(extension[i].Key, Unquote(extension[i].Value));
        }
        return true;
    }

    private bool TryReadKey(out string key)
    {
        key = "";
        if (!IsKeyAt(at))
        {
            return false;
        }
        key = text[runEnd..wordEnd];
        at = wordEnd + 1;
        return true;
    }

    /// <summary>Whether a key with its equals sign begins there: blanks and bars, then a word.</summary>
    private bool IsKeyAt(int place)
    {
        if (place >= text.Length || text[place] is not (' ' or '|'))
        {
            return false;
        }
        if (place >= runEnd)
        {
            runEnd = place;
            while (runEnd < text.Length && text[runEnd] is ' ' or '|')
            {
                runEnd++;
            }
        }
        if (runEnd < wordStart || runEnd > wordEnd)
        {
            var length = text.AsSpan(runEnd).IndexOfAny(' ', '=', '\\');
            wordStart = runEnd;
            wordEnd = length < 0 ? text.Length : runEnd + length;
        }
        return wordEnd > runEnd && wordEnd < text.Length && text[wordEnd] == '=';
    }

    private bool TryReadValue(out string value)
    {
        var plain = new StringBuilder();
        var start = at;
        while (at < text.Length && !IsKeyAt(at))
        {
            var c = text[at];
            if (c == '=' && isStrict)
            {
                break;
            }
            at++;
            if (c != '\\')
            {
                plain.Append(c);
                continue;
            }
            if (at == text.Length)
            {
                // A backslash must stand before something.
                value = "";
                return false;
            }
            c = text[at];
            _ = c switch
            {
                '=' or '\\' => plain.Append(c),
                'n' or 'r' => plain.Append('\n'),
                _ => plain.Append('\\'),
            };
            at += c is '=' or '\\' or 'n' or 'r' ? 1 : 0;
        }
        value = plain.ToString();
        // Nothing before an equals sign is no value.
        return at > start || at == text.Length || text[at] != '=';
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
}
