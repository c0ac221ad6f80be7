using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http.Headers;

/// <summary>What configuration may say of one header, by its <c>type</c>.</summary>
/// <param name="Noun">How messages call one: <c>header rule</c>.</param>
/// <param name="Example">A short one, as TOML writes it.</param>
/// <param name="Advice">What to do where a pair has none.</param>
/// <param name="Shape">What the whole table looks like.</param>
/// <param name="AllowsSeveral">Whether one header may have an array of them.</param>
/// <param name="Types">Reads each type: the table, what messages call it, the header.</param>
internal sealed record HeaderForms<T>(
    string Noun,
    string Example,
    string Advice,
    string Shape,
    bool AllowsSeveral,
    Dictionary<string, Func<OptionsReader, TomlTable, string, string, T>> Types
);

/// <summary>Reads what is said of headers out of either form that configuration has for it: a map by header, or an array of pairs.</summary>
internal sealed class HeaderTableReader<T>(OptionsReader reader, HeaderForms<T> forms)
{
    private const string Root = "headers";
    private const int Most = 100;

    private readonly List<T> read = [];

    /// <summary>What was read, in the document's order; null where the value is neither form.</summary>
    public IReadOnlyList<T>? Read(TomlValue value)
    {
        switch (Interpret(value))
        {
            case TomlTable map:
                foreach (var entry in map.Properties)
                {
                    AddAll(entry.Key, entry.KeyLocation, entry.Value, $"{Root}.{entry.Key}");
                }
                break;
            case TomlArray array:
                for (var i = 0; i < array.Items.Count; i++)
                {
                    AddPair(array.Items[i], $"{Root}[{i}]");
                }
                break;
            default:
                reader.Mismatch(value, Root, $"a {forms.Shape}");
                reader.PassOver(value);
                return null;
        }
        if (read.Count > Most)
        {
            reader.Error(value.Location, $"{Root} has more than {Most} {forms.Noun}s");
        }
        return read;
    }

    private void AddPair(TomlValue value, string name)
    {
        if (value is not TomlTable pair)
        {
            reader.Mismatch(value, name, "a table { header, rule }");
            reader.PassOver(value);
            return;
        }
        var header = reader.Read<Pair>(pair, name, "rule").Header;
        if (pair.Find("rule") is not { } rule)
        {
            reader.Error(
                pair.Location,
                $"the key \"rule\" is missing in {name}",
                $"{forms.Advice}: rule = {forms.Example}"
            );
            return;
        }
        if (header is not null)
        {
            AddAll(header, pair.Find("header")!.Value.Location, rule.Value, $"{name}.rule");
        }
        else
        {
            reader.PassOver(rule.Value);
        }
    }

    private void AddAll(string header, Location at, TomlValue value, string name)
    {
        if (!HeaderName.Check(header, at, reader))
        {
            reader.PassOver(value);
            return;
        }
        if (!forms.AllowsSeveral || Interpret(value) is not TomlArray several)
        {
            Add(header, value, name);
            return;
        }
        for (var i = 0; i < several.Items.Count; i++)
        {
            Add(header, several.Items[i], $"{name}[{i}]");
        }
    }

    private void Add(string header, TomlValue value, string name)
    {
        if (Interpret(value) is not TomlTable table)
        {
            reader.Mismatch(value, name, $"a table such as {forms.Example}");
            reader.PassOver(value);
            return;
        }
        if (table.Find("type") is not { } property)
        {
            reader.Error(
                table.Location,
                $"the key \"type\" is missing in {name}",
                $"known: {string.Join(", ", forms.Types.Keys)}"
            );
            reader.PassOver(table);
            return;
        }
        if (reader.ReadText(property.Value, $"{name}.type") is not { } type)
        {
            reader.PassOver(table, "type");
            return;
        }
        if (!forms.Types.TryGetValue(type, out var readType))
        {
            reader.Error(
                property.Value.Location,
                $"\"{type}\" is no type of {forms.Noun}",
                NearestName.Hint(type, forms.Types.Keys)
            );
            reader.PassOver(table, "type");
            return;
        }
        read.Add(readType(reader, table, name, header));
    }

    /// <summary>What comes whole from outside the file is TOML within text, and may hold tokens anywhere.</summary>
    private TomlValue Interpret(TomlValue value)
    {
        if (value is not TomlText text)
        {
            return value;
        }
        reader.Secrets.Add(text);
        return text.Interpret();
    }

    private sealed class Pair
    {
        [System.ComponentModel.DataAnnotations.Required]
        public string? Header { get; set; }
    }
}
