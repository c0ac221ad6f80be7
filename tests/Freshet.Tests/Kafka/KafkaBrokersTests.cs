using Freshet.Kafka;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Kafka;

public sealed class KafkaBrokersTests
{
    [Theory]
    [InlineData("brokers = [\"a:9092\", \"b:9092\"]", "a:9092,b:9092")]
    [InlineData("brokers = \"a:9092, b:9092,\"", "a:9092,b:9092")]
    [InlineData("brokers = \"${HOSTS}\"", "x:1,y:2")]
    [InlineData("brokers = [\"${HOSTS}\"]", "x:1,y:2")]
    [InlineData("brokers = \"kafka\"", "kafka")]
    [InlineData("brokers = \"kafka_1:9092\"", "kafka_1:9092")]
    [InlineData("brokers = \"[::1]:9092\"", "[::1]:9092")]
    [InlineData("brokers = \"SSL://a:9093\"", "SSL://a:9093")]
    public void Brokers_are_given_as_array_or_as_text_with_commas(string toml, string brokers) =>
        From(toml).Read<Options>().Brokers.ToString().ShouldBe(brokers);

    [Theory]
    [InlineData("brokers = []", "1:11 brokers names no broker")]
    [InlineData("brokers = \",\"", "1:11 brokers names no broker")]
    [InlineData("brokers = [\"a:99999\"]", "1:12 \"a:99999\" in brokers is no address")]
    [InlineData("brokers = [\"a:0\"]", "1:12 \"a:0\" in brokers is no address")]
    [InlineData("brokers = [\"a:1\", \"b c:1\"]", "1:19 \"b c:1\" in brokers is no address")]
    [InlineData("brokers = \"a:1/x\"", "1:11 \"a:1/x\" in brokers is no address")]
    [InlineData("brokers = [7]", "1:12 brokers must be a string, not an integer")]
    public void A_mistake_is_told_where_it_stands(string toml, string mistake) =>
        From(toml).Mistakes<Options>().ShouldBe([mistake]);

    [Fact]
    public void What_may_be_a_password_is_not_shown() =>
        From("brokers = \"user:leak@a:9092\"")
            .Mistakes<Options>()
            .ShouldBe(["1:11 \"a:9092\" in brokers is no address"]);

    private static Loaded From(string toml) =>
        Loaded.From(toml, new Dictionary<string, string> { ["HOSTS"] = "x:1,y:2" });

    internal sealed class Options
    {
        public KafkaBrokers Brokers { get; set; } = KafkaBrokers.None;
    }
}
