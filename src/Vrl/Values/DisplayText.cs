using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime;

namespace Freshet.Vrl.Values;

/// <summary>The text of a value as a program would write it: <c>{ "a": [1, t'2024-01-01T00:00:00Z', r'x+', "y"] }</c>.</summary>
internal static class DisplayText
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
                text.Append(value.Boolean ? "true" : "false");
                break;
            case ValueKind.Integer:
                text.Append(CultureInfo.InvariantCulture, $"{value.Integer}");
                break;
            case ValueKind.Float:
                text.Append(FloatText.Display(value.Float));
                break;
            case ValueKind.Bytes:
                text.Append('"').Append(Escaped(value.Text)).Append('"');
                break;
            case ValueKind.Timestamp:
                text.Append("t'").Append(TimestampText.Format(value.Timestamp)).Append('\'');
                break;
            case ValueKind.Regex:
                text.Append("r'").Append(value.Regex.Pattern).Append('\'');
                break;
            case ValueKind.Array or ValueKind.Object when depth == 0:
                text.Append('…');
                break;
            case ValueKind.Array:
                text.Append('[');
                for (var i = 0; i < value.Array.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Append(text, value.Array[i], depth - 1);
                }
                text.Append(']');
                break;
            case ValueKind.Object:
                text.Append("{ ");
                for (var i = 0; i < value.Object.Count; i++)
                {
                    text.Append(i == 0 ? "\"" : ", \"")
                        .Append(value.Object.KeyAt(i))
                        .Append("\": ");
                    Append(text, value.Object.ValueAt(i), depth - 1);
                }
                text.Append(" }");
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
