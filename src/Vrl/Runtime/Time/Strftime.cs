using System.Diagnostics.CodeAnalysis;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime.Time;

/// <summary>A time format as chrono's strftime has it, read once and used for writing and reading. It never changes.</summary>
internal sealed class Strftime
{
    /// <summary>What ends a format's sanity: a time is short, and so is what describes it.</summary>
    private const int MaxLength = 10_000;

    private readonly string format;
    private readonly TimeItem[]? items;

    private Strftime(string format)
    {
        this.format = format;
        items = StrftimeReader.Read(format) is { } read && format.Length <= MaxLength ? read : null;
        HasZone =
            format.Contains("%Z", StringComparison.Ordinal)
            || format.Contains("%z", StringComparison.Ordinal)
            || format.Contains("%:z", StringComparison.Ordinal)
            || format.Contains("%#z", StringComparison.Ordinal)
            || format.Contains("%+", StringComparison.Ordinal);
    }

    /// <summary>Whether all of its specifiers are known; a format of which one is not cannot be used.</summary>
    public bool IsValid => items is not null;

    /// <summary>Whether times of this format say their zone; as upstream this looks at the format's text alone.</summary>
    public bool HasZone { get; }

    /// <summary>Reads a format; it may be an invalid one.</summary>
    public static Strftime Parse(string format) => new(format);

    /// <summary>Writes the time as clocks in the zone show it; null for an invalid format.</summary>
    public string? Format(Timestamp time, TimeZoneInfo zone) =>
        items is null ? null : new StrftimeWriter(time, zone).Write(items);

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text, all of which must be of the format.</param>
    /// <param name="zone">The zone of a time that does not say its own.</param>
    /// <param name="time">The time.</param>
    /// <param name="error">Why there is none, in chrono's words: <c>input contains invalid characters</c>. Empty if there is one.</param>
    public bool TryParse(string text, TimeZoneInfo zone, out Timestamp time, out string error)
    {
        time = default;
        if (items is null)
        {
            // What stands before the unknown specifier is not looked at.
            error = TimeError.BadFormat;
            return false;
        }
        var scanner = new TimeScanner(text);
        var fields = new TimeFields();
        error = StrftimeScanner.Scan(items, ref scanner, ref fields);
        if (error.Length == 0 && !scanner.IsAtEnd)
        {
            error = TimeError.TrailingInput;
        }
        if (error.Length == 0)
        {
            error = HasZone ? fields.ToTimestamp(out time) : fields.ToTimestamp(zone, out time);
        }
        return error.Length == 0;
    }

    /// <summary>Writes the time by a format that is used once; false for an invalid format.</summary>
    public static bool TryFormat(
        Timestamp time,
        string format,
        TimeZoneInfo zone,
        [NotNullWhen(true)] out string? text
    ) => (text = Parse(format).Format(time, zone)) is not null;

    /// <summary>Reads a time by a format that is used once.</summary>
    public static bool TryParse(
        string text,
        string format,
        TimeZoneInfo zone,
        out Timestamp time,
        out string error
    ) => Parse(format).TryParse(text, zone, out time, out error);

    public override string ToString() => format;
}
