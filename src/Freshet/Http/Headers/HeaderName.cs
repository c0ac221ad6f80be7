using System.Buffers;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Http.Headers;

/// <summary>The name of a header: a token of RFC 9110, section 5.6.2.</summary>
internal static class HeaderName
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    public static bool IsToken(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 256 && !text.ContainsAnyExcept(TokenCharacters);

    /// <summary>Tells the reader where the text is no name of a header.</summary>
    public static bool Check(string text, Location location, OptionsReader reader)
    {
        var isToken = IsToken(text);
        if (!isToken)
        {
            reader.Error(
                location,
                "this is not the name of a header",
                "a name has letters, digits, hyphens and no spaces: X-API-Key"
            );
        }
        return isToken;
    }
}
