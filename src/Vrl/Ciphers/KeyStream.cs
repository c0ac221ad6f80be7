namespace Freshet.Vrl.Ciphers;

/// <summary>Combines a text with a stream of bytes; doing so twice gives the text back.</summary>
internal static class KeyStream
{
    public static void Combine(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> stream,
        Span<byte> result
    )
    {
        for (var i = 0; i < text.Length; i++)
        {
            result[i] = (byte)(text[i] ^ stream[i]);
        }
    }
}
