using System.Text;
using Freshet.Journal.Segments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal.Segments;

public sealed class Crc32CTests
{
    [Fact]
    public void Sums_are_those_of_RFC_3720()
    {
        // Appendix B.4, whose sums stand there with the lowest byte first.
        Crc32C.Of(new byte[32]).ShouldBe(0x8a9136aau);
        Crc32C.Of([.. Enumerable.Repeat((byte)0xff, 32)]).ShouldBe(0x62a8ab43u);
        Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]).ShouldBe(0x46dd794eu);
        Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]).ShouldBe(0x113fdb5cu);
    }

    [Fact]
    public void Check_value_is_the_known_one() =>
        Crc32C.Of(Encoding.ASCII.GetBytes("123456789")).ShouldBe(0xe3069283u);

    [Fact]
    public void Sum_goes_on_from_the_sum_of_what_was_before() =>
        Prop.ForAll<byte[], byte[]>(
                (one, other) =>
                    Crc32C.Of([.. one, .. other]) == Crc32C.Of(other, before: Crc32C.Of(one))
            )
            .QuickCheckThrowOnFailure();
}
