using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>A charset that the framework knows: those of Unicode, and of several bytes for a character.</summary>
internal sealed class FrameworkCharset(Encoding decoding, Encoding encoding) : Charset
{
    /// <summary>The framework's own would be question marks.</summary>
    private static readonly DecoderReplacementFallback Replacement = new("\uFFFD");

    /// <summary>The charset of those code pages.</summary>
    public static FrameworkCharset Of(int decodePage, int encodePage) =>
        new(Page(decodePage), Page(encodePage));

    /// <summary>A code page that replaces what it cannot decode, and refers to what it cannot encode.</summary>
    internal static Encoding Page(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(
            page,
            NumericReferenceFallback.Instance,
            Replacement
        ) ?? throw new NotSupportedException($"the framework lacks code page {page}");

    public override string Decode(ReadOnlySpan<byte> data) => decoding.GetString(data);

    public override byte[] Encode(string text) => encoding.GetBytes(text);
}
