using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Freshet.Toml;

/// <summary>
/// Writes a document as the tagged JSON of https://github.com/toml-lang/toml-test: each value is
/// <c>{"type": "integer", "value": "42"}</c>, tables are objects and arrays are arrays.
/// </summary>
internal static class TaggedJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // Never part of a page of HTML, so text may stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(TomlTable document, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        Write(document, json);
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void Write(TomlValue value, Utf8JsonWriter json)
    {
        switch (value)
        {
            case TomlTable table:
                json.WriteStartObject();
                foreach (var property in table.Properties)
                {
                    json.WritePropertyName(property.Key);
                    Write(property.Value, json);
                }
                json.WriteEndObject();
                break;
            case TomlArray array:
                json.WriteStartArray();
                foreach (var item in array.Items)
                {
                    Write(item, json);
                }
                json.WriteEndArray();
                break;
            case TomlString text:
                WriteTagged("string", text.Value, json);
                break;
            case TomlInteger integer:
                WriteTagged("integer", integer.Value.ToString(CultureInfo.InvariantCulture), json);
                break;
            case TomlFloat number:
                WriteTagged("float", Format(number.Value), json);
                break;
            case TomlBoolean boolean:
                WriteTagged("bool", boolean.Value ? "true" : "false", json);
                break;
            case TomlDateTime time:
                WriteTagged(TypeOf(time), time.Text, json);
                break;
        }
    }

    private static void WriteTagged(string type, string value, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    private static string Format(double value) =>
        value switch
        {
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            double.NaN => "nan",
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };

    private static string TypeOf(TomlDateTime time) =>
        time.Type switch
        {
            TomlDateTimeKind.Offset => "datetime",
            TomlDateTimeKind.Local => "datetime-local",
            TomlDateTimeKind.LocalDate => "date-local",
            _ => "time-local",
        };
}
