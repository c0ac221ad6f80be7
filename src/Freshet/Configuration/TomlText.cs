using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Text from outside a file (an environment variable, <c>--set</c>, <c>${NAME}</c>): what it is, string or number or array, is decided by
/// the option that it is for.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="written">What stands in the file; null where it comes whole from outside.</param>
/// <param name="location">Where it comes from.</param>
internal sealed class TomlText(string text, string? written, Location location)
    : TomlValue(location)
{
    public string Text { get; } = text;

    /// <summary>The text before <c>${NAME}</c> was replaced: this is what is shown, since variables often hold secrets.</summary>
    public string? Written { get; } = written;

    /// <summary>A variable that the text needs and that is not set; null where it is whole.</summary>
    public string? Unset { get; init; }

    /// <summary>The text for an option that takes one: quotes around what comes from outside are TOML's, and not part of it.</summary>
    public string Plain => Written is null && Interpret() is TomlString text ? text.Value : Text;

    public override string Kind => "a text";

    /// <summary>The text read as a TOML value, or as a string where it is none.</summary>
    public TomlValue Interpret()
    {
        var diagnostics = new List<Diagnostic>();
        var line = System.Text.Encoding.UTF8.GetBytes($"value = {Text}");
        var table = TomlReader.Read(line, Location.Origin, diagnostics);
        var read =
            diagnostics.Count == 0 && table.Properties.Count == 1 ? table.Find("value") : null;
        return read is null ? new TomlString(Text, Location) : Relocate(read.Value);
    }

    /// <summary>
    /// The text for an option that takes several: its parts between commas, without those that are empty. Null where it was probably meant as an array of
    /// TOML, and is none.
    /// </summary>
    public List<TomlValue>? Items()
    {
        var plain = Plain.Trim();
        if (IsMeantAsArray(plain))
        {
            return null;
        }
        return
        [
            .. plain
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(item => new TomlText(item, Written, Location)),
        ];
    }

    /// <summary>Whether it is in brackets as a whole; an IPv6 address, which has some too, has no comma in them.</summary>
    private static bool IsMeantAsArray(string text) =>
        text is ['[', .. var rest]
        && (
            rest.TrimStart() is ['"' or '\'', ..]
            || (
                rest.Contains(',', StringComparison.Ordinal) && rest.IndexOf(']') == rest.Length - 1
            )
        );

    private TomlValue Relocate(TomlValue value)
    {
        switch (value)
        {
            case TomlString s:
                return new TomlString(s.Value, Location);
            case TomlInteger i:
                return new TomlInteger(i.Value, Location);
            case TomlFloat f:
                return new TomlFloat(f.Value, Location);
            case TomlBoolean b:
                return new TomlBoolean(b.Value, Location);
            case TomlDateTime d:
                return new TomlDateTime(d.Type, d.Text, Location);
            case TomlArray array:
                var items = new TomlArray(Location);
                items.Items.AddRange(array.Items.Select(Relocate));
                return items;
            case TomlTable table:
                var copy = new TomlTable(Location);
                foreach (var property in table.Properties)
                {
                    copy.Set(new(property.Key, Location, Relocate(property.Value)));
                }
                return copy;
            default:
                return value;
        }
    }
}
