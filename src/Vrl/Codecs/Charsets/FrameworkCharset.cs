using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>A charset that the framework knows well: those of Unicode.</summary>
internal sealed class FrameworkCharset(Encoding decoding, Encoding encoding) : Charset
{
    /// <summary>A code page that replaces what it cannot decode, and refers to what it cannot encode.</summary>
    internal static Encoding Page(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(
            page,
            NumericReferenceFallback.Instance,
            DecoderFallback.ReplacementFallback
        ) ?? throw new NotSupportedException($"the framework lacks code page {page}");

    /// <summary>A code page to decode with that knows, as well, what it encodes otherwise: of characters that it has twice, the second ones.</summary>
    internal static Encoding DecodingPage(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(page)
        ?? throw new NotSupportedException($"the framework lacks code page {page}");

    public override string Decode(ReadOnlySpan<byte> data) => decoding.GetString(data);

    public override byte[] Encode(string text) => encoding.GetBytes(text);
}
