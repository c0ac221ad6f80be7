using System.Runtime.InteropServices;
using System.Text.Json;

namespace Freshet.Events;

/// <summary>A line of a text of many, without its end.</summary>
/// <param name="Number">Its number, counted from 1; what <see cref="JsonText.Read"/> wants to know.</param>
/// <param name="Text">The line.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonLine(int Number, ReadOnlyMemory<byte> Text);

/// <summary>Takes a text of many events apart, without a copy: what comes out are slices of what went in.</summary>
internal static class JsonBatch
{
    /// <summary>The elements of an array, as <c>application/cloudevents-batch+json</c> and <c>application/json</c> carry events.</summary>
    /// <param name="json">JSON as <see cref="JsonText.Read"/> gives it.</param>
    /// <param name="limit">How many elements are allowed.</param>
    /// <param name="elements">The elements; empty where there is a fault.</param>
    /// <returns>What is wrong: it is no array, or too long; null where nothing is.</returns>
    public static EventFault? SplitArray(
        ReadOnlyMemory<byte> json,
        int limit,
        out IReadOnlyList<ReadOnlyMemory<byte>> elements
    )
    {
        elements = [];
        var found = new List<ReadOnlyMemory<byte>>();
        var reader = new Utf8JsonReader(json.Span, JsonText.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return new EventFault(
                $"expected an array of events, found {JsonMember.KindName(reader.TokenType)}"
            );
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (found.Count == limit)
            {
                return new EventFault($"expected an array of at most {limit} events, found more");
            }
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            found.Add(json[start..(int)reader.BytesConsumed]);
        }
        elements = found;
        return null;
    }

    /// <summary>The lines of newline-delimited JSON: LF or CRLF ends one, blank ones are passed over. They are not checked yet.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">How many lines that are not blank are allowed.</param>
    /// <param name="lines">The lines; empty where there is a fault.</param>
    /// <returns>What is wrong: too many lines; null where nothing is.</returns>
    public static EventFault? SplitLines(
        ReadOnlyMemory<byte> text,
        int limit,
        out IReadOnlyList<JsonLine> lines
    )
    {
        lines = [];
        var found = new List<JsonLine>();
        for (var number = 1; !text.IsEmpty; number++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (!line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                continue;
            }
            if (found.Count == limit)
            {
                return new EventFault(
                    $"expected at most {limit} events, found more",
                    null,
                    number,
                    1,
                    0
                );
            }
            found.Add(new JsonLine(number, line.Span[^1] == '\r' ? line[..^1] : line));
        }
        lines = found;
        return null;
    }
}
