using System.Text.RegularExpressions;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Masks secrets in the lines that diagnostics show: a mistake often stands on one line with a token. What was read as a secret is one, what
/// its key says is one, since a rule with a mistake in it is not read at all, and so is an address with a user in it. Of a line that is no TOML, everything behind such a key is.
/// </summary>
internal static partial class SecretExcerpts
{
    /// <summary>What a rule compares a header with.</summary>
    private const string RuleValue = "value";

    public static IReadOnlyList<Diagnostic> Mask(
        IReadOnlyList<Diagnostic> diagnostics,
        TomlTable root,
        IReadOnlySet<TomlValue> secrets
    )
    {
        var places = new HashSet<(string Origin, int Line, int Column, int Length)>();
        var known = new HashSet<(string Origin, int Line)>();
        Find(root, isSecret: false);
        return [.. diagnostics.Select(Masked)];

        void Find(TomlValue value, bool isSecret)
        {
            isSecret |= secrets.Contains(value) || IsAddressOfUser(value);
            if (value is not TomlTable)
            {
                // A text of several lines may begin on the line below its quotes.
                var more =
                    value is TomlString { Value: var text } && text.Contains('\n')
                        ? text.Count(letter => letter == '\n') + 1
                        : 0;
                for (var line = 0; line <= more; line++)
                {
                    known.Add((value.Location.Origin, value.Location.Line + line));
                }
            }
            switch (value)
            {
                case TomlTable table:
                    // A rule of this type holds the name of a variable, which helps and is no secret.
                    var isName = table.Find("type")?.Value is TomlString { Value: "secret" };
                    foreach (var property in table.Properties)
                    {
                        var isKey =
                            SecretNames.Contain(property.Key)
                            || (property.Key == RuleValue && !isName);
                        Find(property.Value, isSecret || isKey);
                    }
                    break;
                case TomlArray array:
                    array.Items.ForEach(item => Find(item, isSecret));
                    break;
                case TomlString { Location: { Line: > 0 } at } when isSecret:
                    places.Add((at.Origin, at.Line, at.Column, at.Length));
                    break;
            }
        }

        Diagnostic Masked(Diagnostic diagnostic)
        {
            if (diagnostic.Location is not { Line: > 0 } at)
            {
                return diagnostic;
            }
            if (!known.Contains((at.Origin, at.Line)))
            {
                return diagnostic with
                {
                    Location = at with { LineText = MaskBroken(at.LineText) },
                };
            }
            var line = at.LineText.EnumerateRunes().Select(rune => rune.ToString()).ToList();
            foreach (
                var place in places.Where(place =>
                    place.Origin == at.Origin && place.Line == at.Line
                )
            )
            {
                // Each character becomes one, so that the carets stay where they belong.
                var end = Math.Min(line.Count, place.Column - 1 + place.Length);
                for (var i = place.Column - 1; i < end; i++)
                {
                    line[i] = line[i] is "\"" or "'" ? line[i] : "*";
                }
            }
            return diagnostic with { Location = at with { LineText = string.Concat(line) } };
        }
    }

    /// <summary>Whether a password may stand in it, before the host.</summary>
    private static bool IsAddressOfUser(TomlValue value) =>
        value is TomlString { Value: var text }
        && text.Contains("://", StringComparison.Ordinal)
        && text.Contains('@', StringComparison.Ordinal);

    /// <summary>A line of which no value was read: where a secret in it would end nobody knows.</summary>
    private static string MaskBroken(string line)
    {
        var begin = Assignment()
            .Matches(line)
            .Where(match =>
                match.Groups[1].Value == RuleValue || SecretNames.Contain(match.Groups[1].Value)
            )
            .Select(match => match.Index + match.Length)
            .DefaultIfEmpty(line.Length)
            .First();
        var shown = line[begin..]
            .EnumerateRunes()
            .Select(rune => rune.Value is '"' or '\'' ? rune.ToString() : "*");
        return line[..begin] + string.Concat(shown);
    }

    /// <summary>A key before its equals sign.</summary>
    [GeneratedRegex("""([A-Za-z0-9_-]+)["']?\s*=\s*""", RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();
}
