using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Yaml;

/// <summary>Reads directives, anchors, aliases and tags. Each of the methods says false where it failed the source.</summary>
internal static class YamlProperties
{
    private const string Directive = "while scanning a directive";
    private const string VersionDirective = "while scanning a %YAML directive";
    private const string TagDirective = "while scanning a %TAG directive";
    private const string Tag = "while scanning a tag";

    public static bool TryReadDirective(YamlSource source, out YamlToken token)
    {
        token = default;
        var start = source.Mark;
        source.Skip();
        var name = ReadWord(source);
        if (name.Length == 0)
        {
            return source.Fail("could not find expected directive name", Directive, start);
        }
        if (!source.IsBlankOrEnd())
        {
            return source.Fail("found unexpected non-alphabetical character", Directive, start);
        }
        var isRead = name switch
        {
            "YAML" => TryReadVersion(source, start, out token),
            "TAG" => TryReadHandleDirective(source, start, out token),
            _ => source.Fail("found unknown directive name", Directive, start),
        };
        if (!isRead)
        {
            return false;
        }
        source.SkipBlanks();
        source.SkipComment();
        if (!source.IsBreakOrEnd)
        {
            return source.Fail("did not find expected comment or line break", Directive, start);
        }
        source.SkipBreak();
        return true;
    }

    /// <summary>The name after <c>&amp;</c> or <c>*</c>.</summary>
    public static bool TryReadAnchor(YamlSource source, out YamlToken token)
    {
        token = default;
        var start = source.Mark;
        var isAlias = source.Peek() == '*';
        source.Skip();
        var name = ReadWord(source);
        var isEnded =
            source.IsBlankOrEnd()
            || source.Peek() is '?' or ':' or ',' or ']' or '}' or '%' or '@' or '`';
        if (name.Length == 0 || !isEnded)
        {
            return source.Fail(
                "did not find expected alphabetic or numeric character",
                isAlias ? "while scanning an alias" : "while scanning an anchor",
                start
            );
        }
        var kind = isAlias ? YamlTokenKind.Alias : YamlTokenKind.Anchor;
        token = new(kind, start, source.Mark, name);
        return true;
    }

    /// <summary><c>!&lt;whole&gt;</c>, which gives no handle, <c>!handle!rest</c> or <c>!rest</c>.</summary>
    public static bool TryReadTag(YamlSource source, bool isInFlow, out YamlToken token)
    {
        token = default;
        var start = source.Mark;
        var handle = "";
        string suffix;
        if (source.Peek(1) == '<')
        {
            source.Skip(2);
            if (!TryReadUri(source, isWhole: true, isDirective: false, "", start, out suffix))
            {
                return false;
            }
            if (source.Peek() != '>')
            {
                return source.Fail("did not find the expected '>'", Tag, start);
            }
            source.Skip();
        }
        else
        {
            if (!TryReadHandle(source, isDirective: false, start, out handle))
            {
                return false;
            }
            var hasHandle = handle.Length > 1 && handle[^1] == '!';
            var first = hasHandle ? "" : handle;
            if (!TryReadUri(source, isWhole: false, isDirective: false, first, start, out suffix))
            {
                return false;
            }
            if (!hasHandle)
            {
                (handle, suffix) = suffix.Length == 0 ? ("", "!") : ("!", suffix);
            }
        }
        if (!source.IsBlankOrEnd() && !(isInFlow && source.Peek() == ','))
        {
            return source.Fail("did not find expected whitespace or line break", Tag, start);
        }
        token = new(YamlTokenKind.Tag, start, source.Mark, handle, suffix);
        return true;
    }

