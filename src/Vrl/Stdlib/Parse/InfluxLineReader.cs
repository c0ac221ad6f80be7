using System.Buffers;
using System.Globalization;
using System.Text;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Reads lines of InfluxDB's line protocol: <c>measurement,tag=a field=1,other=2i 1590488773254420000</c>.</summary>
internal ref struct InfluxLineReader(ReadOnlySpan<char> line)
{
    private const string Backslash =
        "Measurements, tag keys and values, and field keys may not end with a backslash";

    private static readonly SearchValues<char> notMeasurement = SearchValues.Create(" \t\n,\\");
    private static readonly SearchValues<char> notKey = SearchValues.Create(" \t\n=\\");
    private static readonly SearchValues<char> notTag = SearchValues.Create(" \t\n,\\");

    private readonly ReadOnlySpan<char> text = line;
    private readonly List<(string Key, double Value)> values = [];
    private VrlObject? tags;
    private string error = "";
    private bool hasString;
    private int at;

    /// <summary>Reads all lines; each field of a line becomes a metric.</summary>
    public static Value Read(string text)
    {
        var metrics = new VrlArray();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = LineLength(rest);
            var line = TrimStart(rest[..length]);
            rest = rest[Math.Min(length + 1, rest.Length)..];
            if (line.IsEmpty)
            {
                continue;
            }
            var reader = new InfluxLineReader(line);
            if (!reader.TryReadLine(metrics))
            {
                return Value.Fail(reader.error);
            }
        }
        return Value.From(metrics);
    }

    /// <summary>Where the line ends: at a line break that is not in a string, nor behind a backslash.</summary>
    private static int LineLength(ReadOnlySpan<char> text)
    {
        var isInFields = false;
        var isQuoted = false;
        var (equals, commas) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case ' ':
                    isInFields = true;
                    break;
                case '=' when isInFields && !isQuoted:
                    equals++;
                    break;
                case ',' when isInFields && !isQuoted:
                    commas++;
                    break;
                case '"' when isInFields && equals > commas:
                    isQuoted = !isQuoted;
                    break;
                case '\n' when !isQuoted:
                    return i;
                default:
                    break;
            }
        }
        return text.Length;
    }

    /// <summary>Without white space and comments before it.</summary>
    private static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> line)
    {
        while (true)
        {
            line = line.TrimStart(" \t\n");
            if (!line.StartsWith("#"))
            {
                return line;
            }
            var end = line.IndexOf('\n');
            line = end < 0 ? [] : line[end..];
        }
    }

    private bool TryReadLine(VrlArray metrics)
    {
        if (!TryReadText(notMeasurement, out var measurement))
        {
            return Fail(Backslash, "Invalid measurement was provided");
        }
        if (at < text.Length && text[at] == ',' && !TryReadTags())
        {
            return false;
        }
        if (!TrySkipBlanks())
        {
            return Fail("A generic parsing error occurred: TakeWhile1");
        }
        if (!TryReadFields() || !TryReadTime(out var time))
        {
            return false;
        }
        if (at < text.Length)
        {
            return Fail($"Could not parse entire line. Found trailing content: '{text[at..]}'");
        }
        if (hasString)
        {
            error =
                "Error while converting InfluxDB line protocol metric to Vector's metric model: field set values of type string are not supported";
            return false;
        }
        foreach (var (key, value) in values)
        {
            metrics.AddOwned(Value.From(Metric($"{measurement}_{key}", value, time)));
        }
        return true;
    }

    private readonly VrlObject Metric(string name, double value, Timestamp? time)
    {
        var gauge = new VrlObject(1);
        gauge.SetOwned("value", value);
        var metric = new VrlObject(5);
        metric.SetOwned("gauge", Value.From(gauge));
        metric.SetOwned("kind", "absolute");
        metric.SetOwned("name", name);
        if (tags is not null)
        {
            metric.Set("tags", Value.From(tags));
        }
        if (time is { } known)
        {
            metric.SetOwned("timestamp", Value.From(known));
        }
        return metric;
    }

    private bool Fail(string why)
    {
        error = $"InfluxDB line protocol parsing error: {why}";
        return false;
    }

    /// <summary>What was found already counts more than what was wanted.</summary>
    private bool Fail(string found, string wanted) => Fail(endsWithBackslash ? found : wanted);

    private bool endsWithBackslash;

    /// <summary>A text up to what ends it; a backslash takes the next character out, or is one where that needs none.</summary>
    private bool TryReadText(SearchValues<char> stops, out string value)
    {
        value = "";
        var start = at;
        var plain = new StringBuilder();
        while (at < text.Length)
        {
            var length = text[at..].IndexOfAny(stops);
            length = length < 0 ? text.Length - at : length;
            plain.Append(text.Slice(at, length));
            at += length;
            if (at == text.Length || text[at] != '\\')
            {
                break;
            }
            at++;
            var isEscape =
                at < text.Length
                && (text[at] is ' ' or ',' or '\\' || (text[at] == '=' && stops != notMeasurement));
            if (!isEscape)
            {
                plain.Append('\\');
            }
            if (at < text.Length)
            {
                plain.Append(text[at++]);
            }
        }
        if (at == start)
        {
            return false;
        }
        value = plain.ToString();
        endsWithBackslash = value.EndsWith('\\');
        return !endsWithBackslash;
    }

    private bool TryReadTags()
    {
        tags = new VrlObject();
        var read = new List<KeyValuePair<string, Value>>();
        while (at < text.Length && text[at] == ',')
        {
            var start = at++;
            if (
                TryReadText(notKey, out var key)
                && TrySkip('=')
                && TryReadText(notTag, out var value)
            )
            {
                read.Add(new(key, value));
                continue;
            }
            if (endsWithBackslash)
            {
                return Fail(Backslash);
            }
            if (read.Count == 0)
            {
                return Fail("Tag Set Malformed");
            }
            // What is no tag any more is left to what comes next.
            at = start;
            break;
        }
        tags = VrlObject.FromOwned(read);
        return true;
    }

    private bool TryReadFields()
    {
        var count = 0;
        do
        {
            var start = at;
            if (TryReadText(notKey, out var key) && TrySkip('=') && TryReadValue(key))
            {
                count++;
                continue;
            }
            if (error.Length > 0)
            {
                return false;
            }
            if (endsWithBackslash)
            {
                return Fail(Backslash);
            }
            if (count == 0)
            {
                return Fail("No fields were provided");
            }
            // A comma behind the first field belongs to it, though nothing follows.
            at = count == 1 ? start : start - 1;
            break;
        } while (TrySkip(','));
        return true;
    }

    private bool TryReadValue(string key)
    {
        var start = at;
        var isNegative = TrySkip('-');
        var digits = DigitsAt(at);
        if (digits > 0)
        {
            at += digits;
            return TryReadNumber(key, start, isNegative);
        }
        at = start;
        if (TrySkip('"'))
        {
            while (at < text.Length && text[at] != '"')
            {
                at += text[at] == '\\' ? 2 : 1;
            }
            hasString |= at < text.Length;
            return at < text.Length && TrySkip('"');
        }
        foreach (
            var word in (ReadOnlySpan<string>)
                ["true", "True", "TRUE", "t", "T", "false", "False", "FALSE", "f", "F"]
        )
        {
            if (text[at..].StartsWith(word))
            {
                at += word.Length;
                values.Add((key, word[0] is 't' or 'T' ? 1 : 0));
                return true;
            }
        }
        return false;
    }

    /// <summary>A number of which sign and whole part were read: <c>1i</c>, <c>1u</c>, <c>1.5e3</c>.</summary>
    private bool TryReadNumber(string key, int start, bool isNegative)
    {
        var whole = text[start..at];
        if (TrySkip('i'))
        {
            if (!RustNumber.TryReadInteger(whole, out var integer))
            {
                return Fail($"Unable to parse integer value '{whole}'");
            }
            values.Add((key, integer));
            return true;
        }
        if (!isNegative && TrySkip('u'))
        {
            if (
                !ulong.TryParse(
                    whole,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var unsigned
                )
            )
            {
                return Fail($"Unable to parse unsigned integer value '{whole}'");
            }
            values.Add((key, unsigned));
            return true;
        }
        if (at < text.Length && text[at] == '.' && DigitsAt(at + 1) is > 0 and var fraction)
        {
            at += fraction + 1;
        }
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var sign = at + 1 < text.Length && text[at + 1] is '+' or '-' ? 1 : 0;
            if (DigitsAt(at + 1 + sign) is > 0 and var exponent)
            {
                at += 1 + sign + exponent;
            }
        }
        values.Add(
            (key, double.Parse(text[start..at], NumberStyles.Float, CultureInfo.InvariantCulture))
        );
        return true;
    }

    private bool TryReadTime(out Timestamp? time)
    {
        time = null;
        var start = at;
        if (!TrySkipBlanks())
        {
            return true;
        }
        var number = at;
        TrySkip('-');
        var digits = DigitsAt(at);
        if (digits == 0)
        {
            at = start;
            return true;
        }
        at += digits;
        if (!RustNumber.TryReadInteger(text[number..at], out var nanoseconds))
        {
            return Fail($"Unable to parse timestamp value '{text[number..at]}'");
        }
        TrySkipBlanks();
        var seconds = Math.DivRem(nanoseconds, 1_000_000_000, out var rest);
        time = rest < 0 ? new(seconds - 1, (int)rest + 1_000_000_000) : new(seconds, (int)rest);
        return true;
    }

    private readonly int DigitsAt(int place)
    {
        var end = place;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }
        return end - place;
    }

    private bool TrySkip(char c)
    {
        if (at >= text.Length || text[at] != c)
        {
            return false;
        }
        at++;
        return true;
    }

    private bool TrySkipBlanks()
    {
        var start = at;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
        return at > start;
    }
}
