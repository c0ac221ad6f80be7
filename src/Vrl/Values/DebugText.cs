using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime;

namespace Freshet.Vrl.Values;

/// <summary>The text of a value in messages that show its kind too: <c>Array([Integer(1), Null])</c>, as Rust's <c>Debug</c> has it.</summary>
internal static class DebugText
{
    public static string Of(Value value)
    {
        var text = new StringBuilder();
        Append(text, value, Nesting.Limit);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Value value, int depth)
    {
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                text.Append(value.Boolean ? "Boolean(true)" : "Boolean(false)");
                break;
            case ValueKind.Integer:
                text.Append(CultureInfo.InvariantCulture, $"Integer({value.Integer})");
                break;
            case ValueKind.Float:
                text.Append("Float(NotNan(").Append(FloatText.Json(value.Float)).Append("))");
                break;
            case ValueKind.Bytes:
                text.Append("Bytes(b\"");
                AppendEscaped(text, value.Bytes.Span);
                text.Append("\")");
                break;
            case ValueKind.Timestamp:
                text.Append("Timestamp(").Append(TimestampText.Format(value.Timestamp)).Append(')');
                break;
            case ValueKind.Regex:
                text.Append("Regex(ValueRegex(Regex(");
                AppendQuoted(text, value.Regex.Pattern);
                text.Append(")))");
                break;
            case ValueKind.Array:
                text.Append("Array([");
                AppendItems(text, value.Array, depth);
                text.Append("])");
                break;
            case ValueKind.Object:
                text.Append("Object({");
                AppendFields(text, value.Object, depth);
                text.Append("})");
                break;
            default:
                text.Append("Null");
                break;
        }
    }

    private static void AppendItems(StringBuilder text, VrlArray items, int depth)
    {
        if (depth == 0)
        {
            text.Append('…');
            return;
        }
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, items[i], depth - 1);
        }
    }

    private static void AppendFields(StringBuilder text, VrlObject fields, int depth)
    {
        if (depth == 0)
        {
            text.Append('…');
            return;
        }
        for (var i = 0; i < fields.Count; i++)
        {
            text.Append(i == 0 ? "KeyString(" : ", KeyString(");
            AppendQuoted(text, fields.KeyAt(i));
            text.Append("): ");
            Append(text, fields.ValueAt(i), depth - 1);
        }
    }

    private static void AppendQuoted(StringBuilder text, string quoted) =>
        text.Append('"')
            .Append(
                quoted
                    .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\"", "\\\"", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal)
                    .Replace("\r", "\\r", StringComparison.Ordinal)
                    .Replace("\t", "\\t", StringComparison.Ordinal)
                    .Replace("\0", "\\0", StringComparison.Ordinal)
            )
            .Append('"');

    private static void AppendEscaped(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            _ = value switch
            {
                (byte)'\n' => text.Append("\\n"),
                (byte)'\r' => text.Append("\\r"),
                (byte)'\t' => text.Append("\\t"),
                (byte)'\\' => text.Append("\\\\"),
                (byte)'"' => text.Append("\\\""),
                0 => text.Append("\\0"),
                >= 0x20 and < 0x7F => text.Append((char)value),
                _ => text.Append("\\x").Append(value.ToString("x2", CultureInfo.InvariantCulture)),
            };
        }
    }
}
