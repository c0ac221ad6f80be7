using System.Buffers.Binary;
using System.Buffers.Text;

namespace Freshet.LoadTest.Clients;

/// <summary>
/// How an event says which it is: <c>@</c>, twelve digits, and a quotation mark. No server writes an <c>@</c> of its own into a stream, so that finding an
/// event is a search for one byte.
/// </summary>
internal static class EventMarker
{
    public const byte Begin = (byte)'@';
    public const byte End = (byte)'"';
    public const int Digits = 12;
    public const int Length = Digits + 2;

    private const ulong Zeros = 0x3030303030303030;
    private const ulong HighHalves = 0xF0F0F0F0F0F0F0F0;
    private const ulong UpToTen = 0x0606060606060606;

    /// <summary>Writes the digits alone.</summary>
    public static void WriteNumber(Span<byte> target, long number) =>
        Utf8Formatter.TryFormat(number, target[..Digits], out _, new('D', Digits));

    /// <summary>The number that twelve digits are; -1 where they are not all digits.</summary>
    public static long ReadNumber(ReadOnlySpan<byte> digits)
    {
        var first = BinaryPrimitives.ReadUInt64LittleEndian(digits);
        var last = BinaryPrimitives.ReadUInt64LittleEndian(digits[4..]);
        // The halves overlap by four digits, which the second gives away.
        return AreDigits(first) && AreDigits(last)
            ? Value(first) * 10_000 + Value(last) % 10_000
            : -1;
    }

    private static bool AreDigits(ulong text) =>
        (text & HighHalves) == Zeros && ((text + UpToTen) & HighHalves) == Zeros;

    // Eight digits at once: pairs, then fours, then all.
    private static long Value(ulong text)
    {
        text = (text & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
        text = (text & 0x00FF00FF00FF00FF) * 6553601 >> 16;
        return (long)((text & 0x0000FFFF0000FFFF) * 42949672960001 >> 32);
    }
}
