using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Terraform.Mapping;

/// <summary>What a mapping file says of one call: its changes in their long form.</summary>
internal sealed class WrittenCall(IReadOnlyList<MappedChange> changes, Location location)
    : IReadFromToml<WrittenCall>
{
    /// <summary>No call changes more kinds of resources.</summary>
    private const int MaxChanges = 16;

    public static string Shape => "string, table, or array of these";

    public IReadOnlyList<MappedChange> Changes => changes;
    public Location Location => location;

    public static WrittenCall? Read(TomlValue value, OptionsReader reader)
    {
        List<TomlValue> items = value is TomlArray array ? array.Items : [value];
        if (items.Count is 0 or > MaxChanges)
        {
            reader.Error(value.Location, $"a call has from 1 to {MaxChanges} changes");
            return null;
        }
        var changes = new List<MappedChange>();
        foreach (var item in items)
        {
            if (item is TomlTable table)
            {
                changes.Add(reader.Read<MappedChange>(table, "the call"));
            }
            else if (item is not TomlString)
            {
                reader.Mismatch(item, "a call", "a string or a table");
            }
            else if (WrittenText.Read(item, reader) is { } text)
            {
                changes.Add(new MappedChange { Change = text });
            }
        }
        return changes.Count == items.Count ? new(changes, value.Location) : null;
    }
}
