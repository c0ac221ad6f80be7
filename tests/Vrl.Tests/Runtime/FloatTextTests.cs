using System.Globalization;
using Freshet.Vrl.Runtime;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Runtime;

public sealed class FloatTextTests
{
    [Theory]
    [InlineData(1.0, "1")]
    [InlineData(-0.0, "-0")]
    [InlineData(0.0, "0")]
    [InlineData(100.0, "100")]
    [InlineData(0.1, "0.1")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1.5e-7, "0.00000015")]
    [InlineData(123456789012345680.0, "123456789012345680")]
    [InlineData(double.PositiveInfinity, "inf")]
    public void Display_never_has_an_exponent(double value, string text) =>
        FloatText.Display(value).ShouldBe(text);

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e16")]
    [InlineData(1.25e16, "1.25e16")]
    [InlineData(1e20, "1e20")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(0.000001, "1e-6")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e308")]
    [InlineData(double.NaN, "null")]
    public void Json_has_a_point_or_an_exponent(double value, string text) =>
        FloatText.Json(value).ShouldBe(text);

    [Fact]
    public void Both_texts_lead_back_to_the_same_float() =>
        FsCheck
            .Fluent.Prop.ForAll(
                ArbMap
                    .Default.ArbFor<long>()
                    .Filter(bits => double.IsFinite(BitConverter.Int64BitsToDouble(bits))),
                bits =>
                {
                    var value = BitConverter.Int64BitsToDouble(bits);
                    return double.Parse(FloatText.Display(value), CultureInfo.InvariantCulture)
                            == value
                        && double.Parse(FloatText.Json(value), CultureInfo.InvariantCulture)
                            == value;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_longest_numbers_are_written_out()
    {
        FloatText.Display(double.MinValue).Length.ShouldBe(310);
        FloatText.Display(-5e-324).Length.ShouldBe(327);
        FloatText.Display(-2.2250738585072014E-308).Length.ShouldBe(327);
    }
}
