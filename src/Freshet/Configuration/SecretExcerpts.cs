using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Masks secrets in the lines that diagnostics show: a mistake often stands on one line with a token. What was read as a secret is one, and what
/// its key says is one, since a rule with a mistake in it is not read at all.
/// </summary>
internal static class SecretExcerpts
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
        Find(root, isSecret: false);
        return places.Count == 0 ? diagnostics : [.. diagnostics.Select(Masked)];

        void Find(TomlValue value, bool isSecret)
        {
            isSecret |= secrets.Contains(value);
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
}