    private static bool TryReadVersion(YamlSource source, YamlMark start, out YamlToken token)
    {
        token = default;
        source.SkipBlanks();
        if (!TryReadVersionNumber(source, start, out var major))
        {
            return false;
        }
        if (source.Peek() != '.')
        {
            return source.Fail(
                "did not find expected digit or '.' character",
                VersionDirective,
                start
            );
        }
        source.Skip();
        if (!TryReadVersionNumber(source, start, out var minor))
        {
            return false;
        }
        var version = string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}");
        token = new(YamlTokenKind.VersionDirective, start, source.Mark, version);
        return true;
    }

    private static bool TryReadVersionNumber(YamlSource source, YamlMark start, out int number)
    {
        number = 0;
        var length = 0;
        for (; char.IsAsciiDigit(source.Peek()); source.Skip())
        {
            if (++length > 9)
            {
                return source.Fail("found extremely long version number", VersionDirective, start);
            }
            number = (number * 10) + (source.Peek() - '0');
        }
        return length > 0
            || source.Fail("did not find expected version number", VersionDirective, start);
    }

    private static bool TryReadHandleDirective(
        YamlSource source,
        YamlMark start,
        out YamlToken token
    )
    {
        token = default;
        source.SkipBlanks();
        if (!TryReadHandle(source, isDirective: true, start, out var handle))
        {
            return false;
        }
        if (!source.IsBlank())
        {
            return source.Fail("did not find expected whitespace", TagDirective, start);
        }
        source.SkipBlanks();
        if (!TryReadUri(source, isWhole: true, isDirective: true, "", start, out var prefix))
        {
            return false;
        }
        if (!source.IsBlankOrEnd())
        {
            return source.Fail(
                "did not find expected whitespace or line break",
                TagDirective,
                start
            );
        }
        token = new(YamlTokenKind.TagDirective, start, source.Mark, handle, prefix);
        return true;
    }

    private static bool TryReadHandle(
        YamlSource source,
        bool isDirective,
        YamlMark start,
        out string handle
    )
    {
        handle = "";
        if (source.Peek() != '!')
        {
            return source.Fail(
                "did not find expected '!'",
                isDirective ? "while scanning a tag directive" : Tag,
                start
            );
        }
        source.Skip();
        handle = "!" + ReadWord(source);
        if (source.Peek() == '!')
        {
            handle += "!";
            source.Skip();
        }
        else if (isDirective && handle.Length > 1)
        {
            return source.Fail("did not find expected '!'", "while parsing a tag directive", start);
        }
        return true;
    }

    /// <param name="head">What was read as a handle but was the start of this, with its <c>!</c>; empty if nothing was.</param>
    private static bool TryReadUri(
        YamlSource source,
        bool isWhole,
        bool isDirective,
        string head,
        YamlMark start,
        out string uri
    )
    {
        var context = isDirective ? "while parsing a %TAG directive" : "while parsing a tag";
        var text = new StringBuilder(
            head,
            head.Length > 1 ? 1 : 0,
            Math.Max(0, head.Length - 1),
            16
        );
        var length = head.Length;
        for (; IsUri(source, isWhole); length++)
        {
            if (source.Peek() != '%')
            {
                source.Read(text);
            }
            else if (!TryReadUriEscapes(source, text, context, start))
            {
                uri = "";
                return false;
            }
        }
        uri = text.ToString();
        return length > 0 || source.Fail("did not find expected tag URI", context, start);
    }

    private static bool IsUri(YamlSource source, bool isWhole) =>
        source.IsWord
        || source.Peek()
            is ';'
                or '/'
                or '?'
                or ':'
                or '@'
                or '&'
                or '='
                or '+'
                or '$'
                or '.'
                or '!'
                or '~'
                or '*'
                or '\''
                or '('
                or ')'
                or '%'
        || (isWhole && source.Peek() is ',' or '[' or ']');

    /// <summary>The bytes of one character.</summary>
    private static bool TryReadUriEscapes(
        YamlSource source,
        StringBuilder into,
        string context,
        YamlMark start
    )
    {
        Span<byte> bytes = stackalloc byte[4];
        var length = 1;
        for (var read = 0; read < length; read++)
        {
            if (
                source.Peek() != '%'
                || source.HexDigit(1) is not { } high
                || source.HexDigit(2) is not { } low
            )
            {
                return source.Fail("did not find URI escaped octet", context, start);
            }
            var octet = (byte)((high << 4) | low);
            if (read == 0)
            {
                length = octet switch
                {
                    < 0x80 => 1,
                    >= 0xC0 and < 0xE0 => 2,
                    >= 0xE0 and < 0xF0 => 3,
                    >= 0xF0 and < 0xF8 => 4,
                    _ => 0,
                };
                if (length == 0)
                {
                    return source.Fail("found an incorrect leading UTF-8 octet", context, start);
                }
            }
            else if ((octet & 0xC0) != 0x80)
            {
                return source.Fail("found an incorrect trailing UTF-8 octet", context, start);
            }
            bytes[read] = octet;
            source.Skip(3);
        }
        into.Append(Encoding.UTF8.GetString(bytes[..length]));
        return true;
    }

    private static string ReadWord(YamlSource source)
    {
        var word = new StringBuilder();
        while (source.IsWord)
        {
            source.Read(word);
        }
        return word.ToString();
    }
}
