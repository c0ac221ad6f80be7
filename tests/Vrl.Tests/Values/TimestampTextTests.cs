using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Values;

public sealed class TimestampTextTests
{
    [Theory]
    [InlineData(0, 0, "1970-01-01T00:00:00Z")]
    [InlineData(1613055600, 0, "2021-02-11T15:00:00Z")]
    [InlineData(1613055600, 500_000_000, "2021-02-11T15:00:00.500Z")]
    [InlineData(1613055600, 500_001_000, "2021-02-11T15:00:00.500001Z")]
    [InlineData(1613055600, 1, "2021-02-11T15:00:00.000000001Z")]
    [InlineData(-1, 999_000_000, "1969-12-31T23:59:59.999Z")]
    [InlineData(951782400, 0, "2000-02-29T00:00:00Z")]
    [InlineData(-62167219200, 0, "0000-01-01T00:00:00Z")]
    [InlineData(-62167219201, 0, "-0001-12-31T23:59:59Z")]
    [InlineData(253402300800, 0, "+10000-01-01T00:00:00Z")]
    public void Timestamps_are_written_as_rfc_3339_in_utc(
        long seconds,
        int nanoseconds,
        string text
    )
    {
        var time = new Timestamp(seconds, nanoseconds);
        TimestampText.Format(time).ShouldBe(text);
        if (text.Length < 31 && char.IsAsciiDigit(text[0]))
        {
            TimestampText.TryParse(text, out var back, out _).ShouldBeTrue();
            back.ShouldBe(time);
        }
    }

    [Theory]
    [InlineData("2021-02-11T16:00:00+01:00", "2021-02-11T15:00:00Z")]
    [InlineData("2021-02-11 14:30:00-00:30", "2021-02-11T15:00:00Z")]
    [InlineData("2021-02-11t15:00:00.1234567891z", "2021-02-11T15:00:00.123456789Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    public void Other_forms_of_rfc_3339_are_read(string text, string same)
    {
        TimestampText.TryParse(text, out var time, out var error).ShouldBeTrue(error);
        TimestampText.Format(time).ShouldBe(same);
    }

    [Theory]
    [InlineData("2021-02-30T00:00:00Z", "input is out of range")]
    [InlineData("2021-02-11T24:00:00Z", "input is out of range")]
    [InlineData("2021-02-11", "premature end of input")]
    [InlineData("2021-02-11T15:00:00", "premature end of input")]
    [InlineData("2021-02-11T15:00:00Z ", "trailing input")]
    [InlineData("yesterday", "input contains invalid characters")]
    [InlineData("2021-02-11T15:00:00+0100", "input contains invalid characters")]
    public void What_is_no_time_is_told_in_words(string text, string error)
    {
        TimestampText.TryParse(text, out _, out var told).ShouldBeFalse();
        told.ShouldBe(error);
    }
}
