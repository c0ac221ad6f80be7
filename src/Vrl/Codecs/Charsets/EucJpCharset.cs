using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>EUC-JP: two bytes for a character, or a mark and one for a half-width one, or a mark and two for one of JIS X 0212.</summary>
internal sealed class EucJpCharset()
    : MultibyteCharset(FrameworkCharset.DecodingPage(51932), FrameworkCharset.Page(51932))
{
    /// <summary>It has JIS X 0212, its second byte without the high bit.</summary>
    private static readonly Encoding supplement = FrameworkCharset.DecodingPage(20932);

    protected override int Take(ReadOnlySpan<byte> data, StringBuilder text)
    {
        switch (data)
        {
            case [0x8E, >= 0xA1 and <= 0xDF, ..]:
                text.Append((char)('\uFF61' + data[1] - 0xA1));
                return 2;
            // The framework takes these two for characters of JIS X 0208 only.
            case [0x8F, 0xA2, 0xB7 or 0xF1, ..]:
                text.Append(data[2] == 0xB7 ? '～' : '№');
                return 3;
            case [0x8F, >= 0xA1 and <= 0xFE, >= 0xA1 and <= 0xFE, ..]:
                // The framework has more behind the last row of the standard.
                if (data[1] > 0xED)
                {
                    return TakeUnknown(3, text);
                }
                TakeCharacter([data[1], (byte)(data[2] & 0x7F)], supplement, text);
                return 3;
            case [0x8F, >= 0xA1 and <= 0xFE]:
                return TakeUnknown(2, text);
            case [0x8F, >= 0xA1 and <= 0xFE, ..]:
                return TakeUnknown(data[2] < 0x80 ? 2 : 3, text);
            case [>= 0xA1 and <= 0xFE, >= 0xA1 and <= 0xFE, ..]:
                return TakeCharacter(data[..2], text);
            case [0x8E or 0x8F or (>= 0xA1 and <= 0xFE), >= 0x80, ..]:
                return TakeUnknown(2, text);
            default:
                return TakeUnknown(1, text);
        }
    }
}
