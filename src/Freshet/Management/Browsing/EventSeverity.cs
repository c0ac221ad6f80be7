using System.Text.Json;
using Freshet.Events;

namespace Freshet.Management.Browsing;

/// <summary>How grave an event is, by its own word.</summary>
internal static class EventSeverity
{
    /// <summary>The text at <c>data.severity</c>, else at <c>severity</c>; null where neither is one.</summary>
    /// <param name="json">The event's JSON.</param>
    public static string? Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        string? own = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            var isOwn = reader.ValueTextEquals("severity"u8);
            reader.Read();
            if (isOwn)
            {
                own = Text(ref reader);
            }
            else if (!isData || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
            }
            else if (InData(ref reader) is { } inner)
            {
                return inner;
            }
        }
        return own;
    }

    /// <summary>Reads the object to its end.</summary>
    private static string? InData(ref Utf8JsonReader reader)
    {
        string? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOwn = reader.ValueTextEquals("severity"u8);
            reader.Read();
            if (isOwn)
            {
                found = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
        return found;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }
        reader.Skip();
        return null;
    }
}
