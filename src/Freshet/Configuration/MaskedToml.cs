using System.Globalization;
using System.Text.RegularExpressions;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Writes a tree as TOML for people to read. Secrets are masked: what an option says is one, what is named like one, and passwords in
/// URLs; of a text with <c>${NAME}</c> the variable's name is shown, not its value.
/// </summary>
internal static partial class MaskedToml
{
    public static void Write(TomlTable root, IReadOnlySet<TomlValue> secrets, TextWriter output) =>
        WriteTable(root, [], secrets, output);

    private static void WriteTable(
        TomlTable table,
        IReadOnlyList<string> path,
        IReadOnlySet<TomlValue> secrets,
        TextWriter output
    )
    {
        var tables = table
            .Properties.Where(property =>
                property.Value is TomlTable && !secrets.Contains(property.Value)
            )
            .ToList();
        var values = table.Properties.Except(tables).ToList();
        if (path.Count > 0 && (values.Count > 0 || tables.Count == 0))
        {
            output.WriteLine();
            output.WriteLine($"[{string.Join('.', path.Select(Key))}]");
        }
        foreach (var property in values)
        {
            output.WriteLine($"{Key(property.Key)} = {Inline(property, secrets)}");
        }
        foreach (var property in tables)
        {
            WriteTable((TomlTable)property.Value, [.. path, property.Key], secrets, output);
        }
    }

    private static string Inline(TomlProperty property, IReadOnlySet<TomlValue> secrets)
    {
        var isNamedSecret = SecretNames.Contain(property.Key);
        return isNamedSecret && property.Value is not TomlTable
            ? TomlQuote.Of(Secret.Mask)
            : Inline(property.Value, secrets);
    }

    private static string Inline(TomlValue value, IReadOnlySet<TomlValue> secrets) =>
        value switch
        {
            _ when secrets.Contains(value) => TomlQuote.Of(Secret.Mask),
            TomlString text => TomlQuote.Of(MaskUrl(text.Value)),
            TomlText { Written: { } written } => TomlQuote.Of(MaskUrl(written)),
            TomlText text => text.Interpret() is TomlString plain
                ? TomlQuote.Of(MaskUrl(plain.Value))
                : Inline(text.Interpret(), secrets),
            TomlInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
            TomlFloat number => Float(number.Value),
            TomlBoolean boolean => boolean.Value ? "true" : "false",
            TomlDateTime date => date.Text,
            TomlArray array =>
                $"[{string.Join(", ", array.Items.Select(item => Inline(item, secrets)))}]",
            TomlTable table =>
                $"{{ {string.Join(", ", table.Properties.Select(property => $"{Key(property.Key)} = {Inline(property, secrets)}"))} }}",
            _ => throw new ArgumentException($"{value.Kind} has no TOML form", nameof(value)),
        };

    private static string Float(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan"
                : number > 0 ? "inf"
                : "-inf";
        }
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0";
    }

    private static string Key(string key) => BareKey().IsMatch(key) ? key : TomlQuote.Of(key);

    private static string MaskUrl(string text) =>
        UrlParameter()
            .Replace(
                UrlPassword().Replace(text, $"${{user}}{Secret.Mask}@"),
                $"${{name}}{Secret.Mask}"
            );

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex BareKey();

    [GeneratedRegex(
        "(?<user>://[^/@:\\s]*:)[^/?#\\s]*@",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex UrlPassword();

    [GeneratedRegex(
        "(?<name>[?&][^=&#\\s]*(token|secret|password|key|sig|signature)=)[^&#\\s]+",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex UrlParameter();
}
