using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Freshet.Transformers;

/// <summary>The way to one value inside a JSON document (RFC 6901): <c>/body/items/0/name</c>; the empty pointer means the whole.</summary>
internal sealed class JsonPointer
{
    private JsonPointer(string[] tokens) => Tokens = tokens;

    /// <summary>The names and indices on the way, unescaped.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <param name="text">The pointer in the form of a string, not of a URI fragment.</param>
    /// <param name="pointer">The pointer; null where the text is none.</param>
    /// <param name="error">What is wrong, in one sentence without a full stop.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out JsonPointer? pointer,
        [NotNullWhen(false)] out string? error
    )
    {
        pointer = null;
        error = null;
        if (text.Length > 0 && text[0] != '/')
        {
            error = "a JSON Pointer is empty or starts with /";
            return false;
        }
        var tokens = text.Length == 0 ? [] : text[1..].Split('/');
        for (var index = 0; index < tokens.Length; index++)
        {
            if (!TryUnescape(tokens[index], out tokens[index]))
            {
                error = "in a JSON Pointer ~ is written as ~0, and / inside a name as ~1";
                return false;
            }
        }
        pointer = new JsonPointer(tokens);
        return true;
    }

    /// <summary>Follows the pointer, its first <paramref name="skip"/> steps aside.</summary>
    /// <returns>Whether there is such a value.</returns>
    public bool TryFind(JsonElement root, int skip, out JsonElement found)
    {
        found = root;
        for (var step = skip; step < Tokens.Count; step++)
        {
            var isThere = found.ValueKind switch
            {
                JsonValueKind.Object => found.TryGetProperty(Tokens[step], out found),
                JsonValueKind.Array => TryGetItem(found, Tokens[step], out found),
                _ => false,
            };
            if (!isThere)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The pointer as text.</summary>
    public override string ToString() =>
        string.Concat(
            Tokens.Select(token =>
                "/"
                + token
                    .Replace("~", "~0", StringComparison.Ordinal)
                    .Replace("/", "~1", StringComparison.Ordinal)
            )
        );

    private static bool TryUnescape(string token, out string name)
    {
        for (var at = 0; (at = token.IndexOf('~', at)) >= 0; at++)
        {
            if (at + 1 == token.Length || token[at + 1] is not ('0' or '1'))
            {
                name = token;
                return false;
            }
        }
        // In this order, or ~01 would become a slash.
        name = token
            .Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal);
        return true;
    }

    // Digits without a leading zero; "-", the place after the last item, never has a value.
    private static bool TryGetItem(JsonElement value, string token, out JsonElement found)
    {
        found = default;
        if (
            token.Length == 0
            || !token.All(char.IsAsciiDigit)
            || (token[0] == '0' && token.Length > 1)
            || !int.TryParse(token, out var index)
            || index >= value.GetArrayLength()
        )
        {
            return false;
        }
        found = value[index];
        return true;
    }
}
