namespace Freshet.Terraform;

/// <summary>One instance of a resource, as a state has it.</summary>
internal sealed record StateInstance
{
    /// <summary>Such as <c>module.net["eu"].aws_subnet.private[0]</c>; one that is deposed has <c> (deposed KEY)</c> at its end.</summary>
    public required string Address { get; init; }

    /// <summary>Whether it is only read (<c>data</c>), and not managed here.</summary>
    public required bool IsData { get; init; }

    public required string Type { get; init; }

    public required string Name { get; init; }

    /// <summary>As the state names it: <c>provider["terraform.example.com/hashicorp/aws"]</c>; empty where it does not.</summary>
    public required string Provider { get; init; }

    /// <summary>Whether it was replaced and still has to be destroyed: it exists, beside the instance that took its place.</summary>
    public required bool IsDeposed { get; init; }

    /// <summary>Whether it is to be replaced at the next apply.</summary>
    public required bool IsTainted { get; init; }

    public required long SchemaVersion { get; init; }

    /// <summary>A JSON object without insignificant white space, secrets and all: nothing of it leaves but through <see cref="RedactedState"/>.</summary>
    public required ReadOnlyMemory<byte> Attributes { get; init; }

    /// <summary>The JSON array of paths that are sensitive, as the state has it: see <see cref="SensitivePaths"/>.</summary>
    public required ReadOnlyMemory<byte> SensitiveAttributes { get; init; }

    /// <summary>Its attribute <c>id</c>; null where that is absent or no text.</summary>
    public string? Id { get; init; }

    /// <summary>Its attribute <c>arn</c>.</summary>
    public string? Arn { get; init; }

    /// <summary>Its attribute <c>name</c>.</summary>
    public string? NameAttribute { get; init; }
}
