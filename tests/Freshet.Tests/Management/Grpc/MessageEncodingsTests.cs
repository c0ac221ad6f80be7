using Freshet.Management.Grpc.Framing;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management.Grpc;

public sealed class MessageEncodingsTests
{
    [Theory]
    [InlineData(null, true, false)]
    [InlineData("identity", true, false)]
    [InlineData("gzip", true, true)]
    [InlineData("deflate", false, false)]
    [InlineData("gzip, identity", false, false)]
    public void What_a_caller_packs_by_is_understood_or_not(
        string? header,
        bool isUnderstood,
        bool isGzip
    )
    {
        MessageEncodings
            .TryRead(header is null ? default : new(header), out var found)
            .ShouldBe(isUnderstood);
        found.ShouldBe(isGzip);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("identity", false)]
    [InlineData("gzip", true)]
    [InlineData("identity,deflate,gzip", true)]
    [InlineData("identity, gzip", true)]
    [InlineData("gzipped", false)]
    public void Answers_are_packed_for_those_alone_who_take_that(string? header, bool accepts) =>
        MessageEncodings.AcceptsGzip(header is null ? default : new(header)).ShouldBe(accepts);
}
