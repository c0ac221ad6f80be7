using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public class ContentIdentifierTests
{
    // As `ipfs add --cid-version=1 --raw-leaves` prints them.
    [Theory]
    [InlineData("hello world", "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e")]
    [InlineData("", "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku")]
    public void The_identifier_of_known_bytes_is_the_known_one(string content, string expected) =>
        ContentIdentifier.Of(System.Text.Encoding.UTF8.GetBytes(content)).ShouldBe(expected);
}
