using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Runtime.Time;

public sealed class StrftimeTests
{
    /// <summary>2001-07-08T00:34:59.026490708Z, a Sunday.</summary>
    private static readonly Timestamp Sunday = new(994552499, 26_490_708);

    [Theory]
    [InlineData("%Y %C %y %G %g", "2001 20 01 2001 01")]
    [InlineData("%q %m %b %B %h", "3 07 Jul July Jul")]
    [InlineData("%d %e %j", "08  8 189")]
    [InlineData("%a %A %w %u", "Sun Sunday 0 7")]
    [InlineData("%U %W %V", "27 27 27")]
    [InlineData("%D %x %F %v", "07/08/01 07/08/01 2001-07-08  8-Jul-2001")]
    [InlineData("%H %k %I %l %P %p", "00  0 12 12 am AM")]
    [InlineData("%M %S %f", "34 59 026490708")]
    [InlineData("%.f %.3f %.6f %.9f", ".026490708 .026 .026490 .026490708")]
    [InlineData("%3f %6f %9f", "026 026490 026490708")]
    [InlineData("%R %T %X %r", "00:34 00:34:59 00:34:59 12:34:59 AM")]
    [InlineData("%Z %z %:z %::z %:::z", "UTC +0000 +00:00 +00:00:00 +00")]
    [InlineData("%c", "Sun Jul  8 00:34:59 2001")]
    [InlineData("%+", "2001-07-08T00:34:59.026490708+00:00")]
    [InlineData("%s", "994552499")]
    [InlineData("%t%n%%", "\t\n%")]
    [InlineData("%-d %_d %0e %-H %_m %-j", "8  8 08 0  7 189")]
    public void Every_specifier_writes_its_part(string format, string text) =>
        Strftime.Parse(format).Format(Sunday, TimeZoneInfo.Utc).ShouldBe(text);

    [Theory]
    [InlineData("Europe/Berlin", "2001-07-08T02:34:59.026490708+02:00 CEST +0200")]
    [InlineData("America/St_Johns", "2001-07-07T22:04:59.026490708-02:30 NDT -0230")]
    [InlineData("Asia/Taipei", "2001-07-08T08:34:59.026490708+08:00 CST +0800")]
    public void Times_are_written_as_their_zone_shows_them(string name, string text)
    {
        TimeZones.TryFind(name, out var zone).ShouldBeTrue();
        Strftime.Parse("%+ %Z %z").Format(Sunday, zone).ShouldBe(text);
    }

    [Fact]
    public void Zones_have_names_beyond_what_their_data_lists()
    {
        TimeZones.TryFind("Europe/Berlin", out var zone).ShouldBeTrue();
        Strftime.Parse("%F %Z").Format(new(4_086_244_800, 0), zone).ShouldBe("2099-06-27 CEST");
        Strftime.Parse("%F %Z").Format(new(4_070_908_800, 0), zone).ShouldBe("2099-01-01 CET");
    }

    [Theory]
    [InlineData("%Y", 253402300800, "+10000")]
    [InlineData("%Y", -62198755200, "-0001")]
    [InlineData("%C %y", -62198755200, "-1 99")]
    [InlineData("%s", -5, "-5")]
    public void Far_years_have_a_sign(string format, long seconds, string text) =>
        Strftime.Parse(format).Format(new(seconds, 0), TimeZoneInfo.Utc).ShouldBe(text);

    [Theory]
    [InlineData("%Q")]
    [InlineData("%")]
    [InlineData("%-")]
    [InlineData("%-B")]
    [InlineData("%_D")]
    [InlineData("%4f")]
    [InlineData("%:a")]
    [InlineData("%#d")]
    public void An_unknown_specifier_makes_a_format_invalid(string format)
    {
        var parsed = Strftime.Parse(format);
        parsed.IsValid.ShouldBeFalse();
        parsed.Format(Sunday, TimeZoneInfo.Utc).ShouldBeNull();
        parsed.TryParse("1", TimeZoneInfo.Utc, out _, out var error).ShouldBeFalse();
        error.ShouldBe("bad or unsupported format string");
    }

