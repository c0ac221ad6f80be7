using System.Globalization;
using Freshet.Vrl.Stdlib.Random;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Random;

public sealed class RandomTests
{
    [Fact]
    public void Numbers_stay_in_their_range()
    {
        for (var i = 0; i < 1000; i++)
        {
            Float(-1, 1).Float.ShouldBeInRange(-1, Math.BitDecrement(1.0));
            Int(3, 5).Integer.ShouldBeInRange(3, 4);
        }
    }

    [Fact]
    public void The_widest_ranges_are_ranges_too()
    {
        double.IsFinite(Float(-double.MaxValue, double.MaxValue).Float).ShouldBeTrue();
        Int(long.MinValue, long.MaxValue).IsInteger.ShouldBeTrue();
        Float(1, Math.BitIncrement(1)).ShouldBe(1.0);
    }

    [Fact]
    public void A_range_without_numbers_is_refused_when_it_is_known()
    {
        Float(1, 1).Failure.Message!.ShouldContain("max must be greater than min");
        Int(3, 1).Failure.Message!.ShouldContain("max must be greater than min");
        FunctionRunner.TypeOf(new RandomInt(), ("min", 0), ("max", 10)).IsFallible.ShouldBeFalse();
        FunctionRunner
            .TypeOf(new RandomInt(), ("min", Kind.Integer), ("max", Kind.Integer))
            .IsFallible.ShouldBeTrue();
    }

    [Fact]
    public void Bytes_are_as_many_as_asked_for()
    {
        Bytes(0).Bytes.Length.ShouldBe(0);
        Bytes(65536).Bytes.Length.ShouldBe(65536);
        Bytes(16).ShouldNotBe(Bytes(16));
        Bytes(-1).Failure.Message!.ShouldContain("Length cannot be negative");
        Bytes(65537).Failure.Message!.ShouldContain("Length is too large. Maximum is 64k");
    }

    [Fact]
    public void Random_uuids_say_their_version() =>
        FunctionRunner
            .Call(new UuidV4())
            .Text.ShouldMatch(
                "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
            );

    [Fact]
    public void Uuids_of_a_time_carry_it_and_sort_by_it()
    {
        var earlier = FunctionRunner.Call(
            new UuidV7(),
            ("timestamp", Value.From(new Timestamp(1_609_366_853, 824_727_000)))
        );
        var later = FunctionRunner.Call(
            new UuidV7(),
            ("timestamp", Value.From(new Timestamp(1_609_366_853, 825_000_000)))
        );

        earlier.Text.ShouldMatch(
            "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
        );
        long.Parse(
                earlier.Text[..8] + earlier.Text[9..13],
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture
            )
            .ShouldBe(1_609_366_853_824);
        string.CompareOrdinal(earlier.Text, later.Text).ShouldBeLessThan(0);
    }

    [Fact]
    public void Uuids_know_the_times_that_count_in_nanoseconds() =>
        FunctionRunner
            .Call(new UuidV7(), ("timestamp", Value.From(new Timestamp(-11_676_096_000, 0))))
            .Failure.Message.ShouldBe("can't convert out of range timestamp");

    [Theory]
    [InlineData("3s87yEvnmkiPBMHsj8bwwc", "7f41deed-d5e2-8b5e-7a13-ab4ff93cfad2")]
    [InlineData("0000003s87yEvnmkiPBMHsj8bwwc", "7f41deed-d5e2-8b5e-7a13-ab4ff93cfad2")]
    [InlineData("0", "00000000-0000-0000-0000-000000000000")]
    [InlineData("7n42DGM5Tflk9n8mt7Fhc7", "ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public void Friendly_ids_are_numbers_in_base_62(string id, string uuid) =>
        Friendly(id).ShouldBe(uuid);

    [Theory]
    [InlineData("", "Encoded input is an empty string")]
    [InlineData("a b", "Encoded input contains the invalid byte b' ' at index 1")]
    [InlineData("\n", "Encoded input contains the invalid byte b'\\n' at index 0")]
    [InlineData("é", "Encoded input contains the invalid byte b'\\xc3' at index 0")]
    [InlineData("7n42DGM5Tflk9n8mt7Fhc8", "Decoded number cannot fit into a `u128`")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "Decoded number cannot fit into a `u128`")]
    public void What_is_no_such_number_is_refused(string id, string message) =>
        Friendly(id).Failure.Message.ShouldBe("failed to decode friendly id: " + message);

    private static Value Float(double min, double max) =>
        FunctionRunner.Call(new RandomFloat(), ("min", min), ("max", max));

    private static Value Int(long min, long max) =>
        FunctionRunner.Call(new RandomInt(), ("min", min), ("max", max));

    private static Value Bytes(long length) =>
        FunctionRunner.Call(new RandomBytes(), ("length", length));

    private static Value Friendly(string id) =>
        FunctionRunner.Call(new UuidFromFriendlyId(), ("value", id));
}
