using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Logs;

/// <summary>Times in logs.</summary>
internal static class LogTime
{
    /// <summary>The format of access logs: <c>10/Oct/2000:13:55:36 -0700</c>.</summary>
    public const string AccessFormat = "%d/%b/%Y:%T %z";

    /// <summary>The format of nginx's error log.</summary>
    public const string NginxErrorFormat = "%Y/%m/%d %H:%M:%S";

    /// <summary>Reads a time by the format that was prepared, else by its text.</summary>
    public static Strftime FormatOf(object? prepared, Value format, string @default) =>
        prepared as Strftime ?? Strftime.Parse(format.IsBytes ? format.Text : @default);

    public static Value Read(string text, Strftime format, TimeZoneInfo zone)
    {
        if (format.TryParse(text, zone, out var time, out var error))
        {
            return Value.From(time);
        }
        // Where the zone did not help the text is read once more as one that says its own, and that is what is told.
        if (!format.HasZone && error == TimeError.Impossible)
        {
            error = TimeError.NotEnough;
        }
        return Value.Fail($"failed parsing timestamp {text} using format {format}: {error}");
    }
}
