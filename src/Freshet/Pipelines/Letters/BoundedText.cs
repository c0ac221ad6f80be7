using System.Text;

namespace Freshet.Pipelines.Letters;

/// <summary>Text about a dead letter, as long as somebody reads it.</summary>
internal static class BoundedText
{
    /// <summary>The longest that is kept, in UTF-16 units.</summary>
    private const int Longest = 2000;

    /// <summary>Cut short; halves of surrogate pairs, which JSON has no form for, are replaced.</summary>
    public static string Of(string text)
    {
        var kept = text.Length > Longest ? text[..Longest] + "…" : text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(kept));
    }
}
