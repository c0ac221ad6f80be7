using System.Text;
using Freshet.Management.Grpc;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management.Grpc;

public sealed class GrpcStatusTests
{
    [Theory]
    [InlineData("plain text, as it is!", "plain text, as it is!")]
    [InlineData("100%", "100%25")]
    [InlineData("a\r\nb\tc\0", "a%0D%0Ab%09c%00")]
    [InlineData("Jürgen 🦆", "J%C3%BCrgen %F0%9F%A6%86")]
    public void What_a_header_cannot_hold_is_encoded(string message, string encoded) =>
        new GrpcStatus(GrpcCode.Internal, message).EncodedMessage.ShouldBe(encoded);

    [Fact]
    public void Whatever_it_says_it_is_one_header_and_can_be_read_back() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>>(),
                text =>
                {
                    var encoded = new GrpcStatus(GrpcCode.Internal, text.Get).EncodedMessage;
                    encoded.ShouldAllBe(letter => letter >= ' ' && letter <= '~');
                    // As any text on the wire: halves of characters are replaced.
                    var utf8 = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
                    Uri.UnescapeDataString(encoded).ShouldBe(utf8);
                }
            )
            .QuickCheckThrowOnFailure();
}
