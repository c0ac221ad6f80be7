using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>Keys that are paths: <c>{"a.b": 1}</c> stands for <c>{"a": {"b": 1}}</c>.</summary>
internal static class PathKeys
{
    /// <summary>How deep a value becomes by its keys; keys that would lead deeper stay as they are.</summary>
    private const int MaxDepth = 512;

    /// <summary>The largest index in a key: the array before it is filled up, so that few letters become many elements.</summary>
    private const int MaxIndex = 63;

    /// <summary>The value with every key taken as a path, as far as it is one.</summary>
    public static Value Expand(Value value) => Expand(value, MaxDepth);

    /// <summary>Puts a value at a path; where one is already, both become an array.</summary>
    public static void Append(ref Value root, ReadOnlySpan<Segment> path, Value value)
    {
        value.Share();
        if (!ValuePaths.TryGet(root, path, out var held))
        {
            ValuePaths.TrySet(ref root, path, value);
        }
        else if (held.IsArray)
        {
            var items = held.Array.Writable();
            items.AddOwned(value);
            ValuePaths.TrySet(ref root, path, Value.From(items));
        }
        else
        {
            ValuePaths.TrySet(ref root, path, Value.From(new VrlArray([held, value])));
        }
    }

    private static Value Expand(Value value, int depth)
    {
        if (depth <= 0)
        {
            return value;
        }
        if (value.IsArray)
        {
            var items = new VrlArray(value.Array.Count);
            foreach (var item in value.Array)
            {
                items.Add(Expand(item, depth - 1));
            }
            return Value.From(items);
        }
        if (!value.IsObject)
        {
            return value;
        }
        var result = Value.From(new VrlObject(value.Object.Count));
        foreach (var (key, inner) in value.Object)
        {
            Segment[] path =
                Read(key) is { } read && read.Count < depth ? [.. read] : [new Segment(key)];
            ValuePaths.TrySet(ref result, path, Expand(inner, depth - path.Length).Share());
        }
        return result;
    }

    /// <summary>The path that the key is; null where it is none.</summary>
    private static List<Segment>? Read(string key)
    {
        var path = new List<Segment>();
        var at = key.StartsWith('.') ? 1 : 0;
        while (at < key.Length)
        {
            if (path.Count >= MaxDepth)
            {
                return null;
            }
            if (key[at] == '[' && (path.Count > 0 || at == 0))
            {
                var end = key.IndexOf(']', at);
                if (
                    end < 0
                    || !int.TryParse(
                        key.AsSpan(at + 1, end - at - 1),
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var index
                    )
                    || index is > MaxIndex or < -MaxIndex
                    || key[at + 1] == '+'
                )
                {
                    return null;
                }
                path.Add(new Segment(null, index));
                at = end + 1;
            }
            else if (ReadField(key, ref at) is { } field)
            {
                path.Add(new Segment(field));
            }
            else
            {
                return null;
            }
            if (at < key.Length && key[at] == '.')
            {
                if (++at == key.Length)
                {
                    return null;
                }
            }
            else if (at < key.Length && key[at] != '[')
            {
                return null;
            }
        }
        return path.Count == 0 ? null : path;
    }

    private static string? ReadField(string key, ref int at)
    {
        var start = at;
        if (key[at] != '"')
        {
            while (at < key.Length && (char.IsAsciiLetterOrDigit(key[at]) || key[at] is '_' or '@'))
            {
                at++;
            }
            return at > start ? key[start..at] : null;
        }
        var name = new StringBuilder();
        for (at++; at < key.Length; at++)
        {
            switch (key[at])
            {
                case '"':
                    at++;
                    return name.ToString();
                case '\\' when at + 1 < key.Length && key[at + 1] is '"' or '\\':
                    name.Append(key[++at]);
                    break;
                case '\\':
                    return null;
                default:
                    name.Append(key[at]);
                    break;
            }
        }
        return null;
    }
}
