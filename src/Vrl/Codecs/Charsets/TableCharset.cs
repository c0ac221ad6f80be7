using System.Collections.Frozen;
using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>A charset of one byte for a character, of which the first half is ASCII.</summary>
internal sealed class TableCharset : Charset
{
    private const int Half = 128;

    private readonly string upper;
    private readonly FrozenDictionary<char, byte> bytes;

    /// <param name="upper">The characters of the bytes from 0x80 on; U+FFFD for those that have none.</param>
    private TableCharset(string upper)
    {
        this.upper = upper;
        var places = new Dictionary<char, byte>();
        for (var i = 0; i < upper.Length; i++)
        {
            if (upper[i] != '\uFFFD')
            {
                places.TryAdd(upper[i], (byte)(Half + i));
            }
        }
        bytes = places.ToFrozenDictionary();
    }

    /// <summary>The charset of that name: from the framework's code page where it has one, put right where the standard differs.</summary>
    public static TableCharset Make(string name) =>
        new(
            name switch
            {
                "ibm866" => Page(866),
                "iso-8859-2" => Page(28592),
                "iso-8859-3" => Page(28593),
                "iso-8859-4" => Page(28594),
                "iso-8859-5" => Page(28595),
                "iso-8859-6" => Page(28596),
                "iso-8859-7" => Page(
                    28597,
                    (0xA1, '\u2018'),
                    (0xA2, '\u2019'),
                    (0xA4, '\u20AC'),
                    (0xA5, '\u20AF'),
                    (0xAA, '\u037A')
                ),
                "iso-8859-8" => Page(28598, (0xAF, '\u00AF'), (0xFD, '\u200E'), (0xFE, '\u200F')),
                "iso-8859-10" => Controls + Latin6,
                "iso-8859-13" => Page(28603),
                "iso-8859-14" => Controls + Latin8,
                "iso-8859-15" => Page(28605),
                "iso-8859-16" => Controls + Latin10,
                "koi8-r" => Page(20866),
                "koi8-u" => Page(21866),
                "macintosh" => Page(10000, (0xBD, '\u03A9')),
                "windows-874" => Page(874),
                "x-mac-cyrillic" => Page(10017, (0xFF, '\u20AC')),
                "x-user-defined" => Sequence('\uF780', Half),
                _ => Page(int.Parse(name.AsSpan("windows-".Length))),
            }
        );

    /// <summary>ISO 8859-10 from 0xA0 on, which the framework lacks.</summary>
    private const string Latin6 =
        "\u00A0\u0104\u0112\u0122\u012A\u0128\u0136\u00A7\u013B\u0110\u0160\u0166\u017D\u00AD\u016A\u014A\u00B0\u0105\u0113\u0123\u012B\u0129\u0137\u00B7\u013C\u0111\u0161\u0167\u017E\u2015\u016B\u014B"
        + "\u0100\u00C1\u00C2\u00C3\u00C4\u00C5\u00C6\u012E\u010C\u00C9\u0118\u00CB\u0116\u00CD\u00CE\u00CF\u00D0\u0145\u014C\u00D3\u00D4\u00D5\u00D6\u0168\u00D8\u0172\u00DA\u00DB\u00DC\u00DD\u00DE\u00DF"
        + "\u0101\u00E1\u00E2\u00E3\u00E4\u00E5\u00E6\u012F\u010D\u00E9\u0119\u00EB\u0117\u00ED\u00EE\u00EF\u00F0\u0146\u014D\u00F3\u00F4\u00F5\u00F6\u0169\u00F8\u0173\u00FA\u00FB\u00FC\u00FD\u00FE\u0138";

    /// <inheritdoc cref="Latin6"/>
    private const string Latin8 =
        "\u00A0\u1E02\u1E03\u00A3\u010A\u010B\u1E0A\u00A7\u1E80\u00A9\u1E82\u1E0B\u1EF2\u00AD\u00AE\u0178\u1E1E\u1E1F\u0120\u0121\u1E40\u1E41\u00B6\u1E56\u1E81\u1E57\u1E83\u1E60\u1EF3\u1E84\u1E85\u1E61"
        + "\u00C0\u00C1\u00C2\u00C3\u00C4\u00C5\u00C6\u00C7\u00C8\u00C9\u00CA\u00CB\u00CC\u00CD\u00CE\u00CF\u0174\u00D1\u00D2\u00D3\u00D4\u00D5\u00D6\u1E6A\u00D8\u00D9\u00DA\u00DB\u00DC\u00DD\u0176\u00DF"
        + "\u00E0\u00E1\u00E2\u00E3\u00E4\u00E5\u00E6\u00E7\u00E8\u00E9\u00EA\u00EB\u00EC\u00ED\u00EE\u00EF\u0175\u00F1\u00F2\u00F3\u00F4\u00F5\u00F6\u1E6B\u00F8\u00F9\u00FA\u00FB\u00FC\u00FD\u0177\u00FF";

    /// <inheritdoc cref="Latin6"/>
    private const string Latin10 =
        "\u00A0\u0104\u0105\u0141\u20AC\u201E\u0160\u00A7\u0161\u00A9\u0218\u00AB\u0179\u00AD\u017A\u017B\u00B0\u00B1\u010C\u0142\u017D\u201D\u00B6\u00B7\u017E\u010D\u0219\u00BB\u0152\u0153\u0178\u017C"
        + "\u00C0\u00C1\u00C2\u0102\u00C4\u0106\u00C6\u00C7\u00C8\u00C9\u00CA\u00CB\u00CC\u00CD\u00CE\u00CF\u0110\u0143\u00D2\u00D3\u00D4\u0150\u00D6\u015A\u0170\u00D9\u00DA\u00DB\u00DC\u0118\u021A\u00DF"
        + "\u00E0\u00E1\u00E2\u0103\u00E4\u0107\u00E6\u00E7\u00E8\u00E9\u00EA\u00EB\u00EC\u00ED\u00EE\u00EF\u0111\u0144\u00F2\u00F3\u00F4\u0151\u00F6\u015B\u0171\u00F9\u00FA\u00FB\u00FC\u0119\u021B\u00FF";

    private static string Controls => Sequence('\u0080', 32);

    public override string Decode(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder(data.Length);
        foreach (var one in data)
        {
            text.Append(one < Half ? (char)one : upper[one - Half]);
        }
        return text.ToString();
    }

    public override byte[] Encode(string text)
    {
        var encoded = new List<byte>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                encoded.Add((byte)rune.Value);
            }
            else if (rune.IsBmp && bytes.TryGetValue((char)rune.Value, out var one))
            {
                encoded.Add(one);
            }
            else
            {
                encoded.AddRange(
                    Encoding.ASCII.GetBytes(NumericReferenceFallback.ReferenceTo(rune.Value))
                );
            }
        }
        return [.. encoded];
    }

    private static string Page(
        int page,
        params ReadOnlySpan<(int Byte, char Character)> corrections
    )
    {
        var all = new byte[Half];
        for (var i = 0; i < Half; i++)
        {
            all[i] = (byte)(Half + i);
        }
        var characters = FrameworkCharset.Page(page).GetString(all).ToCharArray();
        for (var i = 0; i < Half; i++)
        {
            // Where a byte has no character the framework gives one of private use; only Apple's logo is meant.
            if (characters[i] is >= '\uE000' and < '\uF8FF')
            {
                characters[i] = '\uFFFD';
            }
        }
        foreach (var (one, character) in corrections)
        {
            characters[one - Half] = character;
        }
        return new string(characters);
    }

    private static string Sequence(char first, int count) =>
        new([.. Enumerable.Range(first, count).Select(character => (char)character)]);
}
