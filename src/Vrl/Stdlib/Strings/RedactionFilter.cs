using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>What <c>redact</c> looks for: patterns, each a regular expression or a text, one after the other.</summary>
internal sealed partial class RedactionFilter
{
    private readonly IReadOnlyList<Func<string, IEnumerable<(int At, int Length)>>> patterns;

    private RedactionFilter(IReadOnlyList<Func<string, IEnumerable<(int, int)>>> patterns) =>
        this.patterns = patterns;

    private static RedactionFilter SocialSecurityNumber { get; } =
        new([
            static text =>
                SocialSecurityNumbers().Matches(text).Select(match => (match.Index, match.Length)),
        ]);

    /// <summary>Reads a filter as a program gives it.</summary>
    public static bool TryRead(
        Value value,
        [NotNullWhen(true)] out RedactionFilter? filter,
        out string error
    )
    {
        (filter, error) = value.Kind switch
        {
            ValueKind.Regex => (new RedactionFilter([PatternOf(value)!]), ""),
            ValueKind.Object => ReadObject(value.Object),
            ValueKind.Bytes => value.Text switch
            {
                "us_social_security_number" => (SocialSecurityNumber, ""),
                "pattern" => (null, "pattern cannot be used without arguments"),
                _ => (null, "unknown filter name"),
            },
            _ => (null, "unknown literal for filter, must be a regex, filter name, or object"),
        };
        return filter is not null;
    }

    /// <summary>The text with the redactor's replacement for all that is found.</summary>
    public string Apply(string text, Redactor redactor)
    {
        foreach (var pattern in patterns)
        {
            var (clean, done) = (new StringBuilder(text.Length), 0);
            foreach (var (at, length) in pattern(text))
            {
                clean
                    .Append(text, done, at - done)
                    .Append(redactor.Replace(text.AsSpan(at, length)));
                done = at + length;
            }
            if (clean.Length > 0 || done > 0)
            {
                text = clean.Append(text, done, text.Length - done).ToString();
            }
        }
        return text;
    }

    private static (RedactionFilter?, string) ReadObject(VrlObject filter)
    {
        if (!filter.TryGet("type", out var type))
        {
            return (null, "filters specified as objects must have type parameter");
        }
        return type switch
        {
            { IsBytes: false } => (null, "type key in filters must be a string"),
            { Text: "us_social_security_number" } => (SocialSecurityNumber, ""),
            { Text: "pattern" } => ReadPatterns(filter),
            _ => (null, "unknown filter name"),
        };
    }

    private static (RedactionFilter?, string) ReadPatterns(VrlObject filter)
    {
        if (!filter.TryGet("patterns", out var values))
        {
            return (null, "pattern filter must have `patterns` specified");
        }
        if (!values.IsArray)
        {
            return (null, "`patterns` must be array of regular expression literals");
        }
        var read = new List<Func<string, IEnumerable<(int, int)>>>();
        foreach (var value in values.Array)
        {
            if (PatternOf(value) is not { } pattern)
            {
                return (null, "`patterns` must be regular expressions");
            }
            read.Add(pattern);
        }
        return (new RedactionFilter(read), "");
    }

    private static Func<string, IEnumerable<(int, int)>>? PatternOf(Value value) =>
        value.Kind switch
        {
            ValueKind.Regex => text =>
                value.Regex.Matches(text).Select(match => (match.Index, match.Length)),
            ValueKind.Bytes => text =>
                TextMatches.In(text, value.Text).Select(at => (at, value.Text.Length)),
            _ => null,
        };

    /// <summary>Area 001 to 899 without 666, group 01 to 99, serial 0001 to 9999 — as upstream writes it, which misses numbers with some zeros.</summary>
    [GeneratedRegex(
        "(?:00[1-9]|0[1-9][0-9]|[1-578][0-9]{2}|6[0-57-9][0-9]|66[0-57-9])-"
            + "(?:0[1-9]|[1-9]0|[1-9][1-9])-"
            + "(?:000[1-9]|00[1-9]0|0[1-9]00|[1-9]000|[1-9]{4})",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex SocialSecurityNumbers();
}