    [Theory]
    [InlineData("10-Oct-2020 16:00+00:00", "%v %R %:z", "2020-10-10T16:00:00Z")]
    [InlineData("16/10/2019:12:00:00 +0000", "%d/%m/%Y:%H:%M:%S %z", "2019-10-16T12:00:00Z")]
    [InlineData("2019-10-16 12:00:00 Z", "%F %T %#z", "2019-10-16T12:00:00Z")]
    [InlineData("2019-10-16 12:00:00 +02", "%F %T %#z", "2019-10-16T10:00:00Z")]
    [InlineData("2019-10-16T12:00:00.5Z", "%+", "2019-10-16T12:00:00.500Z")]
    [InlineData("2019-10-16T12:00:00 UTC", "%+", "2019-10-16T12:00:00Z")]
    [InlineData("1570000000", "%s", "2019-10-02T07:06:40Z")]
    [InlineData("1570000000.25", "%s%.f", "2019-10-02T07:06:40.250Z")]
    [InlineData("-5", "%s", "1969-12-31T23:59:55Z")]
    [InlineData("Sun Jul  8 00:34:59 2001", "%c", "2001-07-08T00:34:59Z")]
    [InlineData("2001-189 3:04 pm", "%Y-%j %I:%M %p", "2001-07-08T15:04:00Z")]
    [InlineData("2001 W27 7 00:00:00", "%G W%V %u %T", "2001-07-08T00:00:00Z")]
    [InlineData("2001 27 Sun 00:00:00", "%Y %U %a %T", "2001-07-08T00:00:00Z")]
    [InlineData("2001 27 Sunday 00:00:00", "%Y %W %A %T", "2001-07-08T00:00:00Z")]
    [InlineData("01-7-8 1:2:3", "%y-%m-%d %H:%M:%S", "2001-07-08T01:02:03Z")]
    [InlineData("70-7-8 1:2:3", "%y-%m-%d %H:%M:%S", "1970-07-08T01:02:03Z")]
    [InlineData("july 4 1999 12:00", "%B %d %Y %H:%M", "1999-07-04T12:00:00Z")]
    [InlineData("2001-07-08 00:00:00.000000123", "%F %T.%f", "2001-07-08T00:00:00.000000123Z")]
    [InlineData("2001-07-08 00:00:00.123", "%F %T.%3f", "2001-07-08T00:00:00.123Z")]
    public void Times_are_read_by_their_format(string text, string format, string time)
    {
        Strftime
            .TryParse(text, format, TimeZoneInfo.Utc, out var read, out var error)
            .ShouldBeTrue(error);
        TimestampText.Format(read).ShouldBe(time);
    }

    [Theory]
    [InlineData("2019-10-16", "%F", "input is not enough for unique date and time")]
    [InlineData("12:00", "%R", "input is not enough for unique date and time")]
    [InlineData("2019-02-30 00:00", "%F %R", "input is out of range")]
    [InlineData("2019-13-01 00:00", "%F %R", "input is out of range")]
    [InlineData("Mon 2019-10-16 00:00", "%a %F %R", "no possible date and time matching input")]
    [InlineData("2019-10-16 00:00 x", "%F %R", "trailing input")]
    [InlineData("2019-10-16 00:00", "%F %T", "premature end of input")]
    [InlineData("2019/10/16", "%F", "input contains invalid characters")]
    public void What_is_no_time_is_told_in_words(string text, string format, string error)
    {
        Strftime.TryParse(text, format, TimeZoneInfo.Utc, out _, out var told).ShouldBeFalse();
        told.ShouldBe(error);
    }

    [Fact]
    public void A_time_without_a_zone_is_of_the_zone_given()
    {
        TimeZones.TryFind("Europe/Paris", out var zone).ShouldBeTrue();
        Read("31/12/2019:12:00:00").ShouldBe("2019-12-31T11:00:00Z");
        Read("31/07/2019:12:00:00").ShouldBe("2019-07-31T10:00:00Z");
        Read("31/03/2019:02:30:00").ShouldBe("no possible date and time matching input");
        Read("27/10/2019:02:30:00").ShouldBe("input is not enough for unique date and time");

        string Read(string text) =>
            Strftime.TryParse(text, "%d/%m/%Y:%H:%M:%S", zone, out var time, out var error)
                ? TimestampText.Format(time)
                : error;
    }

    [Theory]
    [InlineData("Europe/Pariss")]
    [InlineData("../zoneinfo/Europe/Paris")]
    [InlineData("/etc/passwd")]
    [InlineData("llocal")]
    [InlineData("europe paris")]
    public void Names_of_no_zone_are_unknown(string name) =>
        TimeZones.TryFind(name, out _).ShouldBeFalse();
}
