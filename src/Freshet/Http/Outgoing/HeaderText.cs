using System.Text;

namespace Freshet.Http.Outgoing;

/// <summary>
/// Any text as the value of a header: spaces, quotes, percent signs and everything beyond visible ASCII are percent-encoded UTF-8, as CloudEvents do it (HTTP
/// protocol binding 1.0.2, section 3.1.3.2). So no text can end the header, nor begin another.
/// </summary>
internal static class HeaderText
{
    public static string Encode(string text)
    {
        if (text.All(IsPlain))
        {
            return text;
        }
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var code in Encoding.UTF8.GetBytes(text))
        {
            _ = IsPlain((char)code) ? encoded.Append((char)code) : encoded.Append($"%{code:X2}");
        }
        return encoded.ToString();
    }

    private static bool IsPlain(char c) => c is > ' ' and <= '~' and not ('"' or '%');
}
