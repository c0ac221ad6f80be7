using System.Globalization;
using Freshet.Vrl.Stdlib.Parse.Traces;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Reads a hash as Ruby prints it. What must follow once something began is a fault where it does not; the rest is only no match.</summary>
internal sealed class RubyHashReader(string text)
{
    private const int MaxDepth = 128;

    private ParserTrace? fault;
    private string? error;
    private int at;
    private int depth;

    /// <summary>The hash; a failure where the text is none.</summary>
    public Value Read()
    {
        if (!TryReadHash(out var hash))
        {
            fault ??= new ParserTrace(text).Wanted('{', at).In("map", at);
            return Value.Fail(error ?? fault.ToString());
        }
        return text.AsSpan(at).Trim().IsEmpty
            ? hash
            : Value.Fail("could not parse whole line successfully");
    }

    /// <summary>Whether nothing went wrong that no other reading of the text could help.</summary>
    private bool IsSound => fault is null && error is null;

    private bool TryReadHash(out Value value)
    {
        value = default;
        var start = at;
        if (!TrySkip('{') || !TryEnter())
        {
            return false;
        }
        var fields = new List<KeyValuePair<string, Value>>();
        var end = at;
        while (TryReadPair(fields))
        {
            end = at;
            if (!TrySkipAfterSpace(','))
            {
                break;
            }
        }
        if (IsSound)
        {
            at = end;
        }
        depth--;
        if (!Close('}', "map", start))
        {
            return false;
        }
        value = Value.From(VrlObject.FromOwned(fields));
        return true;
    }

    private bool TryReadPair(List<KeyValuePair<string, Value>> fields)
    {
        SkipSpace();
        if (!TryReadKey(out var key))
        {
            return false;
        }
        SkipSpace();
        if (!TrySkip(':') && !TrySkip("=>"))
        {
            fault = new ParserTrace(text).In("Tag", at).In("Alt", at);
            return false;
        }
        if (!TryReadValue(out var value))
        {
            return false;
        }
        fields.Add(new(key, value));
        return true;
    }

    private bool TryReadKey(out string key)
    {
        var start = at;
        TrySkip(':');
        if (TryReadString(out key) || (IsSound && TryReadSymbol(out key)))
        {
            return true;
        }
        at = start;
        return false;
    }

    private bool TryReadSymbol(out string symbol)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }
        symbol = text[start..at];
        return at > start;
    }

    private bool TryReadValue(out Value value)
    {
        value = default;
        SkipSpace();
        if (TrySkip("nil"))
        {
            return true;
        }
        if (TryReadHash(out value) || (IsSound && TryReadArray(out value)))
        {
            return true;
        }
        if (!IsSound)
        {
            return false;
        }
        var start = at;
        if (at < text.Length && text[at] == ':' && TryReadKey(out var symbol))
        {
            value = symbol;
            return true;
        }
        if (IsSound && TryReadString(out var @string))
        {
            value = @string;
            return true;
        }
        if (fault is not null && start < text.Length && text[start] != ':')
        {
            fault.In("bytes", start);
        }
        if (!IsSound)
        {
            return false;
        }
        if (TryReadNumber(out value))
        {
            return true;
        }
        if (IsSound && (TrySkip("true") || TrySkip("false")))
        {
            value = Value.From(text[at - 2] == 'u');
            return true;
        }
        return false;
    }

    private bool TryReadArray(out Value value)
    {
        value = default;
        var start = at;
        if (!TrySkip('[') || !TryEnter())
        {
            return false;
        }
        var array = new VrlArray();
        var end = at;
        while (TryReadValue(out var item))
        {
            array.AddOwned(item);
            end = at;
            if (!TrySkipAfterSpace(','))
            {
                break;
            }
        }
        if (IsSound)
        {
            at = end;
        }
        depth--;
        if (!Close(']', "array", start))
        {
            return false;
        }
        value = Value.From(array);
        return true;
    }

    /// <summary>A text in quotes, as it stands there.</summary>
    private bool TryReadString(out string value)
    {
        value = "";
        var start = at;
        if (at >= text.Length || text[at] is not ('"' or '\''))
        {
            return false;
        }
        var quote = text[at++];
        var first = at;
        var end = EndOfString(first, quote);
        if (end >= text.Length || text[end] != quote)
        {
            fault = new ParserTrace(text).Wanted(quote, end).In("string", start);
            return false;
        }
        value = text[first..end];
        at = end + 1;
        return true;
    }

    /// <summary>
    /// Where the text in quotes ends. A backslash takes out the quote or a backslash, and stands before anything else only behind plain characters: where it
    /// does not, nothing of the text counts.
    /// </summary>
    private int EndOfString(int first, char quote)
    {
        var i = first;
        while (i < text.Length && text[i] != quote)
        {
            if (text[i] != '\\')
            {
                i++;
                while (i < text.Length && text[i] != quote && text[i] != '\\')
                {
                    i++;
                }
                var isPlainEscape =
                    i + 1 < text.Length
                    && text[i] == '\\'
                    && text[i + 1] != '\\'
                    && text[i + 1] != quote;
                i += isPlainEscape ? 2 : 0;
                continue;
            }
            if (i + 1 >= text.Length || (text[i + 1] != '\\' && text[i + 1] != quote))
            {
                return first;
            }
            i += 2;
        }
        return Math.Min(i, text.Length);
    }

    private bool TryReadNumber(out Value value)
    {
        value = default;
        var start = at;
        var end = at;
        if (end < text.Length && text[end] is '+' or '-')
        {
            end++;
        }
        foreach (var word in (ReadOnlySpan<string>)["infinity", "inf"])
        {
            if (text.AsSpan(start).StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                at = start + word.Length;
                value = double.PositiveInfinity;
                return true;
            }
        }
        var whole = DigitsAt(end);
        end += whole;
        var fraction = 0;
        if (end < text.Length && text[end] == '.')
        {
            fraction = DigitsAt(end + 1);
            end += whole > 0 || fraction > 0 ? fraction + 1 : 0;
        }
        if (whole == 0 && fraction == 0)
        {
            return false;
        }
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var sign = end + 1 < text.Length && text[end + 1] is '+' or '-' ? 1 : 0;
            var exponent = DigitsAt(end + 1 + sign);
            if (exponent == 0)
            {
                fault = new ParserTrace(text).In("Float", start);
                return false;
            }
            end += 1 + sign + exponent;
        }
        at = end;
        value = double.Parse(
            text.AsSpan(start, end - start),
            NumberStyles.Float,
            CultureInfo.InvariantCulture
        );
        return true;
    }

    private int DigitsAt(int place)
    {
        var end = place;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }
        return end - place;
    }

    private bool TryEnter()
    {
        if (++depth > MaxDepth)
        {
            error = "nested too deeply";
        }
        return error is null;
    }

    /// <summary>What began must be closed.</summary>
    private bool Close(char bracket, string what, int start)
    {
        if (IsSound)
        {
            SkipSpace();
            if (TrySkip(bracket))
            {
                return true;
            }
            fault = new ParserTrace(text).Wanted(bracket, at);
        }
        fault?.In(what, start);
        return false;
    }

    private void SkipSpace()
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }
    }

    private bool TrySkip(char c)
    {
        if (at >= text.Length || text[at] != c)
        {
            return false;
        }
        at++;
        return true;
    }

    private bool TrySkip(string word)
    {
        if (!text.AsSpan(at).StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }
        at += word.Length;
        return true;
    }

    private bool TrySkipAfterSpace(char c)
    {
        var start = at;
        SkipSpace();
        if (TrySkip(c))
        {
            return true;
        }
        at = start;
        return false;
    }
}
