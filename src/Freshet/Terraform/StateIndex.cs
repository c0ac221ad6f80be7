using System.Collections.Concurrent;
using System.Text.Json;
using Freshet.Events;
using Freshet.Terraform.Comparing;

namespace Freshet.Terraform;

/// <summary>
/// Finds the managed instances of a state by what clouds call them. Those that are deposed come last; what is only read as data is managed elsewhere, and is
/// not found. Tables are made when they are first asked for, and from then on only read, by any thread.
/// </summary>
internal sealed class StateIndex
{
    private const string Id = "id";
    private const string Arn = "arn";
    private const string NameAttribute = "name";

    private readonly Dictionary<string, List<StateInstance>> byType = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<
        (string Type, string Attribute),
        Dictionary<string, List<StateInstance>>
    > tables = [];
    private readonly Lazy<Dictionary<string, List<StateInstance>>> byAnyName;
    private readonly Lazy<Dictionary<string, StateInstance>> byAddress;

    public StateIndex(IReadOnlyList<StateInstance> instances)
    {
        foreach (
            var instance in instances
                .Where(instance => !instance.IsData)
                .OrderBy(instance => instance.IsDeposed)
        )
        {
            Add(byType, instance.Type, instance);
        }
        byAnyName = new(BuildByAnyName);
        byAddress = new(() =>
            byType
                .Values.SelectMany(ofType => ofType)
                .ToDictionary(instance => instance.Address, StringComparer.Ordinal)
        );
    }

    /// <summary>The instances of the type whose attribute has that value.</summary>
    /// <param name="type">Terraform's type.</param>
    /// <param name="attribute">The attribute's path; a dot leads into a block.</param>
    /// <param name="value">A text; numbers and booleans as JSON writes them. For Azure case makes no difference.</param>
    public IReadOnlyList<StateInstance> Find(string type, string attribute, string value) =>
        tables.GetOrAdd((type, attribute), BuildTable).GetValueOrDefault(Normal(value))
            as IReadOnlyList<StateInstance>
        ?? [];

    /// <summary>The instances of any type whose id or ARN it is.</summary>
    public IReadOnlyList<StateInstance> FindAny(string name) =>
        byAnyName.Value.GetValueOrDefault(Normal(name)) as IReadOnlyList<StateInstance> ?? [];

    /// <summary>The managed instance of that address.</summary>
    public StateInstance? At(string address) => byAddress.Value.GetValueOrDefault(address);

    /// <summary>Names of hosts and zones may end in a dot, and mean the same without.</summary>
    private static string Normal(string value) =>
        value.Length > 1 && value[^1] == '.' ? value[..^1] : value;

    private Dictionary<string, List<StateInstance>> BuildTable((string Type, string Attribute) key)
    {
        var table = NewTable(key.Type);
        foreach (var instance in byType.GetValueOrDefault(key.Type) ?? [])
        {
            if (ValueOf(instance, key.Attribute) is { Length: > 0 } value)
            {
                Add(table, Normal(value), instance);
            }
        }
        return table;
    }

    private Dictionary<string, List<StateInstance>> BuildByAnyName()
    {
        // Azure's ids, in which case makes no difference, are like no other's.
        var table = new Dictionary<string, List<StateInstance>>(StringComparer.OrdinalIgnoreCase);
        foreach (var instance in byType.Values.SelectMany(instances => instances))
        {
            foreach (var name in new[] { instance.Id, instance.Arn }.Distinct())
            {
                if (name is { Length: > 0 })
                {
                    Add(table, Normal(name), instance);
                }
            }
        }
        return table;
    }

    private static string? ValueOf(StateInstance instance, string attribute)
    {
        switch (attribute)
        {
            case Id:
                return instance.Id;
            case Arn:
                return instance.Arn;
            case NameAttribute:
                return instance.NameAttribute;
        }
        using var document = JsonDocument.Parse(instance.Attributes, JsonText.DocumentOptions);
        var value = AttributeComparer.ValueOf(document.RootElement, attribute);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
    }

    private static Dictionary<string, List<StateInstance>> NewTable(string type) =>
        new(
            type.StartsWith("azurerm_", StringComparison.Ordinal)
                ? StringComparer.OrdinalIgnoreCase
                : StringComparer.Ordinal
        );

    private static void Add(
        Dictionary<string, List<StateInstance>> table,
        string key,
        StateInstance instance
    )
    {
        if (!table.TryGetValue(key, out var instances))
        {
            table[key] = instances = new(1);
        }
        instances.Add(instance);
    }
}
