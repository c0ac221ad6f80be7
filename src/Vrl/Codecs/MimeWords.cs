using System.Text;
using Freshet.Vrl.Codecs.Charsets;

namespace Freshet.Vrl.Codecs;

/// <summary>The encoded words of message headers (RFC 2047): <c>=?charset?encoding?text?=</c>. Read as upstream reads them, which is laxer.</summary>
internal static class MimeWords
{
    private const string Open = "=?";
    private const string Close = "?=";

    /// <summary>Decodes all words up to the first that has not the form of one; where there is none, the text as a word without delimiters, if it is one.</summary>
    public static bool TryDecode(string text, out string decoded, out string error)
    {
        var output = new StringBuilder();
        var at = 0;
        error = "";
        while (TryFindWord(text, at, out var start, out var word, out var end))
        {
            if (!TryDecode(word, out var part, out error))
            {
                decoded = "";
                return false;
            }
            output.Append(text, at, start - at).Append(part);
            at = end;
        }
        if (
            at == 0
            && Word.TryRead(text, 0, out var bare, out var rest)
            && TryDecode(bare, out var whole, out _)
        )
        {
            output.Append(whole);
            at = rest;
        }
        decoded = output.Append(text, at, text.Length - at).ToString();
        return true;
    }

    private static bool TryFindWord(
        string text,
        int from,
        out int start,
        out Word word,
        out int end
    )
    {
        start = text.IndexOf(Open, from, StringComparison.Ordinal);
        word = Word.None;
        end = 0;
        if (
            start < 0
            || !Word.TryRead(text, start + Open.Length, out word, out end)
            || string.CompareOrdinal(text, end, Close, 0, Close.Length) != 0
        )
        {
            return false;
        }
        end += Close.Length;
        return true;
    }

    private static bool TryDecode(Word word, out string decoded, out string error)
    {
        decoded = "";
        error = "";
        byte[] data;
        switch (word.Encoding)
        {
            case "B" or "b":
                if (!Base64Alphabet.TryDecodePadded(Encoding.UTF8.GetBytes(word.Text), out data))
                {
                    error = "Unable to decode base64 value";
                    return false;
                }
                break;
            case "Q" or "q":
                data = DecodeQuoted(word.Text.Replace('_', ' '));
                break;
            default:
                error = $"Invalid encoding: \"{word.Encoding}\"";
                return false;
        }
        if (!Charset.TryGet(word.Charset, out var charset) || charset.IsReplacement)
        {
            error = $"Unable to decode \"{word.Charset}\" value";
            return false;
        }
        decoded = charset.Decode(data);
        return true;
    }

    /// <summary>
    /// Quoted-printable (RFC 2045, 6.7): an equals sign and two hexadecimal digits are a byte, one at the end of a line joins it with the next. Others stay,
    /// what is not printable ASCII is left out, and ends of lines become CR LF.
    /// </summary>
    private static byte[] DecodeQuoted(string text)
    {
        var trimmed = text.TrimEnd();
        var lines = new string([
            .. trimmed.Where(c => c is '\t' or '\r' or '\n' or (>= ' ' and <= '~')),
        ]).Split('\n');
        var data = new List<byte>(text.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            var isJoined = AppendLine(line, data);
            if (!isJoined && i < lines.Length - 1)
            {
                data.AddRange("\r\n"u8);
            }
        }
        data.AddRange(Encoding.UTF8.GetBytes(text[trimmed.Length..]));
        return [.. data];
    }

    private static bool AppendLine(string line, List<byte> data)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '=')
            {
                data.Add((byte)line[i]);
            }
            else if (i == line.Length - 1)
            {
                return true;
            }
            else if (
                i + 2 < line.Length
                && char.IsAsciiHexDigit(line[i + 1])
                && char.IsAsciiHexDigit(line[i + 2])
            )
            {
                data.AddRange(Convert.FromHexString(line.AsSpan(i + 1, 2)));
                i += 2;
            }
            else
            {
                data.Add((byte)'=');
            }
        }
        return false;
    }

    /// <summary>What is between the delimiters.</summary>
    private sealed record Word(string Charset, string Encoding, string Text)
    {
        public static Word None { get; } = new("", "", "");

        /// <summary>Reads a word and where it ends: before its closing delimiter, or with the text.</summary>
        public static bool TryRead(string text, int start, out Word word, out int end)
        {
            word = None;
            end = 0;
            var charset = text.IndexOf('?', start);
            var encoding = charset < 0 ? -1 : text.IndexOf('?', charset + 1);
            if (encoding < 0)
            {
                return false;
            }
            end = text.IndexOf(Close, encoding + 1, StringComparison.Ordinal);
            end = end < 0 ? text.Length : end;
            word = new(
                charset == start ? "utf-8" : text[start..charset],
                text[(charset + 1)..encoding],
                text[(encoding + 1)..end]
            );
            return true;
        }
    }
}
