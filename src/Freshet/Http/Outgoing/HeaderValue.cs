using System.Buffers;
using Freshet.Configuration;

namespace Freshet.Http.Outgoing;

/// <summary>The value of a header that Freshet sends: visible ASCII and spaces (RFC 9110, section 5.5), so that nothing in it ends the header.</summary>
internal static class HeaderValue
{
    /// <summary>The longest value, in characters: servers refuse a request with more than 8 to 32 KiB of headers.</summary>
    public const int Longest = 8 * 1024;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "\t " + string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code))
    );

    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length <= Longest && !text.ContainsAnyExcept(Allowed);

    /// <summary>The text as a secret, or null where no header can hold it, which is told without showing it.</summary>
    public static Secret? Read(string text, OptionsScope scope, string key, string called)
    {
        if (IsValid(text))
        {
            return new Secret(text);
        }
        var fault =
            text.Length > Longest
                ? $"has more than {Longest} characters"
                : "holds a character that no header can hold";
        scope.Error(
            key,
            $"{called} {fault}",
            "letters, digits, signs and spaces of ASCII may be sent"
        );
        return null;
    }
}
