using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>A charset of one or two bytes for a character.</summary>
internal sealed class DoubleByteCharset : MultibyteCharset
{
    private readonly bool isShiftJis;
    private readonly int firstTrail;

    private DoubleByteCharset(int page, int firstTrail, bool isShiftJis = false)
        : base(FrameworkCharset.DecodingPage(page), FrameworkCharset.Page(page))
    {
        this.firstTrail = firstTrail;
        this.isShiftJis = isShiftJis;
    }

    public static DoubleByteCharset Big5() => new(950, firstTrail: 0x40);

    public static DoubleByteCharset EucKr() => new(949, firstTrail: 0x41);

    public static DoubleByteCharset ShiftJis() => new(932, firstTrail: 0x40, isShiftJis: true);

    /// <summary>Shift JIS has rows for characters of one's own.</summary>
    protected override bool HasPrivateUse => isShiftJis;

    protected override int Take(ReadOnlySpan<byte> data, StringBuilder text)
    {
        if (isShiftJis && (data[0] == 0x80 || IsBetween(data[0], 0xA1, 0xDF)))
        {
            text.Append(data[0] == 0x80 ? '\u0080' : (char)('\uFF61' + data[0] - 0xA1));
            return 1;
        }
        if (data is [_] || !IsLead(data[0]))
        {
            return TakeUnknown(1, text);
        }
        if (IsTrail(data[1]))
        {
            return TakeCharacter(data[..2], text);
        }
        return TakeUnknown(data[1] < 0x80 ? 1 : 2, text);
    }

    private bool IsLead(byte one) =>
        isShiftJis
            ? IsBetween(one, 0x81, 0x9F) || IsBetween(one, 0xE0, 0xFC)
            : IsBetween(one, 0x81, 0xFE);

    private bool IsTrail(byte one) =>
        one != 0x7F && IsBetween(one, firstTrail, isShiftJis ? 0xFC : 0xFE);
}
