namespace Freshet.Terraform;

/// <summary>An instance without its secrets.</summary>
/// <param name="Attributes">A JSON object, with markers of the <see cref="Redactor"/> in place of what is sensitive.</param>
/// <param name="SensitiveAttributes">Which paths those are, as the state has them.</param>
internal sealed record RedactedInstance(
    ReadOnlyMemory<byte> Attributes,
    ReadOnlyMemory<byte> SensitiveAttributes
);

/// <summary>
/// What is compared, kept on disk and told of a state: its managed instances as they are now, without what is sensitive. The type is the border: nothing of a
/// state gets out but by way of it. Outputs, data and deposed instances are no part of it.
/// </summary>
/// <param name="Lineage">The state's.</param>
/// <param name="Serial">The state's.</param>
/// <param name="Instances">By address.</param>
/// <param name="Redactor">What took the secrets out; two states can be compared where it has the same key.</param>
internal sealed record RedactedState(
    string Lineage,
    long Serial,
    IReadOnlyDictionary<string, RedactedInstance> Instances,
    Redactor Redactor
)
{
    public static RedactedState Of(TerraformState state, Redactor redactor)
    {
        var instances = new Dictionary<string, RedactedInstance>(
            state.Instances.Count,
            StringComparer.Ordinal
        );
        foreach (
            var instance in state.Instances.Where(instance =>
                instance is { IsData: false, IsDeposed: false }
            )
        )
        {
            var paths = SensitivePaths.Read(instance.SensitiveAttributes);
            instances.Add(
                instance.Address,
                new(
                    redactor.Redact(instance.Attributes, paths, isRedacted: false),
                    instance.SensitiveAttributes
                )
            );
        }
        return new(state.Lineage, state.Serial, instances, redactor);
    }

    /// <summary>The state of that lineage before anything was in it.</summary>
    public static RedactedState Empty(string lineage, Redactor redactor) =>
        new(lineage, 0, new Dictionary<string, RedactedInstance>(), redactor);
}
