using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>A grok expression, ready to be matched: a regular expression some of whose groups are fields.</summary>
internal sealed partial class GrokPattern
{
    /// <summary>How many references are followed: an end to definitions that name themselves.</summary>
    private const int MaxReferences = 1024;

    /// <summary>The longest regular expression that references may lead to, in characters.</summary>
    private const int MaxLength = 100_000;

    private readonly VrlRegex regex;

    private GrokPattern(VrlRegex regex, IReadOnlyList<GrokField> fields)
    {
        this.regex = regex;
        Fields = fields;
    }

    /// <summary>The fields, ordered by name.</summary>
    public IReadOnlyList<GrokField> Fields { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="expression">A regular expression with references: <c>%{NAME}</c>, <c>%{NAME:field}</c>, <c>%{NAME:field=definition}</c>.</param>
    /// <param name="library">What may be named.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="error">What is wrong, in upstream's words; empty if nothing is.</param>
    public static bool TryParse(
        string expression,
        IReadOnlyDictionary<string, string> library,
        [NotNullWhen(true)] out GrokPattern? pattern,
        out string error
    )
    {
        pattern = null;
        if (!TryExpand(expression, library, out var expanded, out var names, out error))
        {
            return false;
        }
        if (
            !OnigurumaSyntax.TryTranslate(expanded, out var translated, out var groups)
            || !RustRegex.TryTranslate(translated, out var regex, out _)
        )
        {
            error = $"The given regex \"{expanded}\" failed compilation in the underlying engine";
            return false;
        }
        var fields = new SortedDictionary<string, GrokField>(StringComparer.Ordinal);
        for (var i = 0; i < groups.Count; i++)
        {
            // Of several groups with one name the first counts.
            var group = groups[i];
            if (groups.IndexOf(group) == i)
            {
                var name = names.GetValueOrDefault(group, group);
                fields[name] = new(name, i + 1);
            }
        }
        pattern = new(regex, [.. fields.Values]);
        return true;
    }

    /// <summary>The first match in the text; null where there is none.</summary>
    public RegexMatch? Match(string text) =>
        regex.Match(text) is { Success: true } match ? match : null;

    /// <summary>Puts definitions in the place of references. The way is upstream's, since the names of groups that lose their field are part of results.</summary>
    /// <param name="names">The field of each group that a reference became.</param>
    private static bool TryExpand(
        string expression,
        IReadOnlyDictionary<string, string> library,
        out string expanded,
        out Dictionary<string, string> names,
        out string error
    )
    {
        expanded = expression;
        names = new(StringComparer.Ordinal);
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var index = 0;
        for (var i = 0; Reference().Match(expanded) is { Success: true } reference; i++)
        {
            if (i >= MaxReferences - 1 || expanded.Length > MaxLength)
            {
                error = $"Recursion while compiling reached the limit of {MaxReferences}";
                return false;
            }
            var name = reference.Groups["name"].Value;
            if (reference.Groups["definition"] is { Success: true } written)
            {
                own[name] = written.Value;
            }
            if (
                !own.TryGetValue(name, out var definition)
                && !library.TryGetValue(name, out definition)
            )
            {
                error =
                    $"The given pattern definition name \"{name}\" could not be found in the definition map";
                return false;
            }
            // The same reference may stand in several places: each has a group of its own, and the last one the field.
            var next = expanded.IndexOf(reference.Value, StringComparison.Ordinal);
            var parts = new System.Text.StringBuilder();
            var copied = 0;
            while (next >= 0 && parts.Length <= MaxLength)
            {
                parts.Append(expanded, copied, next - copied);
                if (reference.Groups["field"] is { Success: true } field)
                {
                    groups[field.Value] = $"name{index}";
                    parts.Append($"(?<name{index}>").Append(definition).Append(')');
                }
                else
                {
                    parts.Append("(?:").Append(definition).Append(')');
                }
                index++;
                copied = next + reference.Length;
                next = expanded.IndexOf(reference.Value, copied, StringComparison.Ordinal);
            }
            expanded = parts.Append(expanded, copied, expanded.Length - copied).ToString();
        }
        foreach (var (field, group) in groups)
        {
            names[group] = field;
        }
        error =
            expanded.Length > 0
                ? ""
                : $"The given pattern \"{expression}\" ended up compiling into an empty regex";
        return error.Length == 0;
    }

    [GeneratedRegex(
        @"%\{(?<name>[A-z0-9]+)(?::(?<field>[A-z0-9_:;/\s.]+))?(?:=(?<definition>[^{}]+))?\}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Reference();
}

/// <summary>A field of a grok expression.</summary>
/// <param name="Name">As it is written behind the colon, or the name of a group.</param>
/// <param name="Group">The number of its group in a match.</param>
internal readonly record struct GrokField(string Name, int Group);
