using System.Text;
using System.Text.Unicode;

namespace Freshet.Events.Parsing;

/// <summary>
/// Makes bodies of events out of texts. The shapes:
/// <list type="bullet">
/// <item><c>json</c>: the text itself. <c>jsonl</c>: each line.</item>
/// <item><c>csv_row</c>: <c>{"COLUMN": "value", …}</c> for each row, columns named by the first one, every value a string.</item>
/// <item><c>xml</c>: <c>{"ROOT": …}</c>. An attribute is the member <c>@NAME</c>, a child the member of its name, an array where several have it; an element of text alone is the
/// string, and text beside attributes or children the member <c>#text</c>. Values stay strings. Document types are refused, and with them external entities.</item>
/// <item><c>yaml</c>: the document's first node, keys as strings.</item>
/// <item><c>tap</c>: <see cref="TapReader"/>.</item>
/// <item><c>text</c>: <c>{"text": "…"}</c>. <c>text_line</c>: the same for each line.</item>
/// </list>
/// All texts are UTF-8; a byte order mark is passed over.
/// </summary>
internal static class ContentParser
{
    /// <summary>Parses a text.</summary>
    /// <param name="format">What it is; <see cref="ContentFormat.Auto"/>, which names none, is JSON.</param>
    /// <param name="utf8">The text; bodies may be parts of it, so it must not change afterwards.</param>
    /// <param name="limit">How many events it may hold.</param>
    public static ParsedContent Parse(ContentFormat format, ReadOnlyMemory<byte> utf8, int limit)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            var at = JsonPlace.FirstInvalidUtf8(utf8.Span);
            var line = utf8.Span[..at].Count((byte)'\n') + 1;
            return ParsedContent.Failed(new("not valid UTF-8", null, line, 1, at));
        }
        switch (format)
        {
            case ContentFormat.Auto or ContentFormat.Json:
                return ParsedContent.Of(JsonText.Read(utf8));
            case ContentFormat.Jsonl:
                return ParseLines(utf8, limit, (text, number) => JsonText.Read(text, number));
            case ContentFormat.TextLine:
                return ParseLines(
                    utf8,
                    limit,
                    (text, _) => new(TextBody(Encoding.UTF8.GetString(text.Span)), null)
                );
        }
        var text = Encoding.UTF8.GetString(utf8.Span).TrimStart('\uFEFF');
        return format switch
        {
            ContentFormat.CsvRow => CsvReader.Read(text, limit),
            ContentFormat.Xml => MarkupReader.ReadXml(text),
            ContentFormat.Yaml => MarkupReader.ReadYaml(text),
            ContentFormat.Tap => TapReader.Read(text),
            ContentFormat.Text => new([TextBody(text)]),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "no format"),
        };
    }

    private static ParsedContent ParseLines(
        ReadOnlyMemory<byte> utf8,
        int limit,
        Func<ReadOnlyMemory<byte>, int, JsonReading> read
    )
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var text = utf8.Span.StartsWith(mark) ? utf8[mark.Length..] : utf8;
        if (JsonBatch.SplitLines(text, limit, out var lines) is { } tooMany)
        {
            return ParsedContent.Failed(tooMany);
        }
        var bodies = new List<ReadOnlyMemory<byte>>(lines.Count);
        foreach (var line in lines)
        {
            var reading = read(line.Text, line.Number);
            if (reading.Fault is { } fault)
            {
                return ParsedContent.Failed(fault);
            }
            bodies.Add(reading.Json);
        }
        return new(bodies);
    }

    private static ReadOnlyMemory<byte> TextBody(string text) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("text"u8, text);
            writer.WriteEndObject();
        });
}
