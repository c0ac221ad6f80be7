using Freshet.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData("500ms", 500)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData(" 2 m 5 s ", 125_000)]
    [InlineData("0s", 0)]
    [InlineData("1000us", 1)]
    [InlineData("1000µs", 1)]
    public void Reads_numbers_with_their_units(string text, double milliseconds)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalMilliseconds.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1,5s")]
    [InlineData("1.2.3s")]
    [InlineData(".s")]
    [InlineData("30S")]
    [InlineData("30 seconds")]
    [InlineData("1h 30")]
    [InlineData("1e3s")]
    [InlineData("106751991d1s1000000000000h")]
    [InlineData("99999999999999999999d")]
    [InlineData("999999999999999999999999999999999d")]
    public void Refuses_what_is_none(string text) => Duration.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Reads_back_what_it_writes() =>
        Prop.ForAll(
                Durations(),
                duration =>
                {
                    var text = Duration.Format(duration);
                    Duration.TryParse(text, out var read).ShouldBeTrue(text);
                    read.ShouldBe(duration, text);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "0.1us")]
    [InlineData(15, "1.5us")]
    [InlineData(300_000_000, "30s")]
    [InlineData(54_000_000_000, "1h30m")]
    [InlineData(long.MaxValue, "10675199d2h48m5s477ms580.7us")]
    public void Writes_the_largest_units_first(long ticks, string text) =>
        Duration.Format(new TimeSpan(ticks)).ShouldBe(text);

    [Fact]
    public void No_text_is_too_much_for_it()
    {
        var pieces = Gen.Elements(
            "1",
            "9",
            "0.5",
            ".",
            "d",
            "h",
            "ms",
            "us",
            "µs",
            "s",
            " ",
            "-",
            "x"
        );
        var texts = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string?>(),
            pieces.ListOf().Select(list => (string?)string.Concat(list))
        );
        Prop.ForAll(
                texts.ToArbitrary(),
                text =>
                {
                    if (Duration.TryParse(text ?? "", out var duration))
                    {
                        duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static Arbitrary<TimeSpan> Durations() =>
        Gen.OneOf(
                ArbMap.Default.GeneratorFor<long>().Select(ticks => ticks & long.MaxValue),
                Gen.Choose(0, 1_000_000).Select(ms => ms * TimeSpan.TicksPerMillisecond),
                Gen.Choose(0, 40_000_000).Select(hours => hours % 200_000 * TimeSpan.TicksPerHour)
            )
            .Select(ticks => new TimeSpan(ticks))
            .ToArbitrary();
}
