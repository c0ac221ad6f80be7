using System.Runtime.InteropServices;

namespace Freshet.Vrl.Runtime.Time;

/// <summary>What a piece of a time format stands for.</summary>
internal enum TimeItemKind
{
    Literal,
    Space,

    /// <summary>A number: <see cref="TimeItem.Field"/>.</summary>
    Number,
    ShortMonth,
    LongMonth,
    ShortWeekday,
    LongWeekday,
    LowerHalfOfDay,
    UpperHalfOfDay,

    /// <summary>The second's fraction with its point, <see cref="TimeItem.Width"/> digits; 0 for as many as there are.</summary>
    Fraction,

    /// <summary>The digits of the second's fraction alone.</summary>
    FractionDigits,
    ZoneName,

    /// <summary>The offset: <see cref="TimeItem.Width"/> is the number of colons in <c>%:z</c>.</summary>
    Offset,

    /// <summary><c>%#z</c>: an offset that may be <c>Z</c> or lack the minutes.</summary>
    LooseOffset,
    Rfc3339,
}

/// <summary>What a number is filled up with.</summary>
internal enum TimePadding
{
    None,
    Zero,
    Space,
}

/// <summary>A piece of a time format.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimeItem(
    TimeItemKind Kind,
    TimeField Field = default,
    TimePadding Padding = default,
    int Width = 0,
    string Text = ""
);
