using System.Buffers;
using System.Globalization;
using System.Text;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Xml;

/// <summary>
/// Reads an XML document into a value. Document types, and with them entities of one's own, are refused. Errors are worded as upstream has them, since
/// programs see them.
/// </summary>
internal sealed class XmlReader(string text, XmlOptions options)
{
    private const int MaxDepth = 256;
    private const string NoRoot = "the document does not have a root node";
    private const string EndOfStream = "unexpected end of stream";

    private static readonly SearchValues<char> textStops = SearchValues.Create("<&\r");

    private readonly Stack<XmlElement> open = new();
    private readonly XmlElement root = new("");
    private readonly Dictionary<string, string> namespaces = new(StringComparer.Ordinal)
    {
        ["xml"] = "http://www.w3.org/XML/1998/namespace",
    };
    private readonly StringBuilder run = new();
    private bool hasText;
    private bool hasRoot;
    private string error = "";
    private int at;

    /// <summary>The document's value; a failure where it is none.</summary>
    public Value Read()
    {
        if (text.StartsWith('\uFEFF'))
        {
            at = 1;
        }
        if (IsAt("<?xml "))
        {
            ReadDeclaration();
        }
        while (at < text.Length && error.Length == 0)
        {
            ReadNext();
        }
        if (error.Length == 0 && open.Count > 0)
        {
            error = "the root node was opened but never closed";
        }
        if (error.Length == 0 && !hasRoot)
        {
            error = NoRoot;
        }
        return error.Length == 0
            ? root.ToValue(options)
            : Value.Fail($"unable to parse xml: {error}");
    }

    /// <summary>The version, and perhaps the encoding and whether it stands alone; none of it matters, the text being decoded.</summary>
    private void ReadDeclaration()
    {
        at += 6;
        SkipSpace();
        if (!IsAt("version"))
        {
            Fail("expected 'version' at", at);
            return;
        }
        var parts = new List<(string Name, string Text, int Place)>();
        if (
            !TryReadAttribute(parts)
            || !TryEndAttribute()
            || (IsAt("encoding") && !(TryReadAttribute(parts) && TryEndAttribute()))
            || (IsAt("standalone") && !TryReadAttribute(parts))
        )
        {
            return;
        }
        SkipSpace();
        if (!IsAt("?>"))
        {
            Fail("expected '?>' at", at);
            return;
        }
        at += 2;
    }

    /// <summary>What comes after an attribute of the declaration: space, or its end.</summary>
    private bool TryEndAttribute()
    {
        if (SkipSpace() || IsAt("?>") || at >= text.Length)
        {
            return true;
        }
        Fail($"expected a whitespace not '{CharacterAt(at)}' at", at);
        return false;
    }

    private void ReadNext()
    {
        if (text[at] != '<')
        {
            ReadText();
        }
        else if (IsAt("<!--"))
        {
            ReadComment();
        }
        else if (IsAt("<![CDATA[") && open.Count > 0)
        {
            ReadCharacterData();
        }
        else if (IsAt("<!DOCTYPE") && !hasRoot)
        {
            error = "XML with DTD detected";
        }
        else if (IsAt("<?"))
        {
            ReadInstruction();
        }
        else if (IsAt("</") && open.Count > 0)
        {
            ReadEnd();
        }
        else if (at + 1 == text.Length || (hasRoot && (open.Count == 0 || IsAt("<!"))))
        {
            Fail("unknown token at", at);
        }
        else
        {
            ReadStart();
        }
    }

    private bool IsAt(string what) => text.AsSpan(at).StartsWith(what, StringComparison.Ordinal);

    private bool Fail(string what, int place)
    {
        error = $"{what} {PlaceOf(place)}";
        return false;
    }

    private bool FailAtEnd()
    {
        error = EndOfStream;
        return false;
    }

    /// <summary>Line and column, in characters, from 1.</summary>
    private string PlaceOf(int place)
    {
        var before = text.AsSpan(0, place);
        var lineStart = before.LastIndexOf('\n') + 1;
        var column = 1;
        foreach (var _ in before[lineStart..].EnumerateRunes())
        {
            column++;
        }
        return $"{before.Count('\n') + 1}:{column}";
    }

