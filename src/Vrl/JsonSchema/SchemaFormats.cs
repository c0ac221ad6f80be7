using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Freshet.Vrl.Runtime.Regexes;

namespace Freshet.Vrl.JsonSchema;

/// <summary>The formats of texts that schemas may ask for.</summary>
internal static partial class SchemaFormats
{
    private static readonly Dictionary<string, Func<string, bool>> formats = new(
        StringComparer.Ordinal
    )
    {
        ["date"] = text => Date().Match(text) is { Success: true } match && IsDate(match),
        ["date-time"] = IsDateTime,
        ["time"] = IsTime,
        ["duration"] = text => text.Length > 2 && !text.EndsWith('T') && Duration().IsMatch(text),
        ["email"] = text => IsEmail(text, isInternational: false),
        ["idn-email"] = text => IsEmail(text, isInternational: true),
        ["hostname"] = text => IsHostname(text),
        ["idn-hostname"] = IsInternationalHostname,
        ["ipv4"] = IsIpv4,
        ["ipv6"] = IsIpv6,
        ["uri"] = text => text.All(char.IsAscii) && IsReference(text) && Scheme().IsMatch(text),
        ["uri-reference"] = text => text.All(char.IsAscii) && IsReference(text),
        ["iri"] = text => IsReference(text) && Scheme().IsMatch(text),
        ["iri-reference"] = IsReference,
        ["uri-template"] = IsTemplate,
        ["uuid"] = text => Uuid().IsMatch(text),
        ["json-pointer"] = text => Pointer().IsMatch(text),
        ["relative-json-pointer"] = text => RelativePointer().IsMatch(text),
        ["regex"] = text => RustRegex.TryTranslate(EcmaPattern.ToRust(text), out _, out _),
    };

    private static readonly System.Buffers.SearchValues<char> outsideTemplates =
        System.Buffers.SearchValues.Create(" \"<>\\^`|");

    public static bool IsKnown(string format) => formats.ContainsKey(format);

    /// <summary>Whether the text is of that format; every text is of one that is not known.</summary>
    public static bool IsMatch(string format, string text) =>
        !formats.TryGetValue(format, out var check) || check(text);

    private static bool IsDate(Match match)
    {
        var year = Number(match, "year");
        var month = Number(match, "month");
        var day = Number(match, "day");
        // The framework begins at the year 1; the year 0 is a leap year, as 4 is.
        return month is >= 1 and <= 12
            && day >= 1
            && day <= DateTime.DaysInMonth(year == 0 ? 4 : year, month);
    }

    private static bool IsDateTime(string text)
    {
        var split = text.AsSpan().IndexOfAny('T', 't');
        return split == 10
            && Date().Match(text[..split]) is { Success: true } date
            && IsDate(date)
            && IsTime(text[(split + 1)..]);
    }

