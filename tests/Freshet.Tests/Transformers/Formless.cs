using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Freshet.Tests.Transformers;

/// <summary>A value that a tree can hold and JSON cannot; it counts how often somebody tried to write it.</summary>
internal sealed class Formless
{
    public int Attempts { get; private set; }

    public static JsonNode? Node(out Formless value)
    {
        var options = new JsonSerializerOptions
        {
            Converters = { new Converter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        value = new Formless();
        return JsonValue.Create(
            value,
            (JsonTypeInfo<Formless>)options.GetTypeInfo(typeof(Formless))
        );
    }

    private sealed class Converter : JsonConverter<Formless>
    {
        public override Formless Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => throw new JsonException("no form");

        public override void Write(
            Utf8JsonWriter writer,
            Formless value,
            JsonSerializerOptions options
        )
        {
            value.Attempts++;
            throw new JsonException("no form");
        }
    }
}
