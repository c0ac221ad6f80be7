using System.Buffers;
using Freshet.Events;
using Freshet.Programs;
using Freshet.Vrl.Values;

namespace Freshet.Transformers.Vrl;

/// <summary>Makes events of what a program gave. What the program left as it was keeps its bytes; the rest is written once.</summary>
/// <param name="view">The event that the program ran on.</param>
internal sealed class ResultReader(EventView view)
{
    /// <summary>How many bytes all the events of one may have together: a few lines of a program can make any number of them.</summary>
    public const int LongestOutput = 64 << 20;

    private const string Expected =
        "the program must give null or an array of objects { metadata, headers, body }";

    private readonly OutputSize size = new(LongestOutput, JsonText.MaxDepth);

    /// <summary>Adds the events of a result that is not null; gives what is wrong with it, and then adds none.</summary>
    public string? Read(Value result, List<Event> output)
    {
        if (!result.IsArray)
        {
            return $"{Expected}, not {NameOf(result)}";
        }
        var before = output.Count;
        for (var i = 0; i < result.Array.Count; i++)
        {
            if (ReadItem(result.Array[i], output) is { } wrong)
            {
                output.RemoveRange(before, output.Count - before);
                return $"item {i} of the program's result: {wrong}";
            }
        }
        return null;
    }

    private string? ReadItem(Value item, List<Event> output)
    {
        if (!item.IsObject)
        {
            return $"{Expected}, and this is {NameOf(item)}";
        }
        foreach (var (key, value) in item.Object)
        {
            if (WrongWith(key, value) is { } wrong)
            {
                return wrong;
            }
        }
        if (!item.Object.TryGet("body", out var body))
        {
            return "the body is missing";
        }
        if (ReadHeaders(item, out var headers) is { } wrongHeader)
        {
            return wrongHeader;
        }
        var metadata = item.Object.TryGet("metadata", out var given)
            ? given
            : Value.From(new VrlObject(0));
        if (!TryWrite(body, view.Body, out var json, out var tooMuch))
        {
            return $"the body {tooMuch}";
        }
        if (!TryWrite(metadata, view.Metadata, out var metadataJson, out tooMuch))
        {
            return $"the metadata {tooMuch}";
        }
        output.Add(new Event(json, metadataJson) { Headers = headers });
        return null;
    }

    private string? WrongWith(string key, Value value) =>
        key switch
        {
            "body" => null,
            "metadata" or "headers" => value.IsObject
                ? null
                : $"{key} must be an object, not {NameOf(value)}",
            "type" => Unchanged(key, value, view.Identity.Type),
            "id" => Unchanged(key, value, view.Identity.Id),
            "source" => Unchanged(key, value, view.Identity.Source),
            _ => $"\"{key}\" is no part of an event, which are metadata, headers and body",
        };

    private static string? Unchanged(string key, Value value, string given) =>
        value.IsBytes && value.Text == given
            ? null
            : $"{key} follows from the body and cannot be set beside it";

    private static string? ReadHeaders(Value item, out Dictionary<string, string> headers)
    {
        headers = new(StringComparer.OrdinalIgnoreCase);
        if (!item.Object.TryGet("headers", out var given))
        {
            return null;
        }
        foreach (var (name, value) in given.Object)
        {
            if (!value.IsBytes)
            {
                return $"the header \"{name}\" must be a string, not {NameOf(value)}";
            }
            headers[name] = value.Text;
        }
        return null;
    }

    private bool TryWrite(
        Value value,
        ReadPart read,
        out ReadOnlyMemory<byte> utf8,
        out string tooMuch
    )
    {
        tooMuch = "";
        utf8 = default;
        if (read.Is(value))
        {
            utf8 = read.Utf8;
            return size.TryAdd(utf8.Length, out tooMuch);
        }
        if (!size.TryAdd(value, out tooMuch))
        {
            return false;
        }
        var buffer = new ArrayBufferWriter<byte>(Math.Max(256, read.Utf8.Length));
        VrlJson.Write(value, buffer);
        utf8 = buffer.WrittenMemory;
        return true;
    }

    private static string NameOf(Value value) =>
        value.Kind switch
        {
            ValueKind.Bytes => "a string",
            ValueKind.Integer => "an integer",
            ValueKind.Float => "a float",
            ValueKind.Boolean => "a boolean",
            ValueKind.Timestamp => "a timestamp",
            ValueKind.Regex => "a regex",
            ValueKind.Array => "an array",
            ValueKind.Object => "an object",
            _ => "null",
        };
}
