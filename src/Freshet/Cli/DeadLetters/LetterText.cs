using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Telemetry;

namespace Freshet.Cli.DeadLetters;

/// <summary>Prints dead letters. What strangers wrote into them does nothing to the terminal.</summary>
internal static class LetterText
{
    private static readonly string[] Head = ["ID", "FROM", "EVENT", "ATTEMPTS", "LAST", "REASON"];

    /// <summary>How the letter's own parts may nest, beside those of its event.</summary>
    private const int Levels = 2;

    private static readonly JsonWriterOptions OneLine = new()
    {
        Encoder = JsonText.Encoder,
        NewLine = "\n",
        MaxDepth = JsonText.MaxDepth + Levels,
    };

    private static readonly JsonWriterOptions Indented = OneLine with { Indented = true };

    /// <summary>A line for each, and their number.</summary>
    public static void WriteTable(IReadOnlyList<KeptLetter> letters, TextWriter output)
    {
        if (letters.Count == 0)
        {
            output.WriteLine("no dead letters");
            return;
        }
        var rows = letters.Select(Row).Prepend(Head).ToList();
        var widths = Head.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => cell.PadRight(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
        output.WriteLine($"{letters.Count} {(letters.Count == 1 ? "letter" : "letters")}");
    }

    /// <summary>All of each on a line of its own, JSON.</summary>
    public static void WriteLines(IEnumerable<KeptLetter> letters, TextWriter output)
    {
        foreach (var letter in letters)
        {
            output.WriteLine(Json(letter, isIndented: false));
        }
    }

    /// <summary>All of one as indented JSON.</summary>
    public static void WriteWhole(KeptLetter letter, TextWriter output) =>
        output.WriteLine(Json(letter, isIndented: true));

    /// <summary>One line that says which it is, for a letter that something is told of.</summary>
    public static string Name(KeptLetter kept) =>
        kept switch
        {
            KeptEvent { Letter: var letter } =>
                $"{kept.Id} (event {LogText.Escape(letter.Item.Id)}, sink {LogText.Escape(letter.Sink)})",
            KeptMessage { Message: var message } =>
                $"{kept.Id} ({LogText.Escape(Origin(message))}, source {LogText.Escape(message.Source)})",
            _ => throw Unknown(kept),
        };

    private static string[] Row(KeptLetter kept) =>
        [.. Cells(kept).Select(cell => LogText.Escape(cell))];

    private static string[] Cells(KeptLetter kept) =>
        kept switch
        {
            KeptEvent { Letter: var letter } =>
            [
                kept.Id,
                $"sink {letter.Sink}",
                letter.Item.Id,
                $"{letter.Attempts}",
                Rfc3339.Format(letter.LastAttempt),
                letter.Reason,
            ],
            KeptMessage { Message: var message } =>
            [
                kept.Id,
                $"source {message.Source}",
                Origin(message),
                "-",
                Rfc3339.Format(message.At),
                message.Reason,
            ],
            _ => throw Unknown(kept),
        };

    /// <summary>Where a message came from, such as <c>topic=orders partition=0 offset=42</c>.</summary>
    private static string Origin(RefusedMessage message) =>
        string.Join(' ', message.Origin.Select(part => $"{part.Key}={part.Value}"));

    /// <summary>
    /// The letter as JSON in plain ASCII, so that no terminal is moved by it. Of content that nobody reads it says the size, <c>content_bytes</c>: <see cref="LetterContent"/>
    /// prints it.
    /// </summary>
    private static string Json(KeptLetter kept, bool isIndented)
    {
        var reading = new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth + Levels };
        var (written, leftOut) = kept switch
        {
            KeptEvent { Letter: var letter } => (DeadLetterForm.Write(letter), 0),
            KeptMessage { Message: { Content.Length: > RefusedMessageForm.LongestText } message } =>
                (
                    RefusedMessageForm.Write(message with { Content = default }),
                    message.Content.Length
                ),
            KeptMessage { Message: var message } => (RefusedMessageForm.Write(message), 0),
            _ => throw Unknown(kept),
        };
        var whole = JsonNode.Parse(written.Span, documentOptions: reading)!.AsObject();
        whole.Insert(0, "id", kept.Id);
        if (leftOut > 0)
        {
            whole.Remove("content");
            whole["content_bytes"] = leftOut;
        }
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, isIndented ? Indented : OneLine))
        {
            whole.WriteTo(writer);
        }
        return ToAscii(Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    /// <summary>Escapes all but ASCII, which stands in strings alone. The framework's encoder that does so escapes quotes too, and makes them hard to read.</summary>
    private static string ToAscii(string json)
    {
        if (!json.AsSpan().ContainsAnyInRange('\x7f', '\uffff'))
        {
            return json;
        }
        var ascii = new StringBuilder(json.Length + 64);
        foreach (var c in json)
        {
            if (c < '\x7f')
            {
                ascii.Append(c);
            }
            else
            {
                ascii.Append($"\\u{(int)c:x4}");
            }
        }
        return ascii.ToString();
    }

    private static ArgumentException Unknown(KeptLetter kept) =>
        new($"a letter of an unknown kind: {kept.GetType().Name}", nameof(kept));
}
