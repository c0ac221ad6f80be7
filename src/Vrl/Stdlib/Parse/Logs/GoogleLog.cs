using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Logs;

/// <summary>Lines of Google's loggers: glog, and klog after it, which leaves the year out.</summary>
internal static class GoogleLog
{
    private const string AfterDate =
        @"\s\d{2}:\d{2}:\d{2}\.\d{6})\s+(?<id>\d+)\s(?<file>.+):(?<line>\d+)\]\s(?<message>.*?)\s*$";

    private static readonly LogPattern glog = new(@"^\s*(?<level>\w)(?<timestamp>\d{8}", AfterDate);

    private static readonly LogPattern klog = new(
        @"^\s*(?<level>\w)(?<timestamp>(?<month>\d{2})\d{2}",
        AfterDate
    );

    private static readonly Strftime timeFormat = Strftime.Parse("%Y%m%d %H:%M:%S%.f");

    /// <summary>What is known of a line's fields.</summary>
    public static TypeDef Type { get; } =
        new TypeDef(
            Kind.ObjectOf(
                new Dictionary<string, Kind>(StringComparer.Ordinal)
                {
                    ["level"] = Kind.Bytes,
                    ["timestamp"] = Kind.Timestamp,
                    ["id"] = Kind.Integer,
                    ["file"] = Kind.Bytes,
                    ["line"] = Kind.Integer,
                    ["message"] = Kind.Bytes,
                }
            )
        ).Fallible();

    public static Value ReadGlog(string line) => Read(line, glog, "glog", now: null);

    /// <param name="line">The line.</param>
    /// <param name="now">What year it is, for the line does not say.</param>
    public static Value ReadKlog(string line, Timestamp now) => Read(line, klog, "klog", now);

    private static Value Read(string line, LogPattern pattern, string name, Timestamp? now)
    {
        var match = pattern.Match(line);
        if (!match.Success)
        {
            return Value.Fail($"failed parsing {name} message");
        }
        var level = match.Groups["level"].Value switch
        {
            "I" => "info",
            "W" => "warning",
            "E" => "error",
            "F" => "fatal",
            _ => null,
        };
        if (level is null)
        {
            return Value.Fail($"unrecognized log level \"{match.Groups["level"].Value}\"");
        }
        var text = match.Groups["timestamp"].Value;
        var dated = now is { } today
            ? $"{LogYear.Of(match.Groups["month"].Value == "12" ? 12 : 1, today)}{text}"
            : text;
        if (!timeFormat.TryParse(dated, TimeZoneInfo.Utc, out var time, out var error))
        {
            return Value.Fail($"failed parsing timestamp {text}: {error}");
        }
        if (!RustNumber.TryReadInteger(match.Groups["id"].Value, out var id))
        {
            return Value.Fail("failed parsing id");
        }
        if (!RustNumber.TryReadInteger(match.Groups["line"].Value, out var number))
        {
            return Value.Fail("failed parsing line");
        }
        var fields = new VrlObject(6);
        fields.SetOwned("file", match.Groups["file"].Value);
        fields.SetOwned("id", id);
        fields.SetOwned("level", level);
        fields.SetOwned("line", number);
        fields.SetOwned("message", match.Groups["message"].Value);
        fields.SetOwned("timestamp", Value.From(time));
        return Value.From(fields);
    }
}
