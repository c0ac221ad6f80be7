using System.Text.Json;
using Freshet.Events;

namespace Freshet.Terraform;

/// <summary>
/// The parts of an instance's attributes that are sensitive, as a tree. A state has them as an array of paths, each an array of steps
/// <c>{"type": "get_attr" | "index", "value": …}</c>; the value of an index may be wrapped with its type, <c>{"value": 0, "type": "number"}</c>. A step that is not
/// understood ends its path: what it would lead into is sensitive then, whole.
/// </summary>
internal sealed class SensitivePaths
{
    /// <summary>Whether everything here and below is sensitive.</summary>
    public bool IsSensitive { get; private set; }

    /// <summary>By the name of a member of an object; null where there are none.</summary>
    public Dictionary<string, SensitivePaths>? Members { get; private set; }

    /// <summary>By the place in an array; null where there are none.</summary>
    public Dictionary<long, SensitivePaths>? Elements { get; private set; }

    public bool IsEmpty => !IsSensitive && Members is null && Elements is null;

    /// <summary>The paths of one text, or of several together.</summary>
    public static SensitivePaths Read(params ReadOnlySpan<ReadOnlyMemory<byte>> texts)
    {
        var root = new SensitivePaths();
        foreach (var text in texts)
        {
            if (text.Span.SequenceEqual("[]"u8) || text.Span.SequenceEqual("null"u8))
            {
                continue;
            }
            using var document = JsonDocument.Parse(text, JsonText.DocumentOptions);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
            {
                foreach (var path in document.RootElement.EnumerateArray())
                {
                    root.Add(path);
                }
            }
            else
            {
                root.IsSensitive = true;
            }
        }
        return root;
    }

    /// <summary>Whether anything at that attribute, above it or below it is sensitive.</summary>
    /// <param name="attribute">Its path: a dot leads into a block, of which there may be a list.</param>
    public bool Covers(string attribute)
    {
        List<SensitivePaths> nodes = [this];
        foreach (var name in attribute.Split('.'))
        {
            if (nodes.Exists(node => node.IsSensitive))
            {
                return true;
            }
            nodes =
            [
                .. nodes
                    .SelectMany(node => node.Elements?.Values.Append(node) ?? [node])
                    .Select(node => node.IsSensitive ? node : node.Members?.GetValueOrDefault(name))
                    .OfType<SensitivePaths>(),
            ];
        }
        return nodes.Exists(node => !node.IsEmpty);
    }

    private void Add(JsonElement path)
    {
        var node = this;
        if (path.ValueKind == JsonValueKind.Array)
        {
            foreach (var step in path.EnumerateArray())
            {
                if (node.Next(step) is not { } next)
                {
                    break;
                }
                node = next;
            }
        }
        node.IsSensitive = true;
    }

    private SensitivePaths? Next(JsonElement step)
    {
        if (
            step.ValueKind != JsonValueKind.Object
            || !step.TryGetProperty("value"u8, out var value)
            || !step.TryGetProperty("type"u8, out var type)
            || type.ValueKind != JsonValueKind.String
        )
        {
            return null;
        }
        var isIndex = type.ValueEquals("index"u8);
        if (!isIndex && !type.ValueEquals("get_attr"u8))
        {
            return null;
        }
        if (
            isIndex
            && value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("value"u8, out var wrapped)
        )
        {
            value = wrapped;
        }
        return value.ValueKind switch
        {
            JsonValueKind.String => Child(
                Members ??= new(StringComparer.Ordinal),
                value.GetString()!
            ),
            JsonValueKind.Number when isIndex && value.TryGetInt64(out var index) => Child(
                Elements ??= [],
                index
            ),
            _ => null,
        };
    }

    private static SensitivePaths Child<TKey>(Dictionary<TKey, SensitivePaths> children, TKey key)
        where TKey : notnull
    {
        if (!children.TryGetValue(key, out var child))
        {
            children[key] = child = new();
        }
        return child;
    }
}
