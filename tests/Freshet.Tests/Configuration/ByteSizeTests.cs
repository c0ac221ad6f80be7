using Freshet.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("10MB", 10_000_000)]
    [InlineData("10kB", 10_000)]
    [InlineData("10KB", 10_000)]
    [InlineData(" 2 GiB ", 2L << 30)]
    [InlineData("1TiB", 1L << 40)]
    [InlineData("1TB", 1_000_000_000_000)]
    [InlineData("1GB", 1_000_000_000)]
    [InlineData("7B", 7)]
    [InlineData("9223372036854775807B", long.MaxValue)]
    public void Reads_a_number_with_its_unit(string text, long bytes)
    {
        ByteSize.TryParse(text, out var size).ShouldBeTrue();
        size.Bytes.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("64")]
    [InlineData("MiB")]
    [InlineData("-1MiB")]
    [InlineData("1,5MiB")]
    [InlineData("0.3B")]
    [InlineData("64mib")]
    [InlineData("64M")]
    [InlineData("9223372036854775808B")]
    [InlineData("99999999999999999999999999999999999GiB")]
    public void Refuses_what_is_none(string text) => ByteSize.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1 << 20, "1MiB")]
    [InlineData(1536, "1536B")]
    [InlineData(5L << 40, "5TiB")]
    [InlineData(1025L << 30, "1025GiB")]
    public void Writes_the_largest_unit_that_gives_a_whole_number(long bytes, string text) =>
        new ByteSize(bytes).ToString().ShouldBe(text);

    [Fact]
    public void Reads_back_what_it_writes()
    {
        var sizes = Gen.OneOf(
            ArbMap.Default.GeneratorFor<long>().Select(bytes => bytes & long.MaxValue),
            Gen.Choose(0, 5000).Select(count => (long)count << 30),
            Gen.Choose(0, 100_000).Select(count => (long)count << 10)
        );
        Prop.ForAll(
                sizes.Select(bytes => new ByteSize(bytes)).ToArbitrary(),
                size =>
                {
                    ByteSize.TryParse(size.ToString(), out var read).ShouldBeTrue();
                    read.ShouldBe(size);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_is_too_much_for_it() =>
        Prop.ForAll(
                Gen.Elements("1", "99999999999", "0.5", ".", "K", "i", "B", "kB", "TiB", " ", "-")
                    .ListOf()
                    .Select(list => string.Concat(list))
                    .ToArbitrary(),
                text =>
                {
                    if (ByteSize.TryParse(text, out var size))
                    {
                        size.Bytes.ShouldBeGreaterThanOrEqualTo(0);
                    }
                }
            )
            .QuickCheckThrowOnFailure();
}
