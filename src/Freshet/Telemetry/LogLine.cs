using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Freshet.Telemetry;

/// <summary>One log entry on its way to a line. No text in it, whoever wrote it, can look like another entry.</summary>
/// <param name="Time">When it was logged.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Category">Who says it.</param>
/// <param name="Message">What is said, the values filled in.</param>
/// <param name="Template">What the message was made of; null where it is not known.</param>
/// <param name="Fields">The values by name.</param>
/// <param name="Exception">What went wrong; null where nothing was thrown.</param>
/// <param name="Trace">The span that it was logged in; shown in JSON, where there is one.</param>
internal sealed record LogLine(
    DateTimeOffset Time,
    LogLevel Level,
    string Category,
    string Message,
    string? Template,
    IReadOnlyList<KeyValuePair<string, object?>> Fields,
    Exception? Exception,
    ActivityContext Trace = default
)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Indent = "    ";

    private static readonly JsonWriterOptions JsonOptions = new()
    {
        // Leaves letters readable, and still escapes control characters and line separators.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The entry for people. Values that the message does not show follow it as <c>key=value</c>; an exception follows on lines of its
    /// own, indented by four spaces, which no entry's first line is.
    /// </summary>
    public string ToText(bool coloured)
    {
        var line = new StringBuilder(160);
        line.Append(Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture))
            .Append(' ');
        var name = LogFilter.NameOf(Level);
        _ = coloured ? line.Append($"\e[{Colour}m{name}\e[0m") : line.Append(name);
        line.Append(' ');
        LogText.AppendEscaped(line, Category);
        line.Append("  ");
        LogText.AppendEscaped(line, Message);
        foreach (var (key, value) in Fields)
        {
            if (!MessageShows(key))
            {
                line.Append(' ');
                LogText.AppendEscaped(line, key);
                line.Append('=');
                AppendValue(line, Plain(value));
            }
        }
        line.Append('\n');
        if (Exception is not null)
        {
            var text = LogText.Cut(Exception.ToString(), out var more);
            foreach (var part in text.EnumerateLines())
            {
                line.Append(Indent);
                LogText.AppendEscaped(line, part);
                line.Append('\n');
            }
            if (more > 0)
            {
                line.Append($"{Indent}... ({more} more characters)\n");
            }
        }
        return line.ToString();
    }

    /// <summary>The entry for programs: <c>time</c>, <c>level</c>, <c>category</c>, <c>message</c>, and where there are any <c>trace_id</c> and <c>span_id</c>, <c>fields</c> and <c>exception</c>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString(
                "time",
                Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)
            );
            json.WriteString("level", LogFilter.NameOf(Level));
            json.WriteString("category", LogText.Cut(Category, out _));
            json.WriteString("message", Shortened(Message));
            if (Trace.TraceId != default)
            {
                json.WriteString("trace_id", Trace.TraceId.ToHexString());
                json.WriteString("span_id", Trace.SpanId.ToHexString());
            }
            WriteFields(json);
            if (Exception is not null)
            {
                json.WriteString("exception", Shortened(Exception.ToString()));
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private string Colour =>
        Level switch
        {
            LogLevel.Trace or LogLevel.Debug => "2",
            LogLevel.Information => "32",
            LogLevel.Warning => "33",
            _ => "31",
        };

    private bool MessageShows(string key)
    {
        if (Template is null)
        {
            return false;
        }
        for (var at = 0; (at = Template.IndexOf('{', at)) >= 0; )
        {
            at++;
            var after = at + key.Length;
            if (
                Template.AsSpan(at).StartsWith(key, StringComparison.Ordinal)
                && after < Template.Length
                && Template[after] is '}' or ':' or ','
            )
            {
                return true;
            }
        }
        return false;
    }

    private void WriteFields(Utf8JsonWriter json)
    {
        if (Fields.Count == 0)
        {
            return;
        }
        json.WriteStartObject("fields");
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in Fields)
        {
            // A template may use a name twice; an object may not.
            if (written.Add(key))
            {
                json.WritePropertyName(key);
                WriteValue(json, value);
            }
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Shortened(Plain(value)));
                break;
        }
    }

    private static void AppendValue(StringBuilder line, string value)
    {
        if (value.Length > 0 && value.AsSpan().IndexOfAny(' ', '"', '=') < 0)
        {
            LogText.AppendEscaped(line, value);
            return;
        }
        line.Append('"');
        LogText.AppendEscaped(line, value.Replace("\"", "\\\"", StringComparison.Ordinal));
        line.Append('"');
    }

    private static string Plain(object? value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Shortened(string text)
    {
        var shown = LogText.Cut(text, out var more);
        return more == 0 ? text : $"{shown}... ({more} more characters)";
    }
}
