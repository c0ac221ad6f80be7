namespace Freshet.Terraform;

/// <summary>
/// A state of Terraform (0.12 and later) or OpenTofu, format 4. Immutable. It holds the text that it was read from, without insignificant white space; attributes
/// are parts of that.
/// </summary>
internal sealed class TerraformState
{
    /// <summary>The format that is read.</summary>
    public const int Format = 4;

    /// <summary>The longest lineage, in UTF-16 units; it is a UUID where nobody made it up.</summary>
    public const int LongestLineage = 128;

    /// <summary>The most instances: twenty times what is called a large state.</summary>
    public const int MostInstances = 200_000;

    private readonly Lazy<StateIndex> index;

    public TerraformState() => index = new(BuildIndex);

    /// <summary>What wrote it, such as <c>1.9.5</c>; empty where it does not say.</summary>
    public required string TerraformVersion { get; init; }

    /// <summary>Counts the states of a lineage.</summary>
    public required long Serial { get; init; }

    /// <summary>Which of all states in the world this is a version of.</summary>
    public required string Lineage { get; init; }

    public required IReadOnlyDictionary<string, StateOutput> Outputs { get; init; }

    /// <summary>All instances, data and deposed ones too, in the state's order; no two have one address.</summary>
    public required IReadOnlyList<StateInstance> Instances { get; init; }

    /// <summary>Finds instances; built when it is first asked for, once.</summary>
    public StateIndex Index => index.Value;

    /// <param name="utf8">The whole text; it must not change afterwards.</param>
    public static StateReading Read(ReadOnlyMemory<byte> utf8) => StateReader.Read(utf8);

    private StateIndex BuildIndex() => new(Instances);
}