    /// <summary>What stands there, of which messages show the first byte.</summary>
    private string CharacterAt(int place) =>
        Rune.TryGetRuneAt(text, place, out var rune) && rune.Value > 0x7F
            ? ((char)Encoding.UTF8.GetBytes(rune.ToString())[0]).ToString()
            : text[place].ToString();

    /// <summary>The element that is open; the document itself where none is.</summary>
    private XmlElement Current => open.Count > 0 ? open.Peek() : root;

    /// <summary>Ends a run of text, which may have been put together of pieces.</summary>
    private void FinishText()
    {
        if (hasText)
        {
            Current.AddText(run.ToString(), options);
            run.Clear();
            hasText = false;
        }
    }

    private void ReadText()
    {
        var start = at;
        var end = text.IndexOf('<', at);
        end = end < 0 ? text.Length : end;
        var piece = text.AsSpan(start..end);
        if (open.Count == 0)
        {
            var other = piece.IndexOfAnyExcept(" \t\r\n");
            at = end;
            if (other >= 0)
            {
                Fail("unknown token at", start + other);
            }
            return;
        }
        var stray = piece.IndexOf("]]>");
        if (stray >= 0)
        {
            error = $"']]>' at {PlaceOf(start + stray + 3)} is not allowed inside a character data";
            return;
        }
        hasText = true;
        AppendDecoded(end, isAttribute: false);
    }

    /// <summary>Appends the text up to there, references replaced and line ends made one kind.</summary>
    private bool AppendDecoded(int end, bool isAttribute)
    {
        while (at < end)
        {
            var length = text.AsSpan(at..end).IndexOfAny(textStops);
            length = length < 0 ? end - at : length;
            if (!AppendPlain(at + length, isAttribute))
            {
                return false;
            }
            if (at == end)
            {
                break;
            }
            if (text[at] == '&')
            {
                if (!AppendReference(end))
                {
                    return false;
                }
                continue;
            }
            // A return, alone or before a line feed, is a line feed.
            at += at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
            run.Append(isAttribute ? ' ' : '\n');
        }
        return true;
    }

    private bool AppendPlain(int end, bool isAttribute)
    {
        var plain = text.AsSpan(at..end);
        for (var i = 0; i < plain.Length; i++)
        {
            if (!IsXml(plain[i]))
            {
                return Fail($"a non-XML character '\\u{{{(int)plain[i]:x}}}' found at", at + i);
            }
        }
        if (!isAttribute)
        {
            run.Append(plain);
        }
        else
        {
            foreach (var c in plain)
            {
                run.Append(c is '\t' or '\n' ? ' ' : c);
            }
        }
        at = end;
        return true;
    }

    private static bool IsXml(int codePoint) =>
        codePoint is >= 0x20 and not (0xFFFE or 0xFFFF) or '\t' or '\n' or '\r';

    /// <summary>A character by its number, or one of the five that have names.</summary>
    private bool AppendReference(int end)
    {
        const string Malformed = "malformed entity reference at";
        var start = at;
        var length = text.AsSpan(at..end).IndexOf(';');
        if (length < 2)
        {
            return Fail(Malformed, start);
        }
        var name = text.AsSpan(at + 1, length - 1);
        at += length + 1;
        if (name[0] == '#')
        {
            var isHex = name.StartsWith("#x");
            var isNumber = uint.TryParse(
                name[(isHex ? 2 : 1)..],
                isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var codePoint
            );
            if (!isNumber || (codePoint <= 0xFFFF && !IsXml((int)codePoint)))
            {
                return Fail(Malformed, start);
            }
            run.Append(Rune.TryCreate(codePoint, out var rune) ? rune.ToString() : "\uFFFD");
            return true;
        }
        var character = name switch
        {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => '\0',
        };
        if (character == '\0')
        {
            return NameLength(name) == name.Length
                ? Fail($"unknown entity reference '{name}' at", start)
                : Fail(Malformed, start);
        }
        run.Append(character);
        return true;
    }

