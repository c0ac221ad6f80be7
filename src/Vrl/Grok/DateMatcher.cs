using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>
/// The matcher <c>date("yyyy-MM-dd HH:mm:ss,SSS", "Europe/Berlin")</c>: matches times of a format of Joda's, and makes milliseconds since 1970 of them. What a
/// format has not of day, month and year is that of now, or the last before now.
/// </summary>
internal sealed class DateMatcher
{
    private const string Fraction = "fr";
    private const string Zone = "tz";

    private static readonly Value failed = Value.Fail("the text is no time of that format");

    private readonly JodaFormat format;
    private readonly Strftime whole;
    private readonly Strftime dayAlone;
    private readonly VrlRegex parts;
    private readonly string? zone;

    private DateMatcher(JodaFormat format, VrlRegex parts, string? zone)
    {
        this.format = format;
        this.parts = parts;
        this.zone = zone;
        // A zone's name is found by its place, and not read again.
        var read =
            (format.HasYear ? "" : "%Y ")
            + (format.HasMonth ? "" : "%-m ")
            + (format.HasDay ? "" : "%-d ")
            + format.Strftime.Replace("%Z", "", StringComparison.Ordinal);
        whole = Strftime.Parse(read);
        dayAlone = Strftime.Parse(read + " %H:%M:%S");
    }

    /// <summary>What the times of this format look like, as a regular expression.</summary>
    public string Regex => format.Regex;

    /// <summary>Reads the arguments.</summary>
    /// <param name="joda">The format.</param>
    /// <param name="zone">The zone of times that do not say theirs: a name, <c>+3</c>, <c>UTC-05:30</c>; null for UTC.</param>
    /// <param name="date">The matcher; null where format or zone is not known.</param>
    public static bool TryCreate(
        string joda,
        string? zone,
        [NotNullWhen(true)] out DateMatcher? date
    )
    {
        date = null;
        if (
            JodaFormat.Read(joda) is not { } format
            || !RustRegex.TryTranslate(format.RegexWithParts, out var parts, out _)
            || (zone is not null && !TryReadOffset(zone, 0, out _))
        )
        {
            return false;
        }
        date = new(format, parts, zone);
        return date.whole.IsValid;
    }

    public Value Apply(Value value, RunState run)
    {
        if (!value.IsBytes)
        {
            return failed;
        }
        var now = run.Now();
        if (!TryRead(value.Text, now, out var time))
        {
            return failed;
        }
        if (time.CompareTo(now) > 0)
        {
            // What would be in the future was in the last day or year.
            var days = CivilDate.FloorDivide(time.Seconds, 86_400);
            var date = CivilDate.FromDays(days);
            if (!format.HasDay)
            {
                time = time with { Seconds = time.Seconds - (date.Day > 1 ? 86_400 : 0) };
            }
            else if (!format.HasYear)
            {
                if (CivilDate.Create(date.Year - 1, date.Month, date.Day) is not { } other)
                {
                    return Value.Null;
                }
                time = time with { Seconds = time.Seconds + (other.Days - days) * 86_400 };
            }
        }
        return time.Seconds * 1000 + time.Nanoseconds / 1_000_000;
    }

    private bool TryRead(string text, Timestamp now, out Timestamp time)
    {
        var today = CivilDate.FromDays(CivilDate.FloorDivide(now.Seconds, 86_400));
        var read = text;
        var timeZone = TimeZoneInfo.Utc;
        if (parts.Match(text) is { Success: true } match)
        {
            var zoneName = GroupOf(match, Zone);
            var fraction = GroupOf(match, Fraction);
            // From the end, so that places stay where they are.
            if (zoneName is { } named)
            {
                if (!TimeZones.TryFind(named.Value, out timeZone))
                {
                    time = default;
                    return false;
                }
                read = read.Remove(named.Index, named.Length);
            }
            if (fraction is { } digits && (zoneName is null || digits.Index < zoneName.Value.Index))
            {
                read = read.Remove(digits.Index, digits.Length).Insert(digits.Index, ".");
            }
        }
        read =
            (format.HasYear ? "" : Text(today.Year))
            + (format.HasMonth ? "" : Text(today.Month))
            + (format.HasDay ? "" : Text(today.Day))
            + read;
        if (read.EndsWith('Z') && format.EndsWithOffset)
        {
            read = read[..^1] + "+0000";
        }
        if (!whole.TryParse(read, timeZone, out time, out _))
        {
            return !format.HasOffset
                && dayAlone.TryParse(read + " 00:00:00", timeZone, out time, out _);
        }
        if (zone is not null && !format.HasOffset && !format.HasZoneName)
        {
            if (!TryReadOffset(zone, now.Seconds, out var offset))
            {
                return false;
            }
            time = time with { Seconds = time.Seconds - offset };
        }
        return true;
    }

    private RegexGroup? GroupOf(RegexMatch match, string name)
    {
        for (var i = 1; i < parts.GroupNames.Count; i++)
        {
            if (parts.GroupNames[i] == name && match.Group(i).Success)
            {
                return match.Group(i);
            }
        }
        return null;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture) + " ";

    /// <summary>The offset from UTC in seconds that a zone has at that Unix time.</summary>
    private static bool TryReadOffset(string zone, long unixSeconds, out long offset)
    {
        offset = 0;
        if (zone is "GMT" or "UTC" or "UT" or "Z")
        {
            return true;
        }
        var sign = zone.AsSpan().IndexOf('+');
        sign = sign >= 0 ? sign : zone.AsSpan().IndexOf('-');
        if (zone.StartsWith('-'))
        {
            sign = 0;
        }
        if (sign < 0)
        {
            if (!TimeZones.TryFind(zone, out var found) || zone is "" or "local")
            {
                return false;
            }
            offset = TimeZones.OffsetAt(found, unixSeconds);
            return true;
        }
        var text = zone[(sign + 1)..].Replace(":", "", StringComparison.Ordinal);
        if (text.Length is 0 or 3 or > 4 || !text.All(char.IsAsciiDigit))
        {
            return false;
        }
        var digits = int.Parse(text, CultureInfo.InvariantCulture);
        var (hours, minutes) = text.Length <= 2 ? (digits, 0) : (digits / 100, digits % 100);
        offset = (hours * 3600 + minutes * 60) * (zone[sign] == '-' ? -1 : 1);
        return hours < 24 && minutes < 60;
    }
}
