using System.Text;

namespace Freshet.Vrl.Grok;

/// <summary>A time format as Joda-Time writes it, in the forms that are needed to find and read times.</summary>
/// <param name="Strftime">The same as chrono writes it.</param>
/// <param name="Regex">What times look like.</param>
/// <param name="RegexWithParts">The same, with groups for the zone's name, <c>tz</c>, and what is before the fraction of a second, <c>fr</c>.</param>
internal sealed record JodaFormat(string Strftime, string Regex, string RegexWithParts)
{
    private const string MonthOrDayName = @"[\w]+";

    public bool HasYear { get; private init; }

    public bool HasMonth { get; private init; }

    public bool HasDay => Strftime.Contains('d', StringComparison.Ordinal);

    /// <summary>Whether times say their offset: <c>+0200</c>.</summary>
    public bool HasOffset { get; private init; }

    /// <summary>Whether times say their zone by its name.</summary>
    public bool HasZoneName { get; private init; }

    /// <summary>Whether the format's last letter is the offset's: then <c>Z</c> is one too.</summary>
    public bool EndsWithOffset { get; private init; }

    /// <summary>Reads a format; null where it has a letter that is not known.</summary>
    public static JodaFormat? Read(string format)
    {
        var strftime = new StringBuilder();
        var regex = new StringBuilder();
        var parts = new StringBuilder();
        var at = 0;
        while (at < format.Length)
        {
            var c = format[at];
            if (char.IsAsciiLetter(c))
            {
                var start = at;
                while (at < format.Length && format[at] == c)
                {
                    at++;
                }
                if (!AddField(c, at - start, strftime, regex, parts))
                {
                    return null;
                }
            }
            else if (c == '\'')
            {
                var end = format.IndexOf('\'', at + 1);
                end = end < 0 ? format.Length : end;
                var literal = format[(at + 1)..end];
                strftime.Append(literal);
                regex.Append(literal);
                parts.Append(literal);
                at = Math.Min(end + 1, format.Length);
            }
            else
            {
                strftime.Append(c);
                regex.Append(c == '.' ? @"\." : c.ToString());
                parts.Append(c == '.' ? @"\." : c.ToString());
                at++;
            }
        }
        var written = strftime.ToString();
        return new(written, regex.ToString(), parts.ToString())
        {
            HasYear = format.AsSpan().ContainsAny('y', 'Y'),
            HasMonth = format.Contains('M', StringComparison.Ordinal),
            HasOffset =
                written.Contains("%z", StringComparison.Ordinal)
                || written.Contains("%:z", StringComparison.Ordinal),
            HasZoneName = written.Contains("%Z", StringComparison.Ordinal),
            EndsWithOffset = format.EndsWith('Z'),
        };
    }

    private static bool AddField(
        char letter,
        int count,
        StringBuilder strftime,
        StringBuilder regex,
        StringBuilder parts
    )
    {
        if (letter == 'S')
        {
            AddFraction(count, strftime, regex, parts);
            return true;
        }
        var specifier = (letter, count) switch
        {
            ('h', _) => "%I",
            ('H', _) => "%H",
            ('m', _) => "%M",
            ('s', _) => "%S",
            ('y' or 'Y', 2) => "%y",
            ('y' or 'Y', _) => "%Y",
            ('x', _) => "%D",
            ('c' or 'C', _) => "%C",
            ('d', 1) => "%-d",
            ('d', _) => "%d",
            ('e', _) => "%u",
            ('D', _) => "%j",
            ('w', _) => "%V",
            ('M', 1) => "%-m",
            ('M', 2) => "%m",
            ('M', 3) => "%b",
            ('M', _) => "%B",
            ('a', _) => "%p",
            ('E', 3) => "%a",
            ('E', > 3) => "%A",
            ('z', _) => "%Z",
            ('Z', 1) => "%z",
            ('Z', 2) => "%:z",
            ('Z', _) => "",
            _ => null,
        };
        var look = (letter, count) switch
        {
            ('d' or 'M', 1) => @"[\d]{1,2}",
            ('y', 1) => @"[\d]{4}",
            ('M', 3) or ('E', 3) => @"[\w]{3}",
            ('M', > 3) or ('E', > 3) => MonthOrDayName,
            ('a', _) => "(?:[aA][mM]|[pP][mM])",
            ('z', >= 4) => @"[\w]+(?:/[\w]+)?",
            ('z', _) => @"[\w]+",
            ('Z', 1 or 2) => @"(?:Z|[+-]\d\d:?\d\d)",
            ('Z', _) => @"[\w]+(?:/[\w]+)?",
            _ => $@"[\d]{{{count}}}",
        };
        strftime.Append(specifier);
        regex.Append(look);
        parts.Append(letter == 'z' ? $"(?P<tz>{look})" : look);
        return specifier is not null;
    }

    /// <summary>The fraction's point, or what stands in its place, is part of what is before it.</summary>
    private static void AddFraction(
        int count,
        StringBuilder strftime,
        StringBuilder regex,
        StringBuilder parts
    )
    {
        if (strftime.Length > 0)
        {
            strftime.Length--;
        }
        strftime.Append("%.f");
        if (regex.Length > 0)
        {
            var length = regex[^1] == '.' && regex.Length > 1 ? 2 : 1;
            var point = regex.ToString(regex.Length - length, length);
            parts.Length -= Math.Min(length, parts.Length);
            parts.Append("(?P<fr>").Append(point).Append(')');
        }
        regex.Append($@"[\d]{{{count}}}");
        parts.Append($@"[\d]{{{count}}}");
    }
}
