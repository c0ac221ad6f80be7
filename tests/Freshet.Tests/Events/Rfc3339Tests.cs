using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public class Rfc3339Tests
{
    [Theory]
    [InlineData("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.5200000")]
    [InlineData("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57.0000000")]
    [InlineData("1990-12-31T23:59:60Z", "1991-01-01T00:00:00.0000000")]
    [InlineData("1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00.0000000")]
    [InlineData("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.8700000")]
    [InlineData("2026-01-31t12:00:00.123456789z", "2026-01-31T12:00:00.1234567")]
    [InlineData("2024-02-29T00:00:00+23:59", "2024-02-28T00:01:00.0000000")]
    [InlineData("2026-01-31T12:00:00-00:00", "2026-01-31T12:00:00.0000000")]
    public void A_time_by_the_grammar_is_read(string text, string utc)
    {
        Rfc3339.TryParse(text, out var time).ShouldBeTrue();
        time.Offset.ShouldBe(TimeSpan.Zero);
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff").ShouldBe(utc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31 12:00:00Z")]
    [InlineData("2026-02-29T12:00:00Z")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T12:00:60Z")]
    [InlineData("2026-01-31T12:00:00.Z")]
    [InlineData("2026-01-31T12:00:00,5Z")]
    [InlineData("2026-01-31T12:00:00+0100")]
    [InlineData("2026-01-31T12:00:00+24:00")]
    [InlineData("2026-01-31T12:00:00Z ")]
    [InlineData("2026-01-31T12:00Z00000")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("٢٠٢٦-01-31T12:00:00Z")]
    public void Anything_else_is_not(string text) => Rfc3339.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void What_is_written_is_read_as_the_same_time()
    {
        var time = new DateTimeOffset(2026, 1, 31, 12, 0, 0, 7, TimeSpan.FromHours(2));
        Rfc3339.Format(time).ShouldBe("2026-01-31T10:00:00.007Z");
        Rfc3339.TryParse(Rfc3339.Format(time), out var again).ShouldBeTrue();
        again.ShouldBe(time);
    }
}
