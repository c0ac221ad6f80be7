using System.Text.RegularExpressions;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Masks secrets in the lines that diagnostics show: a mistake often stands on one line with a token. What was read as a secret is one, what
/// its key says is one, since a rule with a mistake in it is not read at all, and so is an address with a user in it. Where such a key has no value that could be read, it is all that stands behind it.
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
        var known = new HashSet<(string Origin, int Line, int Column)>();
        var texts = new HashSet<(string Origin, int Line)>();
        Find(root, isSecret: false);
        return [.. diagnostics.Select(Masked)];

        void Find(TomlValue value, bool isSecret)
        {
            isSecret |= secrets.Contains(value) || IsAddressOfUser(value);
            var (origin, line) = (value.Location.Origin, value.Location.Line);
            known.Add((origin, line, value.Location.Column));
            for (var below = 1; below <= LinesBelow(value); below++)
            {
                texts.Add((origin, line + below));
            }
            switch (value)
            {
                case TomlTable table:
                    // A rule of this type holds the name of a variable, which helps and is no secret, unless somebody took it for the secret.
                    var isName =
                        table.Find("type")?.Value is TomlString { Value: "secret" }
                        && table.Find(RuleValue)?.Value is TomlString { Value: var name }
                        && SecretNames.IsLikelyVariable(name);
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
            var hidden = places
                .Where(place => place.Origin == at.Origin && place.Line == at.Line)
                .Select(place => (place.Column - 1, place.Column - 1 + place.Length));
            if (!texts.Contains((at.Origin, at.Line)))
            {
                // What was not read has no end that anybody knows.
                var unread = ValuesOfSecrets(at.LineText)
                    .Where(start => !known.Contains((at.Origin, at.Line, start + 1)))
                    .ToList();
                hidden = hidden.Concat(unread.Select(start => (start, line.Count)));
                if (unread.Exists(start => start < at.Column))
                {
                    diagnostic = WithoutWord(diagnostic, at);
                }
            }
            foreach (var (start, end) in hidden)
            {
                // Each character becomes one, so that the carets stay where they belong.
                for (var i = start; i < Math.Min(line.Count, end); i++)
                {
                    line[i] = line[i] is "\"" or "'" ? line[i] : "*";
                }
            }
            return diagnostic with { Location = at with { LineText = string.Concat(line) } };
        }
    }

    /// <summary>The same without the word that it is about, which its sentences quote.</summary>
    private static Diagnostic WithoutWord(Diagnostic diagnostic, Location at)
    {
        var start = Math.Min(at.Column - 1, at.LineText.Length);
        var word = at.LineText.AsSpan(start)[..Math.Min(at.Length, at.LineText.Length - start)];
        var text = word.Trim().ToString();
        return text.Length == 0
            ? diagnostic
            : diagnostic with
            {
                Message = diagnostic.Message.Replace(text, Secret.Mask, StringComparison.Ordinal),
                Hint = diagnostic.Hint?.Replace(text, Secret.Mask, StringComparison.Ordinal),
            };
    }

    /// <summary>On how many lines below its first a text may go on: one more than it has, since it may begin below its quotes.</summary>
    private static int LinesBelow(TomlValue value)
    {
        var text = value switch
        {
            TomlString plain => plain.Value,
            TomlText { Written: { } written } => written,
            _ => "",
        };
        var ends = text.Count(letter => letter == '\n');
        return ends == 0 ? 0 : ends + 1;
    }

    /// <summary>Whether a password may stand in it, before the host.</summary>
    private static bool IsAddressOfUser(TomlValue value) =>
        value is TomlString { Value: var text }
        && text.Contains("://", StringComparison.Ordinal)
        && text.Contains('@', StringComparison.Ordinal);

    /// <summary>Where in a line something begins that its key says is a secret.</summary>
    private static IEnumerable<int> ValuesOfSecrets(string line) =>
        Assignment()
            .Matches(line)
            .Where(match =>
                match.Groups["key"].Value is var key
                && (key == RuleValue || SecretNames.Contain(key))
            )
            .Select(match => match.Index + match.Length);

    /// <summary>A key before its equals sign.</summary>
    [GeneratedRegex(
        """(?<key>[A-Za-z0-9_-]+)["']?\s*=\s*""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Assignment();
}
