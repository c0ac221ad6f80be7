namespace Freshet.Terraform;

/// <summary>
/// Finds the managed instances of a state by what clouds call them. Where several have one name, it is the first that is not deposed; what is only read as data is
/// managed elsewhere, and is not found.
/// </summary>
internal sealed class StateIndex
{
    private readonly Dictionary<(string Type, string Value), StateInstance> byId = [];
    private readonly Dictionary<(string Type, string Value), StateInstance> byArn = [];
    private readonly Dictionary<(string Type, string Value), StateInstance> byName = [];

    public StateIndex(IReadOnlyList<StateInstance> instances)
    {
        foreach (
            var instance in instances
                .Where(instance => !instance.IsData)
                .OrderBy(instance => instance.IsDeposed)
        )
        {
            Add(byId, instance.Id, instance);
            Add(byArn, instance.Arn, instance);
            Add(byName, instance.NameAttribute, instance);
        }
    }

    public StateInstance? ById(string type, string id) => byId.GetValueOrDefault((type, id));

    public StateInstance? ByArn(string type, string arn) => byArn.GetValueOrDefault((type, arn));

    public StateInstance? ByName(string type, string name) =>
        byName.GetValueOrDefault((type, name));

    private static void Add(
        Dictionary<(string, string), StateInstance> map,
        string? value,
        StateInstance instance
    )
    {
        if (value is { Length: > 0 })
        {
            map.TryAdd((instance.Type, value), instance);
        }
    }
}
