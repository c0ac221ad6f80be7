using System.Buffers;
using System.Text;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Sinks.Sse.Greetings;

/// <summary>Turns the table of a greeting's data into the pieces of a <see cref="GreetingTemplate"/>, once, so that no client waits for it.</summary>
/// <param name="reader">Is told what is wrong.</param>
internal sealed class GreetingTemplateReader(OptionsReader reader)
{
    private static readonly Dictionary<string, Placeholder> Known = new(StringComparer.Ordinal)
    {
        ["client_id"] = Placeholder.ClientId,
        ["timestamp"] = Placeholder.Timestamp,
        ["id"] = Placeholder.Id,
        ["event_types"] = Placeholder.EventTypes,
        ["sources"] = Placeholder.Sources,
    };

    private readonly List<GreetingTemplate.Piece> pieces = [];
    private readonly ArrayBufferWriter<byte> json = new();
    private bool isWrong;

    /// <summary>The pieces; null where something is wrong, which is told.</summary>
    public IReadOnlyList<GreetingTemplate.Piece>? Read(TomlValue value)
    {
        if (value is not TomlTable table)
        {
            reader.Mismatch(value, "data", "a table");
            return null;
        }
        if (!reader.IsWhole(table))
        {
            return null;
        }
        ReadTable(table);
        End(Placeholder.None);
        return isWrong ? null : pieces;
    }

    private void ReadTable(TomlTable table)
    {
        json.Write("{"u8);
        var isFirst = true;
        foreach (var property in table.Properties)
        {
            json.Write(isFirst ? "\""u8 : ",\""u8);
            GreetingTemplate.Write(property.Key, json);
            json.Write("\":"u8);
            ReadValue(property.Value);
            isFirst = false;
        }
        json.Write("}"u8);
    }

    private void ReadArray(TomlArray array)
    {
        json.Write("["u8);
        for (var i = 0; i < array.Items.Count; i++)
        {
            json.Write(i == 0 ? ""u8 : ","u8);
            ReadValue(array.Items[i]);
        }
        json.Write("]"u8);
    }

    private void ReadValue(TomlValue value)
    {
        switch (value)
        {
            case TomlTable table:
                ReadTable(table);
                break;
            case TomlArray array:
                ReadArray(array);
                break;
            case TomlString text:
                ReadText(text.Value, text.Location);
                break;
            // What a file has in quotes is a string, whatever its variables hold.
            case TomlText { Written: not null } text:
                ReadText(text.Text, text.Location);
                break;
            case TomlText text:
                ReadValue(text.Interpret());
                break;
            default:
                Encoding.UTF8.GetBytes(TomlJson.ToJson(value)!.ToJsonString(), json);
                break;
        }
    }

    private void ReadText(string text, Location location)
    {
        if (text is "{event_types}" or "{sources}")
        {
            End(text == "{sources}" ? Placeholder.SourceArray : Placeholder.EventTypeArray);
            return;
        }
        json.Write("\""u8);
        for (var rest = text.AsSpan(); !rest.IsEmpty && !isWrong; )
        {
            var brace = rest.IndexOfAny('{', '}');
            var plain = brace < 0 ? rest : rest[..brace];
            GreetingTemplate.Write(plain.ToString(), json);
            rest = rest[plain.Length..];
            if (!rest.IsEmpty)
            {
                rest = rest[ReadBrace(rest, location)..];
            }
        }
        json.Write("\""u8);
    }

    /// <summary>Reads what begins with a brace, and returns how many characters that was.</summary>
    private int ReadBrace(ReadOnlySpan<char> text, Location location)
    {
        if (text.Length > 1 && text[1] == text[0])
        {
            json.Write(text[0] == '{' ? "{"u8 : "}"u8);
            return 2;
        }
        var end = text[0] == '{' ? text.IndexOf('}') : -1;
        if (end < 0)
        {
            Error(
                location,
                $"a {text[0]} stands alone in the greeting",
                $"double it where it is meant as itself: {text[0]}{text[0]}"
            );
            return text.Length;
        }
        var name = text[1..end].ToString();
        if (!Known.TryGetValue(name, out var placeholder))
        {
            Error(
                location,
                $"unknown placeholder {{{name}}} in the greeting; known are {string.Join(", ", Known.Keys.Select(known => $"{{{known}}}"))}",
                NearestName.Find(name.Trim(), Known.Keys) is { } near
                    ? $"did you mean {{{near}}}?"
                    : "double braces that are meant as themselves: {{ and }}"
            );
        }
        End(placeholder);
        return end + 1;
    }

    /// <summary>Ends a piece: what is another for each client comes after it.</summary>
    private void End(Placeholder then)
    {
        pieces.Add(new(json.WrittenMemory.ToArray(), then));
        json.ResetWrittenCount();
    }

    private void Error(Location location, string message, string hint)
    {
        isWrong = true;
        reader.Error(location, message, hint);
    }
}
