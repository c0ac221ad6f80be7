using System.Buffers;
using System.Text;

namespace Freshet.Vrl.Stdlib.Parse.Urls;

/// <summary>Reads a URL by the URL standard of the WHATWG, without a base.</summary>
internal ref struct UrlReader
{
    private static readonly SearchValues<char> schemeLetters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."
    );

    private readonly string scheme;
    private readonly bool isSpecial;
    private string username = "";
    private string password = "";
    private string? host;
    private int? port;
    private ReadOnlySpan<char> rest;

    private UrlReader(string scheme, ReadOnlySpan<char> rest)
    {
        this.scheme = scheme;
        this.rest = rest;
        isSpecial = Url.IsSpecial(scheme);
    }

    /// <summary>Reads the text.</summary>
    /// <param name="text">The text; control characters and blanks around it do not count.</param>
    /// <param name="url">The URL; null where it is none.</param>
    /// <returns>Why it is none; empty where it is one.</returns>
    public static string Read(string text, out Url? url)
    {
        url = null;
        var input = Clean(text).AsSpan();
        var colon = input.IndexOfAnyExcept(schemeLetters);
        if (colon <= 0 || input[colon] != ':' || !char.IsAsciiLetter(input[0]))
        {
            return UrlError.Relative;
        }
        var reader = new UrlReader(
            input[..colon].ToString().ToLowerInvariant(),
            input[(colon + 1)..]
        );
        var error = reader.ReadAuthority(out var hasAuthority);
        if (error.Length == 0)
        {
            url = reader.ReadPath(hasAuthority);
        }
        return error;
    }

    private static string Clean(string text)
    {
        var trimmed = text.AsSpan();
        while (!trimmed.IsEmpty && trimmed[0] <= ' ')
        {
            trimmed = trimmed[1..];
        }
        while (!trimmed.IsEmpty && trimmed[^1] <= ' ')
        {
            trimmed = trimmed[..^1];
        }
        if (trimmed.IndexOfAny("\t\n\r") < 0)
        {
            return trimmed.ToString();
        }
        var clean = new StringBuilder(trimmed.Length);
        foreach (var c in trimmed)
        {
            if (c is not ('\t' or '\n' or '\r'))
            {
                clean.Append(c);
            }
        }
        return clean.ToString();
    }

    private readonly bool IsSlash(char c) => c == '/' || (isSpecial && c == '\\');

    private string ReadAuthority(out bool hasAuthority)
    {
        hasAuthority = true;
        var slashes = 0;
        while (slashes < rest.Length && IsSlash(rest[slashes]))
        {
            slashes++;
        }
        if (scheme == "file")
        {
            hasAuthority = slashes >= 2;
            if (!hasAuthority)
            {
                host = null;
                return UrlError.None;
            }
            rest = rest[2..];
            return ReadFileHost();
        }
        if (isSpecial)
        {
            rest = rest[slashes..];
        }
        else if (slashes >= 2)
        {
            rest = rest[2..];
        }
        else
        {
            hasAuthority = false;
            return UrlError.None;
        }
        var error = ReadUser();
        return error.Length == 0 ? ReadHostAndPort() : error;
    }

    /// <summary>Where the authority ends: at a slash, question mark or hash.</summary>
    private readonly int AuthorityLength()
    {
        for (var i = 0; i < rest.Length; i++)
        {
            if (IsSlash(rest[i]) || rest[i] is '?' or '#')
            {
                return i;
            }
        }
        return rest.Length;
    }

    private string ReadUser()
    {
        var authority = rest[..AuthorityLength()];
        var at = authority.LastIndexOf('@');
        if (at < 0)
        {
            return UrlError.None;
        }
        var user = authority[..at];
        rest = rest[(at + 1)..];
        // A user without a host; of no user and nothing behind it nothing is said.
        if (at + 1 == authority.Length && (isSpecial || !user.IsEmpty || !rest.IsEmpty))
        {
            return UrlError.EmptyHost;
        }
        var colon = user.IndexOf(':');
        username = UrlEncoding.Encode(colon < 0 ? user : user[..colon], UrlEncoding.User);
        password = colon < 0 ? "" : UrlEncoding.Encode(user[(colon + 1)..], UrlEncoding.User);
        return UrlError.None;
    }

    private string ReadHostAndPort()
    {
        var authority = rest[..AuthorityLength()];
        rest = rest[authority.Length..];
        var hostEnd = HostLength(authority);
        var text = authority[..hostEnd];
        if (text.IsEmpty && (isSpecial || hostEnd < authority.Length))
        {
            return UrlError.EmptyHost;
        }
        var error = UrlHost.Read(text, isSpecial, out var read);
        if (error.Length > 0)
        {
            return error;
        }
        host = read.Length == 0 ? null : read;
        return hostEnd < authority.Length ? ReadPort(authority[(hostEnd + 1)..]) : UrlError.None;
    }

    /// <summary>Where the host ends: at a colon that is not between brackets.</summary>
    private static int HostLength(ReadOnlySpan<char> authority)
    {
        var isInBrackets = false;
        for (var i = 0; i < authority.Length; i++)
        {
            switch (authority[i])
            {
                case ':' when !isInBrackets:
                    return i;
                case '[':
                    isInBrackets = true;
                    break;
                case ']':
                    isInBrackets = false;
                    break;
                default:
                    break;
            }
        }
        return authority.Length;
    }

    private string ReadPort(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return UrlError.Port;
            }
            value = value * 10 + (c - '0');
            if (value > ushort.MaxValue)
            {
                return UrlError.Port;
            }
        }
        port = digits.IsEmpty || value == Url.KnownPort(scheme) ? null : value;
        return UrlError.None;
    }

    private string ReadFileHost()
    {
        var length = AuthorityLength();
        var text = rest[..length];
        if (IsDriveLetter(text))
        {
            // A drive, not a host: it is part of the path.
            return UrlError.None;
        }
        rest = rest[length..];
        if (text.IsEmpty)
        {
            return UrlError.None;
        }
        var error = UrlHost.Read(text, isSpecial: true, out var read);
        host = read.Length == 0 || read == "localhost" ? null : read;
        return error;
    }

    private static bool IsDriveLetter(ReadOnlySpan<char> text) =>
        text.Length == 2 && char.IsAsciiLetter(text[0]) && text[1] is ':' or '|';

    private readonly Url ReadPath(bool hasAuthority)
    {
        var left = rest;
        string? fragment = null;
        var hash = left.IndexOf('#');
        if (hash >= 0)
        {
            fragment = UrlEncoding.Encode(left[(hash + 1)..], UrlEncoding.Fragment);
            left = left[..hash];
        }
        var query = "";
        var mark = left.IndexOf('?');
        if (mark >= 0)
        {
            query = left[(mark + 1)..].ToString();
            left = left[..mark];
        }
        var path =
            isSpecial || hasAuthority || left.StartsWith("/")
                ? WriteSegments(left, hasAuthority)
                : UrlEncoding.Encode(left, UrlEncoding.Controls);
        return new(scheme, username, password, host, port, path, query, fragment);
    }

    /// <summary>A path of segments, of which dots go away.</summary>
    private readonly string WriteSegments(ReadOnlySpan<char> text, bool hasAuthority)
    {
        if (text.IsEmpty && !isSpecial && hasAuthority)
        {
            return "";
        }
        if (!text.IsEmpty && IsSlash(text[0]))
        {
            text = text[1..];
        }
        var path = new StringBuilder("/");
        var starts = new Stack<int>();
        var isFile = scheme == "file";
        while (true)
        {
            var end = 0;
            while (end < text.Length && !IsSlash(text[end]))
            {
                end++;
            }
            var segment = text[..end];
            var isLast = end == text.Length;
            if (IsDots(segment, 2))
            {
                // A drive stays, as does the root.
                var isDrive =
                    isFile
                    && starts.Count == 1
                    && path.Length == 4
                    && char.IsAsciiLetter(path[1])
                    && path[2] is ':' or '|';
                if (starts.Count > 0 && !isDrive)
                {
                    path.Length = starts.Pop();
                }
            }
            else if (!IsDots(segment, 1))
            {
                starts.Push(path.Length);
                UrlEncoding.Write(path, segment, UrlEncoding.Path);
                if (!isLast)
                {
                    path.Append('/');
                }
            }
            if (isLast)
            {
                return path.ToString();
            }
            text = text[(end + 1)..];
        }
    }

    /// <summary>Whether the segment is that many dots, each perhaps percent-encoded.</summary>
    private static bool IsDots(ReadOnlySpan<char> segment, int count)
    {
        for (; count > 0; count--)
        {
            if (segment.StartsWith("."))
            {
                segment = segment[1..];
            }
            else if (segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase))
            {
                segment = segment[3..];
            }
            else
            {
                return false;
            }
        }
        return segment.IsEmpty;
    }
}
