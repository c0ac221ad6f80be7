using System.Text.RegularExpressions;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Replaces <c>${NAME}</c> and <c>${NAME:-default}</c> in the strings of a tree by environment variables; <c>$${</c> stands for a plain
/// <c>${</c>. A NAME has upper-case letters, digits and underscores: <c>${group}</c> of a regex replacement is none, and stays.
/// </summary>
internal static partial class Interpolation
{
    /// <summary>Replaces them in place. A variable that is not set is told by who reads the value: it may belong to what is switched off.</summary>
    public static void Apply(TomlTable table, IReadOnlyDictionary<string, string> environment)
    {
        foreach (var property in table.Properties.ToList())
        {
            table.Set(property with { Value = Replace(property.Value) });
        }

        TomlValue Replace(TomlValue value)
        {
            switch (value)
            {
                case TomlString text when text.Value.Contains("${", StringComparison.Ordinal):
                    return Expand(text, environment);
                case TomlArray array:
                    for (var i = 0; i < array.Items.Count; i++)
                    {
                        array.Items[i] = Replace(array.Items[i]);
                    }
                    return array;
                case TomlTable nested:
                    Apply(nested, environment);
                    return nested;
                default:
                    return value;
            }
        }
    }

    private static TomlValue Expand(
        TomlString text,
        IReadOnlyDictionary<string, string> environment
    )
    {
        string? unset = null;
        var replaced = Reference()
            .Replace(
                text.Value,
                match =>
                {
                    if (match.Groups["escaped"].Success)
                    {
                        return "${";
                    }
                    var name = match.Groups["name"].Value;
                    var value = environment.GetValueOrDefault(name);
                    if (match.Groups["default"].Success)
                    {
                        // As a shell has it: with :- an empty variable counts as not set.
                        return string.IsNullOrEmpty(value) ? match.Groups["default"].Value : value;
                    }
                    if (value is null)
                    {
                        unset ??= name;
                    }
                    return value ?? "";
                }
            );
        return replaced == text.Value && unset is null
            ? text
            : new TomlText(replaced, text.Value, text.Location) { Unset = unset };
    }

    [GeneratedRegex(
        @"(?<escaped>\$\$\{)|\$\{(?<name>[A-Z_][A-Z0-9_]*)(:-(?<default>[^}]*))?\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Reference();
}
