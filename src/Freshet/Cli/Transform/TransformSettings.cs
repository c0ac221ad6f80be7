using Freshet.Events.Parsing;

namespace Freshet.Cli.Transform;

/// <summary>What <c>freshet transform</c> was asked for.</summary>
internal sealed record TransformSettings
{
    /// <summary>The folder of the inputs.</summary>
    public required string Input { get; init; }

    /// <summary>The folder of the golden files; may be the same.</summary>
    public required string Output { get; init; }

    /// <summary>Names of transformers, in order; all of them are defined.</summary>
    public required IReadOnlyList<string> Transformers { get; init; }

    public required TransformMode Mode { get; init; }

    /// <summary>Which inputs are read, and how.</summary>
    public ContentFormat Parser { get; init; } = ContentFormat.Auto;

    /// <summary>Whether each output must be a CDEvent.</summary>
    public bool ChecksCDEvents { get; init; } = true;

    /// <summary>Whether headers of outputs are files too: <c>NAME.headers.json</c>.</summary>
    public bool ExportsHeaders { get; init; }

    /// <summary>Whether metadata of outputs are files too: <c>NAME.metadata.json</c>.</summary>
    public bool ExportsMetadata { get; init; }

    /// <summary>Whether the files <c>*.json.new</c> stay.</summary>
    public bool KeepsNewFiles { get; init; }
}
