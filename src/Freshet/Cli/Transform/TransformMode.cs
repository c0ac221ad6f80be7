namespace Freshet.Cli.Transform;

/// <summary>What becomes of outputs that are not as the golden files have them.</summary>
internal enum TransformMode
{
    /// <summary>Somebody at the terminal is shown each, and asked.</summary>
    Review,

    /// <summary>They become the golden files.</summary>
    Overwrite,

    /// <summary>They are told, and nothing changes.</summary>
    Check,
}
