using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http.Headers;

/// <summary>Reads the rules that the headers of requests must hold to.</summary>
internal static class HeaderRulesReader
{
    private static readonly HeaderForms<HeaderRule> Forms = new(
        "header rule",
        "{ type = \"exists\" }",
        "give what the header must hold to",
        HeaderRules.Shape,
        AllowsSeveral: true,
        new(StringComparer.Ordinal)
        {
            [ExistsRule.Name] = Read<ExistsRule>,
            [EqualsRule.Name] = Read<EqualsRule>,
            [MatchesRule.Name] = Read<MatchesRule>,
            [SecretRule.Name] = Read<SecretRule>,
            [SignatureRule.Name] = Read<SignatureRule>,
        }
    );

    /// <summary>The rules in the document's order; null where the value is neither a map by header nor an array of pairs.</summary>
    public static IReadOnlyList<HeaderRule>? Read(TomlValue value, OptionsReader reader) =>
        new HeaderTableReader<HeaderRule>(reader, Forms).Read(value);

    private static T Read<T>(OptionsReader reader, TomlTable table, string name, string header)
        where T : HeaderRule, new()
    {
        var rule = reader.Read<T>(table, name, "type");
        rule.Header = header;
        return rule;
    }
}
