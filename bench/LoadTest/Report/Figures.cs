using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Freshet.LoadTest.Report;

/// <summary>Measurements as a file of JSON, and the machine that they are of.</summary>
/// <param name="Machine">Processor, system and runtime, for the reader of a chart.</param>
/// <param name="Sweep">The variable that grows; null where they are of points.</param>
/// <param name="Runs">Of a sweep, in the order of the variable.</param>
internal sealed record Figures(string Machine, string? Sweep, IReadOnlyList<Measurement> Runs)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // For people and programs, not for pages: what is written stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Form));

    /// <exception cref="JsonException">It is no such file.</exception>
    public static Figures Load(string file) =>
        JsonSerializer.Deserialize<Figures>(File.ReadAllText(file), Form)
        ?? throw new JsonException($"{file} holds nothing");
}