    private static bool IsTime(string text)
    {
        if (Time().Match(text) is not { Success: true } match)
        {
            return false;
        }
        var (hour, minute, second) = (
            Number(match, "hour"),
            Number(match, "minute"),
            Number(match, "second")
        );
        var (offsetHour, offsetMinute) = (Number(match, "oh"), Number(match, "om"));
        if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59)
        {
            return false;
        }
        if (second < 60)
        {
            return true;
        }
        // A leap second is the last of a day in UTC.
        var sign = match.Groups["sign"].Value == "-" ? 1 : -1;
        var utc = (hour * 60 + minute + sign * (offsetHour * 60 + offsetMinute)) % 1440;
        return utc is 1439 or -1;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Success
            ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture)
            : 0;

    private static bool IsEmail(string text, bool isInternational)
    {
        var at = text.LastIndexOf('@');
        if (at < 1 || at > 320)
        {
            return false;
        }
        var (local, domain) = (text[..at], text[(at + 1)..]);
        if (!isInternational && !local.All(char.IsAscii))
        {
            return false;
        }
        var isQuoted = local.Length > 1 && local[0] == '"' && local[^1] == '"';
        if (!isQuoted && !(isInternational ? InternationalLocal() : Local()).IsMatch(local))
        {
            return false;
        }
        if (domain.StartsWith('[') && domain.EndsWith(']'))
        {
            var address = domain[1..^1];
            return address.StartsWith("IPv6:", StringComparison.Ordinal)
                ? IsIpv6(address[5..])
                : IsIpv4(address);
        }
        return isInternational ? IsInternationalHostname(domain) : IsHostname(domain);
    }

    private static bool IsHostname(string text)
    {
        if (text.Length is 0 or > 253)
        {
            return false;
        }
        foreach (var label in text.Split('.'))
        {
            if (
                !Label().IsMatch(label)
                || (
                    label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)
                    && !IsPunycode(label)
                )
            )
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsPunycode(string label)
    {
        try
        {
            return new IdnMapping { AllowUnassigned = true }
                    .GetUnicode(label)
                    .Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsInternationalHostname(string text)
    {
        if (text.Length is 0 or > 253)
        {
            return false;
        }
        try
        {
            return IsHostname(
                new IdnMapping { AllowUnassigned = true }
                    .GetAscii(text)
                    .ToLowerInvariant()
            );
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsIpv4(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4
            && parts.All(part =>
                part.Length is >= 1 and <= 3
                && part.All(char.IsAsciiDigit)
                && (part.Length == 1 || part[0] != '0')
                && int.Parse(part, CultureInfo.InvariantCulture) <= 255
            );
    }

    private static bool IsIpv6(string text) =>
        Ipv6Characters().IsMatch(text)
        && (!text.Contains('.') || IsIpv4(text[(text.LastIndexOf(':') + 1)..]))
        && IPAddress.TryParse(text, out var address)
        && address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>A reference as RFC 3986 has it, with the letters of RFC 3987.</summary>
    private static bool IsReference(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '%')
            {
                if (
                    i + 2 >= text.Length
                    || !char.IsAsciiHexDigit(text[i + 1])
                    || !char.IsAsciiHexDigit(text[i + 2])
                )
                {
                    return false;
                }
            }
            else if (c <= ' ' || c == 0x7F || "\"<>\\^`{|}".Contains(c))
            {
                return false;
            }
        }
        return Parts().Match(text) is { Success: true } parts
            && IsAuthority(parts.Groups["authority"].Value);
    }

    private static bool IsAuthority(string authority)
    {
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        if (
            authority.LastIndexOf('@') is var at and > 0
            && authority.AsSpan(0, at).ContainsAny('[', ']', '@')
        )
        {
            return false;
        }
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']');
            return end > 0
                && (IsIpv6(host[1..end]) || host[1] is 'v' or 'V')
                && Port().IsMatch(host[(end + 1)..]);
        }
        var colon = host.IndexOf(':');
        return !host.AsSpan().ContainsAny('[', ']') && (colon < 0 || Port().IsMatch(host[colon..]));
    }

    private static bool IsTemplate(string text)
    {
        var plain = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            plain.Append(text, at, (open < 0 ? text.Length : open) - at);
            if (open < 0)
            {
                break;
            }
            var close = text.IndexOf('}', open);
            if (close < 0 || !Expression().IsMatch(text[(open + 1)..close]))
            {
                return false;
            }
            at = close + 1;
        }
        var rest = plain.ToString();
        return !rest.Contains('}')
            && !rest.AsSpan().ContainsAny(outsideTemplates)
            && rest.All(c => c > ' ');
    }

    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\A(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})\z", Options)]
    private static partial Regex Date();

    [GeneratedRegex(
        @"\A(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.[0-9]+)?([Zz]|(?<sign>[+-])(?<oh>[0-9]{2}):(?<om>[0-9]{2}))\z",
        Options
    )]
    private static partial Regex Time();

    [GeneratedRegex(
        @"\AP([0-9]+W|([0-9]+Y([0-9]+M([0-9]+D)?)?|[0-9]+M([0-9]+D)?|[0-9]+D)?(T([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S))?)\z",
        Options
    )]
    private static partial Regex Duration();

    [GeneratedRegex(
        @"\A[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+(\.[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+)*\z",
        Options
    )]
    private static partial Regex Local();

    [GeneratedRegex(@"\A[^\s@.""(),:;<>\[\]\\]+(\.[^\s@.""(),:;<>\[\]\\]+)*\z", Options)]
    private static partial Regex InternationalLocal();

    [GeneratedRegex(@"\A[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?\z", Options)]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[0-9A-Fa-f:.]+\z", Options)]
    private static partial Regex Ipv6Characters();

    [GeneratedRegex(@"\A[A-Za-z][0-9A-Za-z+.-]*:", Options)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\A(:[0-9]*)?\z", Options)]
    private static partial Regex Port();

    [GeneratedRegex(
        @"\A([A-Za-z][0-9A-Za-z+.-]*:(//(?<authority>[^/?#]*))?[^?#\[\]]*|//(?<authority>[^/?#]*)[^?#\[\]]*|[^:/?#\[\]]*(/[^?#\[\]]*)?)(\?[^#\[\]]*)?(#[^#\[\]]*)?\z",
        Options
    )]
    private static partial Regex Parts();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\z", Options)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\A(/([^~/]|~[01])*)*\z", Options | RegexOptions.Singleline)]
    private static partial Regex Pointer();

    [GeneratedRegex(
        @"\A(0|[1-9][0-9]*)(#|(/([^~/]|~[01])*)*)\z",
        Options | RegexOptions.Singleline
    )]
    private static partial Regex RelativePointer();

    [GeneratedRegex(
        @"\A[+#./;?&=,!@|]?([0-9A-Za-z_.]|%[0-9A-Fa-f]{2})+(:[1-9][0-9]{0,3}|\*)?(,([0-9A-Za-z_.]|%[0-9A-Fa-f]{2})+(:[1-9][0-9]{0,3}|\*)?)*\z",
        Options
    )]
    private static partial Regex Expression();
}
