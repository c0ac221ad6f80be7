namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>The codes of lengths and offsets (RFC 8878, 3.1.1.3.2.1) and the tables that need not be told (3.1.1.3.2.2).</summary>
internal static class SequenceCodes
{
    public const int LiteralLengths = 36;
    public const int MatchLengths = 53;
    public const int Offsets = 32;

    public const int LiteralLengthLog = 9;
    public const int MatchLengthLog = 9;
    public const int OffsetLog = 8;

    public const int MinimumMatch = 3;

    // csharpier-ignore
    public static FseTable LiteralLengthTable { get; } =
        new(
            6,
            [
                4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1
            ]
        );

    // csharpier-ignore
    public static FseTable MatchLengthTable { get; } =
        new(
            6,
            [
                1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
            ]
        );

    // csharpier-ignore
    public static FseTable OffsetTable { get; } =
        new(
            5,
            [
                1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
            ]
        );

    /// <summary>The lowest length of each code; the bits that follow are added.</summary>
    // csharpier-ignore
    public static ReadOnlySpan<int> LiteralLengthBases =>
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096,
            8192, 16384, 32768, 65536
        ];

    // csharpier-ignore
    public static ReadOnlySpan<byte> LiteralLengthBits =>
        [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
        ];

    /// <inheritdoc cref="LiteralLengthBases"/>
    // csharpier-ignore
    public static ReadOnlySpan<int> MatchLengthBases =>
        [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
            37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
        ];

    // csharpier-ignore
    public static ReadOnlySpan<byte> MatchLengthBits =>
        [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4,
            5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
        ];

    /// <summary>The code whose range a length is in.</summary>
    public static int CodeOf(ReadOnlySpan<int> bases, int length)
    {
        var at = bases.BinarySearch(length);
        return at >= 0 ? at : ~at - 1;
    }
}
