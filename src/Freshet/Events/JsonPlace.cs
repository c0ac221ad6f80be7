using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Freshet.Events;

/// <summary>Finds where in a text a fault is. It is asked only once there is one, so it reads the text again from its start.</summary>
internal static class JsonPlace
{
    private const int LongestName = 64;
    private const int LongestPath = 200;
    private const int LongestReason = 200;

    public static EventFault Fault(
        ReadOnlySpan<byte> json,
        int offset,
        string reason,
        int firstLine
    )
    {
        var before = json[..offset];
        var line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        var column = 1;
        foreach (var b in line)
        {
            // Bytes that continue a character do not count.
            column += (b & 0xC0) == 0x80 ? 0 : 1;
        }
        return new EventFault(
            reason,
            Path(json, offset),
            firstLine + before.Count((byte)'\n'),
            column,
            offset
        );
    }

    public static EventFault Fault(ReadOnlySpan<byte> json, JsonException error, int firstLine)
    {
        var lineStart = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            lineStart += json[lineStart..].IndexOf((byte)'\n') + 1;
        }
        var offset = Math.Min(lineStart + (error.BytePositionInLine ?? 0), json.Length);
        return Fault(json, (int)offset, Reason(error), firstLine);
    }

    public static int FirstInvalidUtf8(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (
            at < text.Length
            && Rune.DecodeFromUtf8(text[at..], out _, out var length)
                == System.Buffers.OperationStatus.Done
        )
        {
            at += length;
        }
        return at;
    }

    /// <summary>The reader's own sentence, without the place, which it counts from 0, and without advice to programmers.</summary>
    private static string Reason(JsonException error)
    {
        var text = error.Message;
        var place = text.IndexOf(" LineNumber:", StringComparison.Ordinal);
        text = place < 0 ? text : text[..place];
        text = text.Replace(" Change the reader options.", "", StringComparison.Ordinal)
            .TrimEnd('.');
        text = text.Length > LongestReason ? text[..LongestReason] + "…" : text;
        return "not valid JSON: " + text;
    }

    /// <summary>The path of the token that covers the offset, or of the last one before it; null for the outermost value.</summary>
    private static string? Path(ReadOnlySpan<byte> json, int offset)
    {
        var steps = new List<(string? Name, int Index)>();
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        try
        {
            while (reader.Read() && reader.TokenStartIndex <= offset)
            {
                Follow(reader, steps);
            }
        }
        catch (JsonException)
        {
            // What is read so far leads to the fault.
        }
        return Render(steps);
    }

    /// <summary>Adds the step to a member; of a long name only as much as tells which it is.</summary>
    public static void AppendName(StringBuilder path, string name)
    {
        var shown = name.Length > LongestName ? name[..LongestName] + "…" : name;
        var isWord = shown.All(c => c is '_' or '-' or '@' || char.IsAsciiLetterOrDigit(c));
        if (!isWord)
        {
            path.Append(CultureInfo.InvariantCulture, $"[\"{shown}\"]");
        }
        else
        {
            path.Append(path.Length > 0 ? "." : "").Append(shown);
        }
    }

    private static void Follow(in Utf8JsonReader reader, List<(string? Name, int Index)> steps)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                // As it is written: an escape in it may be the very fault.
                var name = reader.ValueSpan;
                var cut = name[..Math.Min(name.Length, 4 * LongestName)];
                steps[^1] = (Encoding.UTF8.GetString(cut), 0);
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                steps.RemoveAt(steps.Count - 1);
                return;
        }
        if (steps is [.., (null, >= -1)])
        {
            steps[^1] = (null, steps[^1].Index + 1);
        }
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            steps.Add((null, -1));
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            steps.Add((null, int.MinValue));
        }
    }

    private static string? Render(List<(string? Name, int Index)> steps)
    {
        var path = new StringBuilder();
        foreach (var (name, index) in steps)
        {
            if (name is null)
            {
                // An array or object of which nothing is read yet adds no step.
                path.Append(index >= 0 ? $"[{index}]" : "");
                continue;
            }
            AppendName(path, name);
        }
        return path.Length switch
        {
            0 => null,
            > LongestPath => "…" + path.ToString(path.Length - LongestPath, LongestPath),
            _ => path.ToString(),
        };
    }
}
