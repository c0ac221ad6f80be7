using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>What a configuration is made of, in the order in which the later wins.</summary>
internal sealed record ConfigurationInput
{
    /// <summary>A configuration by its text, for the ones that are built in.</summary>
    /// <param name="Name">How errors call it.</param>
    /// <param name="Utf8">Its TOML.</param>
    internal sealed record Embedded(string Name, ReadOnlyMemory<byte> Utf8);

    /// <summary>The built-in configuration that files are laid over; null for none.</summary>
    public Embedded? Base { get; init; }

    /// <summary>Paths of TOML files, each with what it includes before it; tables are merged key by key, anything else is replaced.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What a command lays over the files, such as a destination of its own; null for nothing.</summary>
    public Embedded? Over { get; init; }

    /// <summary>Environment variables: <c>FRESHET__SINKS__EVENTS__ID=x</c> sets <c>sinks.events.id</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Settings of the command line: <c>sinks.events.id=x</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Reads all files, and remembers which there were.</summary>
    public ReadFiles Reads { get; init; } = new();
}

/// <summary>Makes one tree of files, environment variables and the command line.</summary>
internal static class ConfigurationLoader
{
    /// <summary>The merged tree. What cannot be read is told in <paramref name="diagnostics"/> and left out.</summary>
    public static TomlTable Load(ConfigurationInput input, ICollection<Diagnostic> diagnostics)
    {
        var layers = new Layers(diagnostics);
        var includes = new Includes(layers, input.Environment, diagnostics, input.Reads);
        if (input.Base is { } embedded)
        {
            layers.Add(TomlReader.Read(embedded.Utf8.Span, embedded.Name, diagnostics));
        }
        foreach (var path in input.Files)
        {
            if (input.Reads.TryRead(path, TomlReader.MaxBytes, out var utf8, out var error))
            {
                includes.Add(TomlReader.Read(utf8, path, diagnostics), path);
            }
            else
            {
                diagnostics.Add(
                    new(
                        Severity.Error,
                        $"the configuration {path} {error}",
                        null,
                        "name an existing file with --config FILE or FRESHET_CONFIG"
                    )
                );
            }
        }
        if (input.Over is { } over)
        {
            layers.Add(TomlReader.Read(over.Utf8.Span, over.Name, diagnostics));
        }
        var root = layers.Root;
        Interpolation.Apply(root, input.Environment);
        Overrides.ApplyEnvironment(root, input.Environment, diagnostics);
        Overrides.ApplySettings(root, input.Settings, diagnostics);
        if (root.Find(Includes.Key) is { } include)
        {
            // It was too late for that.
            root.Remove(Includes.Key);
            diagnostics.Add(
                new(
                    Severity.Error,
                    $"\"{Includes.Key}\" works in files alone",
                    include.Value.Location,
                    "name the files with --config, one after the other"
                )
            );
        }
        return root;
    }
}
