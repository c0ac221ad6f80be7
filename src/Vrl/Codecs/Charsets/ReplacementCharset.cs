using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>What stands for encodings that would do harm: any bytes are one character that says so.</summary>
internal sealed class ReplacementCharset : Charset
{
    public override bool IsReplacement => true;

    public override string Decode(ReadOnlySpan<byte> data) => data.IsEmpty ? "" : "\uFFFD";

    public override byte[] Encode(string text) => Encoding.UTF8.GetBytes(text);
}