    private void ReadComment()
    {
        FinishText();
        var end = text.IndexOf("-->", at + 4, StringComparison.Ordinal);
        if (end < 0)
        {
            Fail("expected '-->' at", text.Length);
            return;
        }
        var comment = text.AsSpan((at + 4)..end);
        if (comment.IndexOf("--") >= 0 || comment.EndsWith("-"))
        {
            error = $"comment at {PlaceOf(at)} contains '--'";
            return;
        }
        Current.AddOther();
        at = end + 3;
    }

    private void ReadCharacterData()
    {
        var end = text.IndexOf("]]>", at + 9, StringComparison.Ordinal);
        if (end < 0)
        {
            Fail("expected ']]>' at", text.Length);
            return;
        }
        hasText = true;
        at += 9;
        var data = text.AsSpan(at..end);
        run.Append(data.ToString().ReplaceLineEndings("\n"));
        at = end + 3;
    }

    private void ReadInstruction()
    {
        FinishText();
        if (IsAt("<?xml "))
        {
            Fail("unexpected XML declaration at", at);
            return;
        }
        if (NameLength(text.AsSpan(at + 2)) == 0)
        {
            Fail("invalid name token at", at + 2);
            return;
        }
        var end = text.IndexOf("?>", at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            Fail("expected '?>' at", text.Length);
            return;
        }
        Current.AddOther();
        at = end + 2;
    }

    private void ReadStart()
    {
        FinishText();
        var start = at++;
        if (!TryReadName(out var name))
        {
            return;
        }
        var element = new XmlElement(name);
        if (!TryReadAttributes(element, out var isEmpty))
        {
            return;
        }
        if (!IsBound(name))
        {
            Fail($"an unknown namespace prefix '{PrefixOf(name)}' at", start + 1);
            return;
        }
        hasRoot = true;
        open.Push(element);
        if (isEmpty)
        {
            Close();
        }
        else if (open.Count > MaxDepth)
        {
            error = "nested too deeply";
        }
    }

    private bool TryReadAttributes(XmlElement element, out bool isEmpty)
    {
        isEmpty = false;
        var attributes = new List<(string Name, string Text, int Place)>();
        while (at < text.Length)
        {
            var hasSpace = SkipSpace();
            if (at >= text.Length)
            {
                return FailAtEnd();
            }
            if (text[at] == '>')
            {
                at++;
                return TryFinishAttributes(element, attributes);
            }
            if (text[at] == '/')
            {
                isEmpty = true;
                at++;
                return TryConsume('>') && TryFinishAttributes(element, attributes);
            }
            if (!hasSpace)
            {
                return Fail($"expected a whitespace not '{CharacterAt(at)}' at", at);
            }
            if (!TryReadAttribute(attributes))
            {
                return false;
            }
        }
        // The text ends within a tag: then there was no element.
        error = open.Count > 0 ? "the root node was opened but never closed" : NoRoot;
        return false;
    }

    private bool TryReadAttribute(List<(string Name, string Text, int Place)> attributes)
    {
        var place = at;
        if (!TryReadName(out var name))
        {
            return false;
        }
        SkipSpace();
        if (!TryConsume('='))
        {
            return false;
        }
        SkipSpace();
        if (at >= text.Length)
        {
            return FailAtEnd();
        }
        var quote = text[at];
        if (quote is not ('"' or '\''))
        {
            return Fail($"expected a quote not '{CharacterAt(at)}' at", at);
        }
        at++;
        var end = text.AsSpan(at).IndexOfAny(quote, '<');
        if (end < 0)
        {
            return FailAtEnd();
        }
        end += at;
        if (text[end] == '<')
        {
            return Fail($"expected '{quote}' not '<' at", end);
        }
        if (!AppendDecoded(end, isAttribute: true))
        {
            return false;
        }
        at++;
        attributes.Add((name, run.ToString(), place));
        run.Clear();
        return true;
    }

