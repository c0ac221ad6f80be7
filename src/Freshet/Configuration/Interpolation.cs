using System.Text.RegularExpressions;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Replaces <c>${NAME}</c> and <c>${NAME:-default}</c> in the strings of a tree by environment variables; <c>$${</c> stands for a plain
/// <c>${</c>. A NAME has upper-case letters, digits and underscores: <c>${group}</c> of a regex replacement is none, and stays.
/// </summary>
internal static partial class Interpolation
{
    public static TomlTable Apply(
        TomlTable table,
        IReadOnlyDictionary<string, string> environment,
        ICollection<Diagnostic> diagnostics
    )
    {
        foreach (var property in table.Properties.ToList())
        {
            table.Set(property with { Value = Replace(property.Value) });
        }
        return table;

        TomlValue Replace(TomlValue value)
        {
            switch (value)
            {
                case TomlString text when text.Value.Contains("${", StringComparison.Ordinal):
                    var replaced = Expand(text, environment, diagnostics);
                    return replaced == text.Value
                        ? text
                        : new TomlText(replaced, text.Value, text.Location);
                case TomlArray array:
                    for (var i = 0; i < array.Items.Count; i++)
                    {
                        array.Items[i] = Replace(array.Items[i]);
                    }
                    return array;
                case TomlTable nested:
                    return Apply(nested, environment, diagnostics);
                default:
                    return value;
            }
        }
    }

    private static string Expand(
        TomlString text,
        IReadOnlyDictionary<string, string> environment,
        ICollection<Diagnostic> diagnostics
    ) =>
        Reference()
            .Replace(
                text.Value,
                match =>
                {
                    if (match.Groups["escaped"].Success)
                    {
                        return "${";
                    }
                    var name = match.Groups["name"].Value;
                    // As a shell has it: with :- an empty variable counts as not set.
                    var value = environment.GetValueOrDefault(name);
                    if (match.Groups["default"].Success)
                    {
                        return string.IsNullOrEmpty(value) ? match.Groups["default"].Value : value;
                    }
                    if (value is null)
                    {
                        diagnostics.Add(
                            new(
                                Severity.Error,
                                $"the environment variable {name} is not set",
                                text.Location,
                                $"set it, give a default with ${{{name}:-value}}, or write $${{{name}}} for the text itself"
                            )
                        );
                    }
                    return value ?? "";
                }
            );

    [GeneratedRegex(
        @"(?<escaped>\$\$\{)|\$\{(?<name>[A-Z_][A-Z0-9_]*)(:-(?<default>[^}]*))?\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Reference();
}
