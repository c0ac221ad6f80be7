namespace Freshet.Vrl.JsonSchema;

/// <summary>What schemas have looked at of one instance, for the keywords that ask for the rest.</summary>
internal sealed class Looked
{
    private readonly HashSet<string> properties = new(StringComparer.Ordinal);
    private readonly HashSet<int> items = [];
    private bool hasAllProperties;
    private bool hasAllItems;

    public void Add(string property) => properties.Add(property);

    public void Add(int item) => items.Add(item);

    public void AddAllProperties() => hasAllProperties = true;

    public void AddAllItems() => hasAllItems = true;

    public bool Has(string property) => hasAllProperties || properties.Contains(property);

    public bool Has(int item) => hasAllItems || items.Contains(item);

    /// <summary>Takes over what another schema has looked at of the same instance.</summary>
    public void Add(Looked other)
    {
        hasAllProperties |= other.hasAllProperties;
        hasAllItems |= other.hasAllItems;
        properties.UnionWith(other.properties);
        items.UnionWith(other.items);
    }
}
