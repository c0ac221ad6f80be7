using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Logs;

/// <summary>Reads a message of syslog: RFC 5424 first, then what is known as RFC 3164, both tolerantly.</summary>
/// <param name="line">The message, without blanks around it.</param>
/// <param name="zone">The zone of times that do not say their own.</param>
/// <param name="now">What year it is, for times of RFC 3164 do not say.</param>
internal ref struct SyslogReader(string line, TimeZoneInfo zone, Timestamp now)
{
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static readonly string[] facilities =
    [
        "kern",
        "user",
        "mail",
        "daemon",
        "auth",
        "syslog",
        "lpr",
        "news",
        "uucp",
        "cron",
        "authpriv",
        "ftp",
        "ntp",
        "audit",
        "alert",
        "clockd",
        "local0",
        "local1",
        "local2",
        "local3",
        "local4",
        "local5",
        "local6",
        "local7",
    ];

    private static readonly string[] severities =
    [
        "emerg",
        "alert",
        "crit",
        "err",
        "warning",
        "notice",
        "info",
        "debug",
    ];

    private readonly ReadOnlySpan<char> text = line;
    private readonly TimeZoneInfo zone = zone;
    private readonly Timestamp now = now;
    private readonly VrlObject fields = new(10);
    private readonly List<(string Id, VrlObject Fields)> elements = [];
    private int at;

    /// <summary>The message's fields; a failure where it is none.</summary>
    public static Value Read(string message, TimeZoneInfo zone, Timestamp now)
    {
        var trimmed = message.Trim();
        var modern = new SyslogReader(trimmed, zone, now);
        if (modern.TryReadModern())
        {
            return modern.Result();
        }
        var old = new SyslogReader(trimmed, zone, now);
        return old.TryReadOld()
            ? old.Result()
            : Value.Fail("unable to parse input as valid syslog message");
    }

    private readonly Value Result()
    {
        fields.SetOwned("message", text[at..].ToString());
        // An element may have the name of another field, and stands in for it then.
        foreach (var (id, element) in elements)
        {
            fields.SetOwned(id, Value.From(element));
        }
        return Value.From(fields);
    }

    private bool TryReadModern()
    {
        ReadPriority();
        if (
            !TryReadNumber(uint.MaxValue, out var version)
            || !TrySkipBlanks()
            || !TryReadRfc3339(mayBeMissing: true)
        )
        {
            return false;
        }
        fields.SetOwned("version", version);
        if (
            !TrySkipBlanks()
            || !TryReadWord(Colon.Separates, out var host)
            || !TrySkipBlanks()
            || !TryReadWord(Colon.Belongs, out var app)
            || !TrySkipBlanks()
            || !TryReadWord(Colon.Belongs, out var process)
            || !TrySkipBlanks()
            || !TryReadWord(Colon.Belongs, out var message)
        )
        {
            return false;
        }
        Set("hostname", host);
        Set("appname", app);
        SetProcess(process);
        Set("msgid", message);
        SkipBlanks();
        if (!TryReadElements(isTolerant: true))
        {
            return false;
        }
        SkipBlanks();
        return true;
    }

    private bool TryReadOld()
    {
        ReadPriority();
        SkipBlanks();
        if (!TryReadOldTime())
        {
            return false;
        }
        var hasHost = TryReadAfterSpace(Colon.Separates, out var host);
        var hasTag = TryReadAfterSpace(Colon.Ends, out var tag);
        ResolveHostAndTag(hasHost, host, hasTag, tag);
        SkipBlanks();
        if (at < text.Length && text[at] == ':')
        {
            at++;
        }
        SkipBlanks();
        TryReadElements(isTolerant: false);
        SkipBlanks();
        return true;
    }

    /// <summary>Facility and severity between angle brackets, where they are.</summary>
    private void ReadPriority()
    {
        var start = at;
        if (at >= text.Length || text[at] != '<')
        {
            return;
        }
        at++;
        if (!TryReadNumber(byte.MaxValue, out var priority) || at >= text.Length || text[at] != '>')
        {
            at = start;
            return;
        }
        at++;
        if (priority >> 3 < facilities.Length)
        {
            fields.SetOwned("facility", facilities[priority >> 3]);
        }
        fields.SetOwned("severity", severities[priority & 7]);
    }

    private bool TryReadNumber(long largest, out long number)
    {
        number = 0;
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            number = Math.Min(number * 10 + (text[at] - '0'), largest + 1);
            at++;
        }
        return at > start && number <= largest;
    }

    private void SkipBlanks()
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }
    }

    private bool TrySkipBlanks()
    {
        var start = at;
        SkipBlanks();
        return at > start;
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

    private bool TryReadRfc3339(bool mayBeMissing)
    {
        var length = text[at..].IndexOf(' ');
        if (length < 0)
        {
            return false;
        }
        var time = text.Slice(at, length);
        if (!(mayBeMissing && time is "-"))
        {
            if (!TimestampText.TryParse(time, out var timestamp, out _))
            {
                return false;
            }
            fields.SetOwned("timestamp", Value.From(timestamp));
        }
        at += length;
        return true;
    }

    /// <summary><c>Oct 11 22:14:15</c>, perhaps with a year behind the day, perhaps with a colon at the end; or RFC 3339.</summary>
    private bool TryReadOldTime()
    {
        var start = at;
        if (TryReadDate(hasYear: false))
        {
            return true;
        }
        at = start;
        if (TryReadDate(hasYear: true))
        {
            return true;
        }
        at = start;
        return TryReadRfc3339(mayBeMissing: false);
    }

    private bool TryReadDate(bool hasYear)
    {
        if (at + 3 > text.Length)
        {
            return false;
        }
        var name = Months.AsSpan().IndexOf(text.Slice(at, 3), StringComparison.OrdinalIgnoreCase);
        at += 3;
        if (
            name < 0
            || name % 3 != 0
            || !TrySkipBlanks()
            || !TryReadNumber(uint.MaxValue, out var day)
            || !TrySkipBlanks()
        )
        {
            return false;
        }
        var month = name / 3 + 1;
        var year = LogYear.Of(month, now);
        if (
            (hasYear && (!TryReadNumber(int.MaxValue, out year) || !TrySkipBlanks()))
            || !TryReadNumber(uint.MaxValue, out var hour)
            || !TrySkip(':')
            || !TryReadNumber(uint.MaxValue, out var minute)
            || !TrySkip(':')
            || !TryReadNumber(uint.MaxValue, out var second)
        )
        {
            return false;
        }
        TrySkip(':');
        if (
            day > 31
            || hour > 23
            || minute > 59
            || second > 59
            || year > 262_142
            || CivilDate.Create(year, month, (int)day) is not { } date
        )
        {
            return false;
        }
        var local = date.Days * 86_400 + hour * 3_600 + minute * 60 + second;
        // A time that says its year is taken for UTC, as upstream has it.
        var offset = hasYear ? 0 : TimeZones.OffsetsAtLocal(zone, local).First;
        if (offset is null)
        {
            return false;
        }
        fields.SetOwned("timestamp", Value.From(new Timestamp(local - offset.Value, 0)));
        return true;
    }

    private bool TryReadAfterSpace(Colon colon, out string? word)
    {
        word = null;
        var start = at;
        if (TrySkip(' ') && TryReadWord(colon, out word))
        {
            return true;
        }
        at = start;
        return false;
    }

    /// <summary>What a colon in a word is.</summary>
    private enum Colon
    {
        /// <summary>A part of it, wherever it stands.</summary>
        Belongs,

        /// <summary>A part of it, but the last character is what separates header and message; two of them end an IPv6 address.</summary>
        Separates,

        /// <summary>The end of the word.</summary>
        Ends,
    }

    /// <summary>A word up to white space; a dash is none, and gives null.</summary>
    private bool TryReadWord(Colon colon, out string? word)
    {
        word = null;
        var start = at;
        var end = at;
        while (
            end < text.Length
            && !char.IsWhiteSpace(text[end])
            && (colon != Colon.Ends || text[end] != ':')
        )
        {
            end++;
        }
        var read = text[start..end];
        if (read.IsEmpty || read is ":")
        {
            return false;
        }
        if (colon == Colon.Separates && read.EndsWith(":") && !read.EndsWith("::"))
        {
            read = read[..^1];
            at = end - 1;
            word = read.ToString();
            return true;
        }
        at = end;
        word = read is "-" ? null : read.ToString();
        return true;
    }

    /// <summary>Of one word alone only brackets tell that it is the process rather than the host.</summary>
    private readonly void ResolveHostAndTag(bool hasHost, string? host, bool hasTag, string? tag)
    {
        var name = hasTag ? tag : host;
        if (name is null)
        {
            return;
        }
        if (TrySplitTag(name, out var app, out var process))
        {
            fields.SetOwned("appname", app);
            SetProcess(process);
        }
        else
        {
            fields.SetOwned(hasHost && hasTag ? "appname" : "hostname", name);
        }
        if (hasHost && hasTag)
        {
            Set("hostname", host);
        }
    }

    /// <summary><c>app[12]</c></summary>
    private static bool TrySplitTag(string tag, out string app, out string process)
    {
        app = process = "";
        var open = tag.AsSpan().IndexOfAny('[', ':');
        if (open < 0 || tag[open] != '[' || tag.IndexOf(']', open) != tag.Length - 1)
        {
            return false;
        }
        app = tag[..open];
        process = tag[(open + 1)..^1];
        return process.Length > 0;
    }

    private readonly void Set(string name, string? value)
    {
        if (value is not null)
        {
            fields.SetOwned(name, value);
        }
    }

    private readonly void SetProcess(string? process)
    {
        if (process is not null)
        {
            fields.SetOwned(
                "procid",
                int.TryParse(
                    process,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var id
                )
                    ? Value.From((long)id)
                    : Value.From(process)
            );
        }
    }

    /// <summary>Structured data: a dash, or elements one behind another.</summary>
    /// <param name="isTolerant">Whether brackets that hold no element are passed over, and elements may be empty.</param>
    private bool TryReadElements(bool isTolerant)
    {
        if (TrySkip('-'))
        {
            return true;
        }
        var start = at;
        while (at < text.Length && text[at] == '[')
        {
            var before = at;
            if (TryReadElement(out var id, out var element) && (isTolerant || element.Count > 0))
            {
                elements.Add((id, element));
                continue;
            }
            at = before;
            var end = isTolerant ? text[at..].IndexOf(']') : -1;
            if (end < 0)
            {
                break;
            }
            at += end + 1;
        }
        return at > start;
    }

    /// <summary><c>[id name="value" …]</c></summary>
    private bool TryReadElement(out string id, out VrlObject element)
    {
        element = new VrlObject();
        at++;
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (']' or '='))
        {
            at++;
        }
        id = text[start..at].ToString();
        if (id.Length == 0)
        {
            return false;
        }
        SkipBlanks();
        var parameters = new List<KeyValuePair<string, Value>>();
        var end = at;
        while (TryReadParameter(parameters))
        {
            end = at;
            if (!TrySkip(' '))
            {
                break;
            }
        }
        at = end;
        element = VrlObject.FromOwned(parameters);
        return TrySkip(']');
    }

    private bool TryReadParameter(List<KeyValuePair<string, Value>> parameters)
    {
        var length = text[at..].IndexOfAny(']', '=');
        if (length <= 0 || text[at + length] != '=')
        {
            return false;
        }
        var name = text.Slice(at, length).ToString();
        at += length + 1;
        SkipBlanks();
        if (!TrySkip('"'))
        {
            return false;
        }
        var start = at;
        while (at < text.Length && text[at] != '"')
        {
            at += text[at] == '\\' ? 2 : 1;
        }
        if (at >= text.Length)
        {
            return false;
        }
        parameters.Add(new(name, Unescape(text[start..at])));
        at++;
        return true;
    }

    private static string Unescape(ReadOnlySpan<char> value)
    {
        if (!value.Contains('\\'))
        {
            return value.ToString();
        }
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length)
            {
                plain.Append(value[i]);
                continue;
            }
            i++;
            _ = value[i] switch
            {
                'n' => plain.Append('\n'),
                '"' or ']' or '\\' => plain.Append(value[i]),
                _ => plain.Append('\\').Append(value[i]),
            };
        }
        return plain.ToString();
    }
}
