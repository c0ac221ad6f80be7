using System.Buffers;
using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Stdlib.Parse.Urls;

/// <summary>Which characters of a URL's parts are percent-encoded.</summary>
internal static class UrlEncoding
{
    public static SearchValues<byte> Controls { get; } = SearchValues.Create(From(""));
    public static SearchValues<byte> Fragment { get; } = SearchValues.Create(From(" \"<>`"));
    public static SearchValues<byte> Path { get; } = SearchValues.Create(From(" \"<>`#?{}"));
    public static SearchValues<byte> User { get; } =
        SearchValues.Create(From(" \"<>`#?{}/:;=@[\\]^|"));

    /// <summary>Writes the text with what is in the set as <c>%XX</c>.</summary>
    public static void Write(StringBuilder output, ReadOnlySpan<char> text, SearchValues<byte> set)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = utf8[..rune.EncodeToUtf8(utf8)];
            if (bytes.Length == 1 && !set.Contains(bytes[0]))
            {
                output.Append((char)bytes[0]);
                continue;
            }
            foreach (var b in bytes)
            {
                output.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }
    }

    public static string Encode(ReadOnlySpan<char> text, SearchValues<byte> set)
    {
        var output = new StringBuilder(text.Length + 8);
        Write(output, text, set);
        return output.ToString();
    }

    /// <summary>Control characters and all that is not ASCII are in each set.</summary>
    private static byte[] From(string characters) =>
        [
            .. Enumerable.Range(0, 0x20).Select(b => (byte)b),
            .. characters.Select(c => (byte)c),
            .. Enumerable.Range(0x7F, 0x81).Select(b => (byte)b),
        ];
}
