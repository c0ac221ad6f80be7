using Freshet.Configuration;

namespace Freshet.Http.Outgoing;

/// <summary>A header that is the same in each request: <c>prefix + value + suffix</c>.</summary>
internal abstract class FixedHeader : OutgoingHeader
{
    /// <summary>A shorter value, such as <c>1</c>, stands in too many texts to be masked in them.</summary>
    private const int ShortestMasked = 4;

    private string bare = "";
    private Secret? whole;

    /// <summary>What stands before the value: <c>Bearer </c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>What stands behind the value.</summary>
    public string Suffix { get; set; } = "";

    /// <summary>The header's text; null where it could not be read, which was told then, or need not be, in a component that is switched off.</summary>
    internal string? Text() => whole?.Reveal();

    /// <summary>The text with this header's value taken out.</summary>
    internal string Mask(string text) =>
        bare.Length < ShortestMasked
            ? text
            : text.Replace(bare, Secret.Mask, StringComparison.Ordinal);

    /// <summary>Keeps the value, or tells that no header can hold it.</summary>
    protected void Keep(string value, OptionsScope scope, string called)
    {
        whole = HeaderValue.Read(Prefix + value + Suffix, scope, "value", called);
        bare = value.Trim();
    }
}
