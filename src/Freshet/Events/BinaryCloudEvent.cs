using System.Text;
using System.Text.Json;

namespace Freshet.Events;

/// <summary>
/// A CloudEvent in binary mode: its data apart, and its attributes, which each binding puts into headers in its own way. What <see cref="CloudEventHeaders"/> makes
/// of it is the event again, but that attributes which are numbers or booleans have become text, which is what headers hold.
/// </summary>
/// <param name="Attributes">All attributes but <c>datacontenttype</c>, as they are.</param>
/// <param name="ContentType">What the data is, <c>datacontenttype</c>; null where there is no data and nothing says what it would be.</param>
/// <param name="Data">The data; empty where there is none, and only there.</param>
internal sealed record BinaryCloudEvent(
    IReadOnlyList<(string Name, string Value)> Attributes,
    string? ContentType,
    ReadOnlyMemory<byte> Data
)
{
    public const string JsonType = "application/json";

    private const int LongestName = 64;

    /// <summary>Of a CloudEvent in structured mode; null where it has no binary form.</summary>
    public static BinaryCloudEvent? Read(ReadOnlyMemory<byte> json)
    {
        var attributes = new List<(string, string)>();
        string? contentType = null;
        byte[]? binary = null;
        var data = default(JsonMember);
        var reader = new Utf8JsonReader(json.Span, JsonText.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == "data")
            {
                var start = (int)reader.TokenStartIndex;
                var kind = reader.TokenType;
                reader.Skip();
                data = new(kind, start, (int)reader.BytesConsumed - start);
                continue;
            }
            if (reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }
            if (name == "data_base64")
            {
                if (
                    reader.TokenType != JsonTokenType.String
                    || !reader.TryGetBytesFromBase64(out binary)
                )
                {
                    return null;
                }
                continue;
            }
            if (TextOf(ref reader) is not { } text || !IsName(name))
            {
                return null;
            }
            if (name == "datacontenttype")
            {
                contentType = text;
            }
            else
            {
                attributes.Add((name, text));
            }
        }
        var isWhole = binary is null || data.Kind == JsonTokenType.None;
        return isWhole && BytesOf(json, data, binary, ref contentType) is { } bytes
            ? new(attributes, contentType, bytes)
            : null;
    }

    /// <summary>The data's own bytes; null where they would not be read as the same data again.</summary>
    private static ReadOnlyMemory<byte>? BytesOf(
        ReadOnlyMemory<byte> json,
        JsonMember data,
        byte[]? binary,
        ref string? contentType
    )
    {
        if (binary is not null)
        {
            // A body without a type, or of a JSON one, is read as JSON, which these bytes need not be.
            var isOpaque = contentType is not null && !IsJson(contentType);
            return isOpaque && binary.Length > 0 ? new(binary) : default(ReadOnlyMemory<byte>?);
        }
        if (data.Kind == JsonTokenType.None)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
        if (contentType is null || IsJson(contentType))
        {
            // JSON is what data is where nothing says otherwise (JSON format 1.0.2, section 3.1).
            contentType ??= JsonType;
            return json.Slice(data.Start, data.Length);
        }
        var isText =
            data.IsString && contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase);
        return isText && data.Text(json.Span) is { Length: > 0 } text
            ? new(Encoding.UTF8.GetBytes(text))
            : default(ReadOnlyMemory<byte>?);
    }

    private static string? TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => null,
        };

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    private static bool IsJson(string contentType)
    {
        var mediaType = contentType.AsSpan();
        var parameters = mediaType.IndexOf(';');
        mediaType = (parameters < 0 ? mediaType : mediaType[..parameters]).Trim();
        return mediaType.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
