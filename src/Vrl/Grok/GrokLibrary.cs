using System.Collections.Frozen;
using Freshet.Vrl.Data;

namespace Freshet.Vrl.Grok;

/// <summary>The patterns that grok expressions name.</summary>
internal static class GrokLibrary
{
    private static readonly Lazy<FrozenDictionary<string, string>> patterns = new(() =>
        Read("GrokPatterns.txt").ToFrozenDictionary(StringComparer.Ordinal)
    );

    private static readonly Lazy<FrozenDictionary<string, string>> matchers = new(() =>
        Read("GrokPatterns.txt")
            .Concat(Read("GrokMatchers.txt"))
            .ToFrozenDictionary(StringComparer.Ordinal)
    );

    /// <summary>What <c>parse_grok</c> knows: names with their regular expressions.</summary>
    public static IReadOnlyDictionary<string, string> Patterns => patterns.Value;

    /// <summary>What the rules of <c>parse_groks</c> know: the same, and the matchers of Datadog's dialect.</summary>
    public static IReadOnlyDictionary<string, string> Matchers => matchers.Value;

    private static IEnumerable<KeyValuePair<string, string>> Read(string file)
    {
        foreach (var line in EmbeddedText.Lines(file))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            yield return new(line[..space], line[(space + 1)..]);
        }
    }
}
