using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http.Headers;

/// <summary>Reads header rules out of either form that configuration has for them: a map by header, or an array of pairs.</summary>
internal sealed class HeaderRulesReader(OptionsReader reader)
{
    private const string Root = "headers";
    private const int MostRules = 100;

    private static readonly Dictionary<
        string,
        Func<OptionsReader, TomlTable, string, HeaderRule>
    > Types = new(StringComparer.Ordinal)
    {
        [ExistsRule.Name] = Read<ExistsRule>,
        [EqualsRule.Name] = Read<EqualsRule>,
        [MatchesRule.Name] = Read<MatchesRule>,
        [SecretRule.Name] = Read<SecretRule>,
        [SignatureRule.Name] = Read<SignatureRule>,
    };

    private readonly List<HeaderRule> rules = [];

    /// <summary>The rules in the document's order; null where the value is neither form.</summary>
    public IReadOnlyList<HeaderRule>? Read(TomlValue value)
    {
        switch (Interpret(value))
        {
            case TomlTable map:
                foreach (var entry in map.Properties)
                {
                    AddRules(entry.Key, entry.KeyLocation, entry.Value, $"{Root}.{entry.Key}");
                }
                break;
            case TomlArray array:
                for (var i = 0; i < array.Items.Count; i++)
                {
                    AddPair(array.Items[i], $"{Root}[{i}]");
                }
                break;
            default:
                reader.Mismatch(value, Root, $"a {HeaderRules.Shape}");
                reader.PassOver(value);
                return null;
        }
        if (rules.Count > MostRules)
        {
            reader.Error(value.Location, $"{Root} has more than {MostRules} rules");
        }
        return rules;
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
                "give what the header must hold to: rule = { type = \"exists\" }"
            );
            return;
        }
        if (header is not null)
        {
            AddRules(header, pair.Find("header")!.Value.Location, rule.Value, $"{name}.rule");
        }
        else
        {
            reader.PassOver(rule.Value);
        }
    }

    private void AddRules(string header, Location at, TomlValue value, string name)
    {
        if (!HeaderName.Check(header, at, reader))
        {
            reader.PassOver(value);
            return;
        }
        if (Interpret(value) is not TomlArray several)
        {
            AddRule(header, value, name);
            return;
        }
        for (var i = 0; i < several.Items.Count; i++)
        {
            AddRule(header, several.Items[i], $"{name}[{i}]");
        }
    }

    private void AddRule(string header, TomlValue value, string name)
    {
        if (Interpret(value) is not TomlTable table)
        {
            reader.Mismatch(value, name, "a table such as { type = \"exists\" }");
            reader.PassOver(value);
            return;
        }
        if (table.Find("type") is not { } property)
        {
            reader.Error(
                table.Location,
                $"the key \"type\" is missing in {name}",
                $"known: {string.Join(", ", Types.Keys)}"
            );
            reader.PassOver(table);
            return;
        }
        if (reader.ReadText(property.Value, $"{name}.type") is not { } type)
        {
            reader.PassOver(table, "type");
            return;
        }
        if (!Types.TryGetValue(type, out var read))
        {
            reader.Error(
                property.Value.Location,
                $"\"{type}\" is no type of header rule",
                NearestName.Hint(type, Types.Keys)
            );
            reader.PassOver(table, "type");
            return;
        }
        var rule = read(reader, table, name);
        rule.Header = header;
        rules.Add(rule);
    }

    /// <summary>Rules that come whole from outside the file are TOML within text, and may hold tokens anywhere.</summary>
    private TomlValue Interpret(TomlValue value)
    {
        if (value is not TomlText text)
        {
            return value;
        }
        reader.Secrets.Add(text);
        return text.Interpret();
    }

    private static HeaderRule Read<T>(OptionsReader reader, TomlTable table, string name)
        where T : HeaderRule, new() => reader.Read<T>(table, name, "type");

    private sealed class Pair
    {
        [System.ComponentModel.DataAnnotations.Required]
        public string? Header { get; set; }
    }
}
