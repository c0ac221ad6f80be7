using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

/// <summary>Writes objects as pairs, for <c>encode_key_value</c> and <c>encode_logfmt</c>.</summary>
internal static class KeyValueText
{
    /// <summary>Objects in each other deeper than this are not written: keys would grow without bound.</summary>
    private const int DeepestLevel = 128;

    /// <summary>The text; or the failure of an order that has what is no key.</summary>
    public static Value Write(
        VrlObject value,
        VrlArray order,
        string keyValueDelimiter,
        string fieldDelimiter,
        bool flattensBooleans
    )
    {
        var fields = new SortedDictionary<string, Value>(KeyOrder.Comparer);
        for (var i = 0; i < order.Count; i++)
        {
            if (!order[i].IsBytes)
            {
                return Value.Fail(
                    $"invalid field value type at index {i}: {Expected.Fail("string", order[i]).Failure.Message}"
                );
            }
        }
        Flatten("", Value.From(value), fields, 0);
        var text = new StringBuilder();
        foreach (var key in order)
        {
            if (fields.Remove(key.Text, out var field))
            {
                AppendField(key.Text, field);
            }
        }
        foreach (var (key, field) in fields)
        {
            AppendField(key, field);
        }
        return text.ToString();

        void AppendField(string key, Value field)
        {
            if (flattensBooleans && field.IsBoolean && !field.Boolean)
            {
                return;
            }
            if (text.Length > 0)
            {
                text.Append(fieldDelimiter);
            }
            Append(text, key);
            if (!flattensBooleans || !field.IsBoolean)
            {
                text.Append(keyValueDelimiter);
                Append(text, TextOf(field));
            }
        }
    }

    private static void Flatten(
        string key,
        Value value,
        SortedDictionary<string, Value> fields,
        int level
    )
    {
        if (level > DeepestLevel)
        {
            return;
        }
        if (value.IsObject)
        {
            foreach (var (name, field) in value.Object)
            {
                Flatten(level == 0 ? name : $"{key}.{name}", field, fields, level + 1);
            }
        }
        else if (value.IsArray)
        {
            for (var i = 0; i < value.Array.Count; i++)
            {
                Flatten($"{key}.{i}", value.Array[i], fields, level + 1);
            }
        }
        else
        {
            fields[key] = value;
        }
    }

    private static string TextOf(Value value) =>
        value.Kind switch
        {
            ValueKind.Bytes => value.Text,
            ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
            ValueKind.Float => FloatText.Display(value.Float),
            ValueKind.Boolean => value.Boolean ? "true" : "false",
            ValueKind.Timestamp => TimestampText.Format(value.Timestamp),
            ValueKind.Regex => value.Regex.Pattern,
            _ => "null",
        };

    /// <summary>White space, quotes and equals signs need quotes around. A line feed has two backslashes before its n: so has upstream.</summary>
    private static void Append(StringBuilder text, string part)
    {
        var isQuoted = part.Any(c => char.IsWhiteSpace(c) || c is '"' or '=');
        if (isQuoted)
        {
            text.Append('"');
        }
        foreach (var c in part)
        {
            text.Append(
                c switch
                {
                    '\\' => @"\\",
                    '"' => "\\\"",
                    '\n' => @"\\n",
                    _ => c.ToString(),
                }
            );
        }
        if (isQuoted)
        {
            text.Append('"');
        }
    }
}
