using Freshet.Journal.Segments;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal.Segments;

public sealed class SipHashTests
{
    /// <summary>The key of the reference vectors: 00, 01, … 0f.</summary>
    private static readonly SipHash Reference = SipHash.Read(Upto(SipHash.KeySize));

    // vectors_sip64 of the reference implementation, as numbers; the message is 00, 01, … of that length.
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(2, 0x0d6c8009d9a94f5a)]
    [InlineData(3, 0x85676696d7fb7e2d)]
    [InlineData(7, 0xab0200f58b01d137)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    [InlineData(63, 0x958a324ceb064572)]
    public void Hashes_are_those_of_the_reference_implementation(int length, ulong hash) =>
        Reference.Of(Upto(length)).ShouldBe(hash);

    [Fact]
    public void Key_is_written_as_it_was_read()
    {
        var written = new byte[SipHash.KeySize];
        Reference.Write(written);
        written.ShouldBe(Upto(SipHash.KeySize));
        SipHash.WithRandomKey().ShouldNotBe(SipHash.WithRandomKey());
    }

    private static byte[] Upto(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];
}
