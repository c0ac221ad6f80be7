using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Documents laid over each other: tables are merged key by key, any other value is replaced whole. So is a table that becomes another type,
/// since the keys of the one mean nothing to the other.
/// </summary>
internal sealed class Layers(ICollection<Diagnostic> diagnostics)
{
    /// <summary>What they come to. Each key keeps the place where it came first.</summary>
    public TomlTable Root { get; } = new(new Location("the configuration"));

    /// <summary>Lays a document over those before it.</summary>
    public void Add(TomlTable document) => Merge(Root, document, "");

    private void Merge(TomlTable target, TomlTable over, string path)
    {
        foreach (var property in over.Properties)
        {
            var name = $"{path}{property.Key}";
            if (
                property.Value is TomlTable table
                && target.Find(property.Key)?.Value is TomlTable existing
                && !ChangesType(existing, table, name)
            )
            {
                Merge(existing, table, $"{name}.");
            }
            else
            {
                target.Set(property);
            }
        }
    }

    private bool ChangesType(TomlTable existing, TomlTable over, string name)
    {
        if (
            existing.Find("type")?.Value is not TomlString before
            || over.Find("type")?.Value is not TomlString after
            || before.Value == after.Value
        )
        {
            return false;
        }
        var lost = existing
            .Properties.Select(property => property.Key)
            .Where(key => over.Find(key) is null)
            .ToList();
        if (lost.Count > 0)
        {
            diagnostics.Add(
                new(
                    Severity.Warning,
                    $"{name} changes its type from \"{before.Value}\" to \"{after.Value}\" here, so what {before.Location.Origin} says of it no longer holds: {string.Join(", ", lost)}",
                    after.Location
                )
            );
        }
        return true;
    }
}
