using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Pipelines.Letters;
using Freshet.Telemetry;

namespace Freshet.Cli.DeadLetters;

/// <summary>Prints dead letters. What strangers wrote into them does nothing to the terminal.</summary>
internal static class LetterText
{
    private static readonly string[] Head = ["ID", "SINK", "EVENT", "ATTEMPTS", "LAST", "REASON"];

    /// <summary>How the letter's own parts may nest, beside those of its event.</summary>
    private const int Levels = 2;

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        MaxDepth = JsonText.MaxDepth + Levels,
    };

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
            output.WriteLine(Json(letter, default));
        }
    }

    /// <summary>All of one as indented JSON.</summary>
    public static void WriteWhole(KeptLetter letter, TextWriter output) =>
        output.WriteLine(Json(letter, Indented));

    private static string[] Row(KeptLetter kept) =>
        [
            LogText.Escape(kept.Id),
            LogText.Escape(kept.Letter.Sink),
            LogText.Escape(kept.Letter.Item.Id),
            $"{kept.Letter.Attempts}",
            Rfc3339.Format(kept.Letter.LastAttempt),
            LogText.Escape(kept.Letter.Reason),
        ];

    /// <summary>The letter as JSON. The framework's own encoder escapes all but plain ASCII, so that no terminal is moved by it.</summary>
    private static string Json(KeptLetter kept, JsonWriterOptions form)
    {
        var reading = new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth + Levels };
        var written = DeadLetterForm.Write(kept.Letter);
        var letter = JsonNode.Parse(written.Span, documentOptions: reading)!.AsObject();
        letter.Insert(0, "id", kept.Id);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, form with { MaxDepth = Indented.MaxDepth }))
        {
            letter.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
