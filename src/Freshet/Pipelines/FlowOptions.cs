using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Pipelines;

/// <summary>What <c>[sources.NAME]</c> and <c>[sinks.NAME]</c> have in common.</summary>
internal class FlowOptions
{
    /// <summary>Whether it runs. What is switched off is still checked, but for what it needs from outside.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Names of transformers, applied in this order to each event: by a source before the journal, by a sink after it.</summary>
    public List<Reference> TransformerRefs { get; set; } = [];
}

/// <summary>A name that stands for something defined elsewhere in the configuration.</summary>
internal sealed record Reference(string Name, Location Location) : IReadFromToml<Reference>
{
    public static string Shape => "name";

    public static Reference? Read(TomlValue value, OptionsReader reader) =>
        reader.ReadText(value, "a reference") is { } name ? new(name, value.Location) : null;
}
