using System.Runtime.InteropServices;

namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>The last three offsets, which the next may repeat (RFC 8878, 3.1.1.5).</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RepeatedOffsets()
{
    /// <summary>Values up to this are no offsets, but stand for one of the last.</summary>
    public const int Reserved = 3;

    private uint last = 1;
    private uint second = 4;
    private uint third = 8;

    /// <summary>The offset that a value stands for; 0 where that is none.</summary>
    /// <param name="value">The value of the sequence.</param>
    /// <param name="hasLiterals">Whether literals come before the match; without, the last offset would only go on, so that the values stand for others.</param>
    public uint Take(uint value, bool hasLiterals)
    {
        if (value > Reserved)
        {
            (last, second, third) = (value - Reserved, last, second);
            return last;
        }
        switch (hasLiterals ? value : value + 1)
        {
            case 1:
                return last;
            case 2:
                (last, second) = (second, last);
                return last;
            case 3:
                (last, second, third) = (third, last, second);
                return last;
            default:
                (last, second, third) = (last - 1, last, second);
                return last;
        }
    }

    /// <summary>The value that stands for an offset, which becomes the last.</summary>
    public uint Give(uint offset, bool hasLiterals)
    {
        var value = offset == last && hasLiterals ? 1 : offset + Reserved;
        Take(value, hasLiterals);
        return value;
    }
}
