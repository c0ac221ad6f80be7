using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Freshet.Events.CDEvents;

/// <summary>What the text of a string must be.</summary>
internal enum TextFormat
{
    None,

    /// <summary>A URI or a relative reference (RFC 3986, section 4.1).</summary>
    UriReference,

    /// <summary>A URI, which begins with a scheme (RFC 3986, section 3).</summary>
    Uri,

    /// <summary>A point in time (RFC 3339, section 5.6).</summary>
    DateTime,

    /// <summary>
    /// A package URL, where it begins as one. The specification's text calls for one in the same places in which it shows digests and names of files, which its schemas
    /// let pass: so what is no package URL at all is any text.
    /// </summary>
    Purl,

    /// <summary>The type of a custom event.</summary>
    CustomType,

    /// <summary>The tool and the subject of a custom event, as its subject's type.</summary>
    CustomSubject,

    /// <summary>Bytes as Base64 (RFC 4648, section 4).</summary>
    Base64,
}

internal static class TextFormats
{
    private const int LongestOnStack = 128;

    private static readonly SearchValues<byte> UriBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"u8
    );

    /// <summary>Whether the UTF-8 text has the format.</summary>
    public static bool Holds(this TextFormat format, ReadOnlySpan<byte> text) =>
        format switch
        {
            TextFormat.UriReference => IsUri(text, needsScheme: false),
            TextFormat.Uri => IsUri(text, needsScheme: true),
            TextFormat.DateTime => IsTime(text),
            TextFormat.Purl => !text.StartsWith("pkg:"u8) || IsPurl(text),
            TextFormat.CustomType => CustomTypes.IsType(text),
            TextFormat.CustomSubject => CustomTypes.IsSubject(text),
            TextFormat.Base64 => Base64.IsValid(text),
            _ => true,
        };

    /// <summary>The format with its article, as messages name it.</summary>
    public static string Name(this TextFormat format) =>
        format switch
        {
            TextFormat.UriReference => "a URI or relative reference (RFC 3986)",
            TextFormat.Uri => "a URI with its scheme (RFC 3986)",
            TextFormat.DateTime => "an RFC 3339 time such as 2026-01-31T12:00:00Z",
            TextFormat.Purl => "a package URL such as pkg:oci/app@sha256%3A0b31",
            TextFormat.CustomType => "a type such as dev.cdeventsx.tool-subject.predicate.0.1.0",
            TextFormat.CustomSubject => "tool and subject such as tool-subject",
            TextFormat.Base64 => "Base64",
            _ => "a string",
        };

    private static bool IsUri(ReadOnlySpan<byte> text, bool needsScheme)
    {
        if (text.ContainsAnyExcept(UriBytes) || !IsEscapedWell(text))
        {
            return false;
        }
        var fragment = text.IndexOf((byte)'#');
        if (fragment >= 0 && text[(fragment + 1)..].Contains((byte)'#'))
        {
            return false;
        }
        var colon = text.IndexOf((byte)':');
        // In a relative reference a colon comes behind the first slash at the earliest (section 4.2).
        var hasScheme = colon >= 0 && !text[..colon].ContainsAny("/?#"u8);
        return hasScheme
            ? IsScheme(text[..colon]) && AreBracketsOfHost(text[(colon + 1)..])
            : !needsScheme && AreBracketsOfHost(text);
    }

    private static bool IsScheme(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (
                !char.IsAsciiLetterOrDigit((char)b)
                && b is not ((byte)'+' or (byte)'-' or (byte)'.')
            )
            {
                return false;
            }
        }
        return !text.IsEmpty && char.IsAsciiLetter((char)text[0]);
    }

    /// <summary>Each percent sign is followed by two hexadecimal digits.</summary>
    private static bool IsEscapedWell(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'%'); at >= 0; at = text.IndexOf((byte)'%'))
        {
            text = text[(at + 1)..];
            if (
                text.Length < 2
                || !char.IsAsciiHexDigit((char)text[0])
                || !char.IsAsciiHexDigit((char)text[1])
            )
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Brackets stand around the address of a host alone (section 3.2.2).</summary>
    private static bool AreBracketsOfHost(ReadOnlySpan<byte> afterScheme)
    {
        if (!afterScheme.ContainsAny((byte)'[', (byte)']'))
        {
            return true;
        }
        if (!afterScheme.StartsWith("//"u8))
        {
            return false;
        }
        var rest = afterScheme[2..];
        var end = rest.IndexOfAny("/?#"u8);
        return end < 0 || !rest[end..].ContainsAny((byte)'[', (byte)']');
    }

    private static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestOnStack)
        {
            return Rfc3339.TryParse(Encoding.UTF8.GetString(text), out _);
        }
        Span<char> characters = stackalloc char[LongestOnStack];
        var length = Encoding.UTF8.GetChars(text, characters);
        return Rfc3339.TryParse(characters[..length], out _);
    }

    /// <summary><c>pkg:type/…/name</c>, with a version, qualifiers and a subpath where there are any.</summary>
    private static bool IsPurl(ReadOnlySpan<byte> text)
    {
        if (!IsUri(text, needsScheme: true))
        {
            return false;
        }
        var path = text["pkg:".Length..].TrimStart((byte)'/');
        var end = path.IndexOfAny((byte)'?', (byte)'#');
        path = end < 0 ? path : path[..end];
        var slash = path.IndexOf((byte)'/');
        if (slash <= 0 || !IsScheme(path[..slash]))
        {
            return false;
        }
        var name = path[(slash + 1)..].TrimEnd((byte)'/');
        name = name[(name.LastIndexOf((byte)'/') + 1)..];
        return !name.IsEmpty && name[0] != '@';
    }
}
