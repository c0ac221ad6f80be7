using System.Text.RegularExpressions;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Logs;

/// <summary>A line of a log as a regular expression, whose named groups are fields. Fields that are a dash, or not there, are left out.</summary>
internal sealed class LogPattern
{
    private readonly Regex regex;
    private readonly string[] fields;

    /// <param name="parts">
    /// The pattern's parts, in linear-time syntax; only groups with names capture. The end is <c>\s*$</c>: the framework's linear-time engine forgets groups
    /// where <c>\z</c> follows a last newline.
    /// </param>
    public LogPattern(params ReadOnlySpan<string> parts)
    {
        regex = new Regex(
            string.Concat(parts),
            RegexOptions.NonBacktracking
                | RegexOptions.CultureInvariant
                | RegexOptions.ExplicitCapture
        );
        fields = [.. regex.GetGroupNames().Where(name => name != "0")];
    }

    /// <summary>Matches a line; the result is missing where it does not match, and a failure where a field cannot be read.</summary>
    public Value Read(string line, Strftime timeFormat, TimeZoneInfo zone)
    {
        var match = regex.Match(line);
        if (!match.Success)
        {
            return Value.Missing;
        }
        var result = new VrlObject(fields.Length);
        foreach (var name in fields)
        {
            if (match.Groups[name] is not { Success: true } group)
            {
                continue;
            }
            var value = ReadField(name, group.Value, timeFormat, zone);
            if (value.IsFailure)
            {
                return value;
            }
            result.SetOwned(name, value);
        }
        return Value.From(result);
    }

    /// <summary>A pattern's match, for those that read their groups themselves.</summary>
    public Match Match(string line) => regex.Match(line);

    private static Value ReadField(string name, string text, Strftime timeFormat, TimeZoneInfo zone)
    {
        switch (name)
        {
            case "timestamp":
                return LogTime.Read(text, timeFormat, zone);
            case "status"
            or "size"
            or "pid"
            or "tid"
            or "cid"
            or "port"
            or "body_bytes_size"
            or "request_length"
            or "upstream_response_length"
            or "upstream_status":
                return RustNumber.TryReadInteger(text, out var integer)
                    ? Value.From(integer)
                    : Value.Fail($"failed parsing {name}");
            case "excess" or "request_time" or "upstream_response_time":
                return RustNumber.TryReadFloat(text, out var number)
                    ? Value.From(number)
                    : Value.Fail($"failed parsing {name}");
            default:
                return Value.From(text);
        }
    }
}
