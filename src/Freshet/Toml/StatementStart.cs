using System.Buffers;

namespace Freshet.Toml;

/// <summary>
/// Recognises a line that can only be meant as a statement, <c>key =</c> or <c>[header]</c>. Where one stands inside of an array,
/// the array's bracket was forgotten.
/// </summary>
internal static class StatementStart
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."
    );

    /// <summary>Whether the position is the first of a line, blanks apart, and a statement begins there.</summary>
    public static bool IsAt(string text, int position)
    {
        var before = text.AsSpan(0, position).TrimEnd(" \t");
        return before.EndsWith('\n')
            && (IsHeader(text.AsSpan(position)) || IsKey(text.AsSpan(position)));
    }

    private static bool IsHeader(ReadOnlySpan<char> rest)
    {
        var brackets = rest.StartsWith("[[") ? 2 : 1;
        if (!rest.StartsWith('['))
        {
            return false;
        }
        rest = rest[brackets..].TrimStart(" \t");
        var name = TakeName(ref rest);
        // `[true]`, `[1]` and `["a"]` can be arrays in an array.
        if (
            name.IsEmpty
            || !char.IsAsciiLetter(name[0])
            || name is "true" or "false" or "inf" or "nan"
        )
        {
            return false;
        }
        rest = rest.TrimStart(" \t");
        if (!rest.StartsWith(brackets == 2 ? "]]" : "]"))
        {
            return false;
        }
        rest = rest[brackets..].TrimStart(" \t");
        return rest.IsEmpty || rest[0] is '#' or '\r' or '\n';
    }

    private static bool IsKey(ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            if (rest[0] is '"' or '\'')
            {
                if (!TrySkipString(ref rest))
                {
                    return false;
                }
            }
            else if (TakeName(ref rest).IsEmpty)
            {
                return false;
            }
            rest = rest.TrimStart(" \t");
            if (rest.StartsWith('='))
            {
                return true;
            }
            if (!rest.StartsWith('.'))
            {
                return false;
            }
            rest = rest[1..].TrimStart(" \t");
        }
        return false;
    }

    /// <summary>Moves past a string, unless its line ends first.</summary>
    private static bool TrySkipString(scoped ref ReadOnlySpan<char> rest)
    {
        var quote = rest[0];
        var escape = quote == '"' ? '\\' : quote;
        rest = rest[1..];
        while (true)
        {
            var next = rest.IndexOfAny(quote, escape, '\n');
            if (next < 0 || rest[next] == '\n')
            {
                return false;
            }
            var escaped = rest[next] != quote;
            rest = rest[Math.Min(next + (escaped ? 2 : 1), rest.Length)..];
            if (!escaped)
            {
                return true;
            }
        }
    }

    private static ReadOnlySpan<char> TakeName(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExcept(NameCharacters);
        var name = end < 0 ? rest : rest[..end];
        rest = rest[name.Length..];
        return name;
    }
}
