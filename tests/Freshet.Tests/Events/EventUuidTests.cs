using System.Globalization;
using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public sealed class EventUuidTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void It_is_of_version_7_and_the_variant_of_the_standard()
    {
        for (var i = 0; i < 200; i++)
        {
            var text = EventUuid.New(Time);
            text.ShouldMatch(
                "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
            );
            var uuid = Guid.ParseExact(text, "D");
            uuid.Version.ShouldBe(7);
            (uuid.Variant & 0b1100).ShouldBe(0b1000);
        }
    }

    [Fact]
    public void That_of_some_bytes_is_of_version_8_and_always_the_same()
    {
        // The first 16 bytes of the SHA-256 of "abc" (FIPS 180-4), with the bits of the version and the variant.
        EventUuid.Of("abc"u8).ShouldBe("ba7816bf-8f01-8fea-8141-40de5dae2223");
        EventUuid.Of("abd"u8).ShouldNotBe(EventUuid.Of("abc"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_767_323_045_678)]
    [InlineData((1L << 48) - 1)]
    public void It_begins_with_the_time_in_milliseconds(long milliseconds)
    {
        // The last time that a DateTimeOffset has is before that of 48 bits.
        var last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        var expected = Math.Min(milliseconds, last);

        var text = EventUuid.New(DateTimeOffset.FromUnixTimeMilliseconds(expected));

        long.Parse(
                text.Replace("-", "")[..12],
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture
            )
            .ShouldBe(expected);
    }

    [Fact]
    public void Later_ones_sort_after_earlier_ones()
    {
        var made = Enumerable
            .Range(0, 200)
            .Select(i => EventUuid.New(Time.AddMilliseconds(i)))
            .ToList();
        made.ShouldBe(made.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void None_is_made_twice_on_any_thread_however_often_random_bytes_are_fetched()
    {
        // Many times what is fetched at once, on threads that each have bytes of their own.
        const int Each = 5_000;
        var made = new string[8][];
        var threads = made.Select(
                (_, i) =>
                    new Thread(() =>
                        made[i] = [.. Enumerable.Range(0, Each).Select(_ => EventUuid.New(Time))]
                    )
            )
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        made.SelectMany(ids => ids).Distinct().Count().ShouldBe(8 * Each);
    }

    [Fact]
    public void All_that_is_not_time_version_and_variant_is_chance()
    {
        // Each of the 74 bits is both in a thousand.
        var (ones, zeros) = (UInt128.Zero, UInt128.Zero);
        for (var i = 0; i < 1_000; i++)
        {
            var bits = UInt128.Parse(
                EventUuid.New(Time).Replace("-", ""),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture
            );
            ones |= bits;
            zeros |= ~bits;
        }
        var isChance = ones & zeros;
        UInt128.PopCount(isChance).ShouldBe((UInt128)74);
    }
}
