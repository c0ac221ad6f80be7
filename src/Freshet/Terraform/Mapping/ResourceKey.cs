namespace Freshet.Terraform.Mapping;

/// <summary>How the state's resource is found: one of these attributes equals what the record has at the path.</summary>
/// <param name="Attributes">Attributes of the resource, any of which may be the one that is equal: a name here, an ARN there.</param>
/// <param name="Path">Where the record names it; several values are several resources.</param>
internal sealed record ResourceKey(IReadOnlyList<string> Attributes, RecordPath Path);
