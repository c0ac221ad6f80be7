namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>The places where a text is found in another, from the left, none over another. An empty one is before each character and at the end.</summary>
internal static class TextMatches
{
    public static IEnumerable<int> In(string text, string pattern)
    {
        if (pattern.Length > 0)
        {
            for (
                var at = text.IndexOf(pattern, StringComparison.Ordinal);
                at >= 0;
                at = text.IndexOf(pattern, at + pattern.Length, StringComparison.Ordinal)
            )
            {
                yield return at;
            }
            yield break;
        }
        for (var at = 0; at < text.Length; at += char.IsHighSurrogate(text[at]) ? 2 : 1)
        {
            yield return at;
        }
        yield return text.Length;
    }
}
