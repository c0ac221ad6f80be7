using System.Runtime.InteropServices;
using System.Text.Json;
using Freshet.Events;

namespace Freshet.Terraform.Comparing;

/// <summary>Where an attribute stands in an instance.</summary>
/// <param name="Exists">Whether the instance's type has it. A state has all attributes of a type, also those without a value; what a block lacks that is not there it cannot tell.</param>
/// <param name="Value">Its value; undefined where it has none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StatePlace(bool Exists, JsonElement Value)
{
    /// <param name="attributes">A JSON object.</param>
    /// <param name="path">Names joined by dots: a dot leads into a block.</param>
    public static StatePlace Find(JsonElement attributes, string path) =>
        attributes.ValueKind == JsonValueKind.Object ? Within(attributes, path) : default;

    private static StatePlace Within(JsonElement value, ReadOnlySpan<char> path)
    {
        while (!path.IsEmpty)
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                if (value.GetArrayLength() > 1)
                {
                    return InEach(value, path);
                }
                value = value.EnumerateArray().FirstOrDefault();
            }
            if (SameValue.IsNothing(value))
            {
                return new(true, default);
            }
            if (Redactor.IsMarker(value))
            {
                return new(true, value);
            }
            var dot = path.IndexOf('.');
            var name = dot < 0 ? path : path[..dot];
            if (
                value.ValueKind != JsonValueKind.Object
                || !value.TryGetProperty(name, out var member)
            )
            {
                return default;
            }
            value = member;
            path = dot < 0 ? [] : path[(dot + 1)..];
        }
        return new(true, value);
    }

    private static StatePlace InEach(JsonElement blocks, ReadOnlySpan<char> path)
    {
        var found = new List<JsonElement>(blocks.GetArrayLength());
        foreach (var block in blocks.EnumerateArray())
        {
            if (Within(block, path) is { Exists: true, Value: var value })
            {
                found.Add(value);
            }
        }
        if (found.Count == 0)
        {
            return default;
        }
        var written = JsonText.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var value in found)
            {
                if (SameValue.IsNothing(value))
                {
                    writer.WriteNullValue();
                }
                else
                {
                    value.WriteTo(writer);
                }
            }
            writer.WriteEndArray();
        });
        return new(true, JsonElement.Parse(written.Span, JsonText.DocumentOptions));
    }
}
