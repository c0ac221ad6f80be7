using Freshet.Management.Grpc;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management.Grpc;

public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3_000)]
    [InlineData("00000004m", 4)]
    [InlineData("5000u", 5)]
    [InlineData("99999999n", 99.9999999)]
    [InlineData("0n", 0)]
    public void Every_unit_is_understood(string text, double milliseconds)
    {
        GrpcTimeout.TryRead(text, out var timeout).ShouldBeTrue();

        timeout!.Value.TotalMilliseconds.ShouldBe(milliseconds, tolerance: 0.0002);
    }

    [Fact]
    public void A_nanosecond_is_no_time_less_than_the_clock_knows() =>
        (GrpcTimeout.TryRead("1n", out var timeout), timeout).ShouldBe(
            (true, TimeSpan.FromTicks(1))
        );

    [Theory]
    [InlineData("99999999H")]
    [InlineData("721H")]
    public void A_time_that_nobody_waits_is_none(string text) =>
        (GrpcTimeout.TryRead(text, out var timeout), timeout).ShouldBe((true, (TimeSpan?)null));

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("1 S")]
    [InlineData("+1S")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("١S")]
    public void Anything_else_is_refused(string text) =>
        GrpcTimeout.TryRead(text, out _).ShouldBeFalse();

    [Fact]
    public void Two_of_them_are_refused() =>
        GrpcTimeout.TryRead(new(["1S", "2S"]), out _).ShouldBeFalse();

    [Fact]
    public void None_at_all_is_no_limit() =>
        (GrpcTimeout.TryRead(default, out var timeout), timeout).ShouldBe((true, (TimeSpan?)null));
}