    /// <summary>Makes namespaces known, and attributes fields: a name is there once, whatever its prefix is.</summary>
    private bool TryFinishAttributes(
        XmlElement element,
        List<(string Name, string Text, int Place)> attributes
    )
    {
        foreach (var (name, value, _) in attributes)
        {
            if (name == "xmlns" || PrefixOf(name) == "xmlns")
            {
                var prefix = name == "xmlns" ? "" : name["xmlns:".Length..];
                element.Hidden.Add(new(prefix, namespaces.GetValueOrDefault(prefix)));
                namespaces[prefix] = value;
            }
        }
        var seen = new HashSet<(string, string)>();
        foreach (var (name, value, place) in attributes)
        {
            var prefix = PrefixOf(name);
            if (name == "xmlns" || prefix == "xmlns")
            {
                continue;
            }
            if (!IsBound(name))
            {
                return Fail($"an unknown namespace prefix '{prefix}' at", place);
            }
            var local = prefix.Length == 0 ? name : name[(prefix.Length + 1)..];
            if (!seen.Add((prefix.Length == 0 ? "" : namespaces[prefix], local)))
            {
                error = $"attribute '{local}' at {PlaceOf(place)} is already defined";
                return false;
            }
            element.AddAttribute(local, value);
        }
        return true;
    }

    private void ReadEnd()
    {
        FinishText();
        var start = at;
        at += 2;
        if (!TryReadName(out var name))
        {
            return;
        }
        SkipSpace();
        if (!TryConsume('>'))
        {
            return;
        }
        if (name != open.Peek().Name)
        {
            Fail($"expected '{open.Peek().Name}' tag, not '{name}' at", start);
            return;
        }
        Close();
    }

    private void Close()
    {
        var element = open.Pop();
        foreach (var (prefix, hidden) in element.Hidden)
        {
            if (hidden is null)
            {
                namespaces.Remove(prefix);
            }
            else
            {
                namespaces[prefix] = hidden;
            }
        }
        Current.AddElement(element.LocalName, element.ToValue(options));
    }

    private bool TryConsume(char c)
    {
        if (at >= text.Length)
        {
            return FailAtEnd();
        }
        if (text[at] != c)
        {
            return Fail($"expected '{c}' not '{CharacterAt(at)}' at", at);
        }
        at++;
        return true;
    }

    private bool SkipSpace()
    {
        var start = at;
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }
        return at > start;
    }

    private bool IsBound(string name) =>
        PrefixOf(name) is var prefix && (prefix.Length == 0 || namespaces.ContainsKey(prefix));

    private static string PrefixOf(string name) =>
        name[..Math.Max(0, name.IndexOf(':', StringComparison.Ordinal))];

    /// <summary>Whether there is one colon at most, and something on both its sides.</summary>
    /// <summary>A name, perhaps with a prefix; a colon with no prefix before it does not count.</summary>
    private bool TryReadName(out string name)
    {
        var length = NameLength(text.AsSpan(at));
        name = text.Substring(at, length);
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var isQualified =
            colon < 0 || (colon == name.LastIndexOf(':') && NameLength(name.AsSpan(colon + 1)) > 0);
        if (length == 0 || !isQualified)
        {
            return Fail("invalid name token at", at);
        }
        at += length;
        name = colon == 0 ? name[1..] : name;
        return true;
    }

    /// <summary>How many characters at the beginning are a name, colons with it.</summary>
    private static int NameLength(ReadOnlySpan<char> from)
    {
        var length = 0;
        while (length < from.Length && IsNamePart(from[length], isFirst: length == 0))
        {
            length++;
        }
        return length;
    }

    private static bool IsNamePart(char c, bool isFirst) =>
        char.IsAsciiLetter(c)
        || c is '_' or ':'
        || (c >= '\u00C0' && c is not ('\u00D7' or '\u00F7' or '\u037E') && !IsMark(c))
        || (!isFirst && (char.IsAsciiDigit(c) || c is '-' or '.' or '\u00B7' || IsMark(c)));

    /// <summary>What may be in a name but not begin it, beyond ASCII; and what may not be in it at all is not told from it here.</summary>
    private static bool IsMark(char c) =>
        c is (>= '\u0300' and <= '\u036F') or '\u203F' or '\u2040';
}
