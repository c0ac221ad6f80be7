using System.Globalization;
using System.Text;
using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

/// <summary>What stands between the quotes of a string, whose escapes the lexer has found to be good.</summary>
internal static class StringText
{
    /// <summary>
    /// Splits off the templates. They are looked for before escapes are undone: in <c>"\\{{ a }}"</c> it is the second backslash that keeps the braces.
    /// What an opened template that never closes would hold is dropped, and so is one of nothing: <c>{{}}</c>.
    /// </summary>
    /// <param name="content">The content as written.</param>
    /// <param name="start">Where it stands in the source.</param>
    public static IReadOnlyList<TemplatePart> Parts(ReadOnlySpan<byte> content, int start)
    {
        var parts = new List<TemplatePart>();
        var literal = new List<byte>();
        var literalStart = 0;
        var at = 0;
        while (at < content.Length)
        {
            var rest = content[at..];
            if (rest.StartsWith("""\{{"""u8) || rest.StartsWith("""\}}"""u8))
            {
                literal.AddRange(rest[1..3]);
                at += 3;
            }
            else if (rest.StartsWith("{{"u8))
            {
                Flush(at);
                var length = rest[2..].IndexOf("}}"u8);
                if (length < 0)
                {
                    return parts;
                }
                if (length > 0)
                {
                    parts.Add(
                        new TemplatePart(
                            new Span(start + at, start + at + length + 4),
                            Encoding.UTF8.GetString(rest.Slice(2, length)).Trim(),
                            IsVariable: true
                        )
                    );
                }
                at += length + 4;
                literalStart = at;
            }
            else
            {
                literal.Add(rest[0]);
                at++;
            }
        }
        Flush(at);
        return parts;

        void Flush(int end)
        {
            if (literal.Count == 0)
            {
                return;
            }
            parts.Add(
                new TemplatePart(
                    new Span(start + literalStart, start + end),
                    Unescape([.. literal]),
                    IsVariable: false
                )
            );
            literal.Clear();
        }
    }

    public static string Unescape(ReadOnlySpan<byte> text)
    {
        var first = text.IndexOf((byte)'\\');
        if (first < 0)
        {
            return Encoding.UTF8.GetString(text);
        }
        var result = new StringBuilder();
        while (first >= 0 && first + 1 < text.Length)
        {
            result.Append(Encoding.UTF8.GetString(text[..first]));
            text = text[(first + 1)..];
            text = text[Escape(text, result)..];
            first = text.IndexOf((byte)'\\');
        }
        return result.Append(Encoding.UTF8.GetString(text)).ToString();
    }

    /// <summary>Undoes the escape whose backslash is before the text; gives its length without that.</summary>
    private static int Escape(ReadOnlySpan<byte> text, StringBuilder result)
    {
        switch (text[0])
        {
            case (byte)'\n':
                return 1 + WhiteSpace(text[1..]);
            case (byte)'u' when text.IndexOf((byte)'}') is > 2 and var end:
                result.Append(
                    new Rune(
                        int.Parse(
                            text[2..end],
                            NumberStyles.AllowHexSpecifier,
                            CultureInfo.InvariantCulture
                        )
                    )
                );
                return end + 1;
            default:
                result.Append(
                    text[0] switch
                    {
                        (byte)'n' => '\n',
                        (byte)'r' => '\r',
                        (byte)'t' => '\t',
                        (byte)'0' => '\0',
                        var other => (char)other,
                    }
                );
                return 1;
        }
    }

    private static int WhiteSpace(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length)
        {
            Rune.DecodeFromUtf8(text[length..], out var rune, out var consumed);
            if (!Rune.IsWhiteSpace(rune))
            {
                break;
            }
            length += consumed;
        }
        return length;
    }
}
