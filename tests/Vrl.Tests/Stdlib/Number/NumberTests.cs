using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Number;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Number;

public sealed class NumberTests
{
    [Fact]
    public void The_smallest_integer_has_no_absolute_value_of_its_own() =>
        Call(new Abs(), long.MinValue).Integer.ShouldBe(long.MinValue);

    [Fact]
    public void Absolute_values_keep_their_kind()
    {
        Call(new Abs(), -42).ShouldBe(42L);
        Call(new Abs(), -42.2).ShouldBe(42.2);
        FunctionRunner.TypeOf(new Abs(), ("value", Kind.Float)).Kind.ShouldBe(Kind.Float);
        FunctionRunner.TypeOf(new Abs(), ("value", Kind.Any)).Kind.Kinds.ShouldBe(Kinds.Number);
    }

    [Theory]
    [InlineData(2.5, 0, 3.0)]
    [InlineData(-2.5, 0, -3.0)]
    [InlineData(1.005, 2, 1.0)]
    [InlineData(1234.5, -2, 1200.0)]
    [InlineData(1.5, 400, 0.0)]
    [InlineData(1234.39429, 1, 1234.4)]
    [InlineData(1234.56789, 4, 1234.5679)]
    [InlineData(
        9876543210123456789098765432101234567890987654321.987654321,
        5,
        9876543210123456789098765432101234567890987654321.98765
    )]
    public void Rounding_takes_halves_away_from_zero(
        double value,
        long precision,
        double rounded
    ) =>
        FunctionRunner
            .Call(new Round(), ("value", value), ("precision", precision))
            .ShouldBe(rounded);

    [Fact]
    public void Rounding_up_and_down_go_their_ways()
    {
        FunctionRunner
            .Call(new Ceil(), ("value", 1234.56725), ("precision", 4))
            .ShouldBe(1234.5673);
        FunctionRunner
            .Call(new Floor(), ("value", 1234.56725), ("precision", 4))
            .ShouldBe(1234.5672);
        Call(new Ceil(), -0.5).ShouldBe(-0.0);
        Call(new Floor(), -0.5).ShouldBe(-1.0);
    }

    [Fact]
    public void Integers_need_no_rounding()
    {
        foreach (var function in new Function[] { new Ceil(), new Floor(), new Round() })
        {
            FunctionRunner
                .Call(function, ("value", 1234), ("precision", -2))
                .ShouldBe(Value.From(1234));
        }
    }

    [Fact]
    public void Floor_is_below_and_ceil_above_each_value() =>
        Prop.ForAll<NormalFloat>(value =>
                Call(new Floor(), value.Get).Float <= value.Get
                && Call(new Ceil(), value.Get).Float >= value.Get
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Remainders_have_the_sign_of_the_value()
    {
        Remainder(-5, 3).ShouldBe(-2L);
        Remainder(5, -3).ShouldBe(2L);
        Remainder(7, 2.5).ShouldBe(2.0);
        Remainder(5.5, 2).ShouldBe(1.5);
        Remainder(long.MinValue, -1).ShouldBe(0L);
        Remainder(2.5, double.PositiveInfinity).ShouldBe(2.5);
    }

    [Fact]
    public void Infinity_has_no_remainder() =>
        Remainder(double.PositiveInfinity, 2.0)
            .Failure.Message.ShouldBe("operation would produce NaN");

    [Fact]
    public void Nothing_is_divided_by_zero()
    {
        Remainder(5, 0).Failure.Message.ShouldBe("can't divide by zero");
        Remainder(5.5, 0.0).Failure.Message.ShouldBe("can't divide by zero");
        FunctionRunner.TypeOf(new Mod(), ("value", 5), ("modulus", 0)).IsFallible.ShouldBeTrue();
        FunctionRunner.TypeOf(new Mod(), ("value", 5), ("modulus", 2)).IsFallible.ShouldBeFalse();
        FunctionRunner
            .TypeOf(new Mod(), ("value", Kind.Integer), ("modulus", Kind.Integer))
            .IsFallible.ShouldBeTrue();
    }

    [Theory]
    [InlineData(
        long.MinValue,
        2,
        "-1000000000000000000000000000000000000000000000000000000000000000"
    )]
    [InlineData(long.MaxValue, 36, "1y2p0ij32e8e7")]
    [InlineData(0, 16, "0")]
    [InlineData(-42, 16, "-2a")]
    public void Integers_are_written_in_any_base(long value, long radix, string text) =>
        FunctionRunner.Call(new FormatInt(), ("value", value), ("base", radix)).ShouldBe(text);

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(-16)]
    public void A_base_without_digits_is_refused(long radix) =>
        FunctionRunner
            .Call(new FormatInt(), ("value", 42), ("base", radix))
            .Failure.Message.ShouldBe(
                $"invalid base {radix}: must be be between 2 and 36 (inclusive)"
            );

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1234567890.123456789, "1234567890.123457")]
    [InlineData(0.30000000000000004, "0.3")]
    [InlineData(0.000000000000001234, "0.000000000000001234")]
    [InlineData(123456789012345680.0, "123456789012345680")]
    [InlineData(100000000000000000000.0, "100000000000000000000")]
    [InlineData(1.23456789012345678, "1.234567890123457")]
    [InlineData(100.0, "100")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(-0.0, "-0")]
    [InlineData(0.6720468040876106, "0.672046804087611")]
    [InlineData(56239828.50382859, "56239828.5038286")]
    [InlineData(1.2e-31, "0")]
    [InlineData(5e-324, "0")]
    public void Floats_are_written_to_the_precision_that_they_have(double value, string text) =>
        Call(new FormatNumber(), value).ShouldBe(text);

    [Fact]
    public void Decimal_places_are_cut_or_filled()
    {
        Format(1234.567, 2).ShouldBe("1234.56");
        Format(123456789.987654321, 12).ShouldBe("123456789.987654300000");
        Format(123.45, 0).ShouldBe("123");
        FunctionRunner
            .Call(new FormatNumber(), ("value", 12345), ("scale", 2))
            .ShouldBe("12345.00");
    }

    [Theory]
    [InlineData(1234567.0, "1,234,567")]
    [InlineData(123456.0, ",123,456")]
    [InlineData(-123456.5, "-,123,456.5")]
    [InlineData(12.5, "12.5")]
    public void Digits_are_grouped_by_threes(double value, string text) =>
        FunctionRunner
            .Call(new FormatNumber(), ("value", value), ("grouping_separator", ","))
            .ShouldBe(text);

    [Fact]
    public void Separators_may_be_any_text() =>
        FunctionRunner
            .Call(
                new FormatNumber(),
                ("value", 12345.678),
                ("scale", 1),
                ("decimal_separator", "abc"),
                ("grouping_separator", "ab")
            )
            .ShouldBe("12ab345abc6");

    private static Value Call(Function function, Value value) =>
        FunctionRunner.Call(function, ("value", value));

    private static Value Remainder(Value value, Value modulus) =>
        FunctionRunner.Call(new Mod(), ("value", value), ("modulus", modulus));

    private static Value Format(double value, long scale) =>
        FunctionRunner.Call(new FormatNumber(), ("value", value), ("scale", scale));
}
