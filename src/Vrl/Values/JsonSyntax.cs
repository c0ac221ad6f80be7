using System.Buffers;

namespace Freshet.Vrl.Values;

/// <summary>
/// Passes over JSON without reading what it says: numbers may be beyond any range, escapes may be lone surrogates, bytes in strings may be no UTF-8, and
/// nothing is too deep.
/// </summary>
internal ref struct JsonSyntax(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> stringStops = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(static control => (byte)control),
        (byte)'"',
        (byte)'\\',
    ]);

    private readonly ReadOnlySpan<byte> json = json;

    /// <summary>What closes the arrays and objects that are open.</summary>
    private readonly Stack<byte> open = new();
    private int at;

    /// <summary>The byte that is next; 0, which is in no JSON, at the end.</summary>
    private readonly byte Next => at < json.Length ? json[at] : (byte)0;

    /// <summary>Whether it is one value, with white space around it.</summary>
    public static bool Holds(ReadOnlySpan<byte> json) => new JsonSyntax(json).SkipDocument();

    private bool SkipDocument()
    {
        while (true)
        {
            if (open.TryPeek(out var close) && close == '}' && !SkipKey())
            {
                return false;
            }
            SkipSpace();
            if (Next is (byte)'[' or (byte)'{')
            {
                // In ASCII what closes is two behind what opens.
                open.Push((byte)(Next + 2));
                at++;
                SkipSpace();
                if (Next != open.Peek())
                {
                    continue;
                }
            }
            else if (!SkipScalar())
            {
                return false;
            }
            SkipSpace();
            while (open.TryPeek(out close) && Next == close)
            {
                open.Pop();
                at++;
                SkipSpace();
            }
            if (open.Count == 0)
            {
                return at == json.Length;
            }
            if (!Skip((byte)','))
            {
                return false;
            }
        }
    }

    private bool SkipKey()
    {
        SkipSpace();
        if (!SkipString())
        {
            return false;
        }
        SkipSpace();
        return Skip((byte)':');
    }

    private bool SkipScalar() =>
        Next switch
        {
            (byte)'"' => SkipString(),
            (byte)'t' => SkipWord("true"u8),
            (byte)'f' => SkipWord("false"u8),
            (byte)'n' => SkipWord("null"u8),
            _ => SkipNumber(),
        };

    private bool SkipWord(ReadOnlySpan<byte> word)
    {
        if (!json[at..].StartsWith(word))
        {
            return false;
        }
        at += word.Length;
        return true;
    }

    private bool SkipNumber()
    {
        Skip((byte)'-');
        if (!Skip((byte)'0') && !SkipDigits())
        {
            return false;
        }
        if (Skip((byte)'.') && !SkipDigits())
        {
            return false;
        }
        if (Skip((byte)'e') || Skip((byte)'E'))
        {
            _ = Skip((byte)'+') || Skip((byte)'-');
            return SkipDigits();
        }
        return true;
    }

    private bool SkipDigits()
    {
        var length = json[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? json.Length - at : length;
        at += length;
        return length > 0;
    }

    private bool SkipString()
    {
        if (!Skip((byte)'"'))
        {
            return false;
        }
        while (true)
        {
            var length = json[at..].IndexOfAny(stringStops);
            if (length < 0)
            {
                return false;
            }
            at += length;
            if (Skip((byte)'"'))
            {
                return true;
            }
            if (!SkipEscape())
            {
                return false;
            }
        }
    }

    private bool SkipEscape()
    {
        if (!Skip((byte)'\\'))
        {
            return false;
        }
        var escaped = Next;
        at++;
        if (escaped != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(escaped);
        }
        for (var i = 0; i < 4; i++, at++)
        {
            if (!char.IsAsciiHexDigit((char)Next))
            {
                return false;
            }
        }
        return true;
    }

    private void SkipSpace()
    {
        var length = json[at..].IndexOfAnyExcept(" \t\r\n"u8);
        at = length < 0 ? json.Length : at + length;
    }

    private bool Skip(byte expected)
    {
        if (at >= json.Length || json[at] != expected)
        {
            return false;
        }
        at++;
        return true;
    }
}
