using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>ISO-2022-JP: seven bits, of which escape sequences say what they stand for.</summary>
internal sealed class Iso2022JpCharset : Charset
{
    private const byte Escape = 0x1B;

    private static readonly Encoding encoding = FrameworkCharset.Page(50220);

    /// <summary>It has the same table, its bytes with the high bit.</summary>
    private static readonly EucJpCharset kanji = new();

    public override byte[] Encode(string text) => encoding.GetBytes(text);

    public override string Decode(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder(data.Length);
        var set = Set.Ascii;
        var isSetUnused = false;
        while (!data.IsEmpty)
        {
            if (data[0] == Escape && SetOf(data) is { } next)
            {
                // A set that nothing is written in is an error.
                if (isSetUnused)
                {
                    text.Append('\uFFFD');
                }
                (set, isSetUnused) = (next, true);
                data = data[3..];
                continue;
            }
            isSetUnused = false;
            data = data[Take(data, set, text)..];
        }
        return text.ToString();
    }

    private static Set? SetOf(ReadOnlySpan<byte> data) =>
        data switch
        {
            [_, (byte)'(', (byte)'B', ..] => Set.Ascii,
            [_, (byte)'(', (byte)'J', ..] => Set.Roman,
            [_, (byte)'(', (byte)'I', ..] => Set.Katakana,
            [_, (byte)'$', (byte)'@' or (byte)'B', ..] => Set.Kanji,
            _ => null,
        };

    private static int Take(ReadOnlySpan<byte> data, Set set, StringBuilder text)
    {
        var one = data[0];
        if (set == Set.Kanji && one is >= 0x21 and <= 0x7E)
        {
            // An escape sequence within a character stays.
            if (data is [_, Escape, ..])
            {
                text.Append('\uFFFD');
                return 1;
            }
            text.Append(
                data is [_, >= 0x21 and <= 0x7E, ..]
                    ? kanji.Decode([(byte)(one | 0x80), (byte)(data[1] | 0x80)])
                    : "\uFFFD"
            );
            return Math.Min(data.Length, 2);
        }
        text.Append(
            (set, one) switch
            {
                (Set.Katakana, >= 0x21 and <= 0x5F) => (char)('\uFF61' + one - 0x21),
                (Set.Katakana or Set.Kanji, _) or (_, >= 0x80 or 0x0E or 0x0F or Escape) =>
                    '\uFFFD',
                (Set.Roman, (byte)'\\') => '¥',
                (Set.Roman, (byte)'~') => '‾',
                _ => (char)one,
            }
        );
        return 1;
    }

    private enum Set : byte
    {
        Ascii,
        Roman,
        Katakana,
        Kanji,
    }
}
