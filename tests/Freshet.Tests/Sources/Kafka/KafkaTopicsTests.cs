using Freshet.Sources.Kafka;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Kafka;

public sealed class KafkaTopicsTests
{
    private const string Brokers = "brokers = \"127.0.0.1:1\"\n";

    [Theory]
    [InlineData("topics = [\"blog.posts\", \"link_clicks-2\"]", "blog.posts link_clicks-2")]
    [InlineData("topics = \"a, b ,,c\"", "a b c")]
    [InlineData("topics = \"${TOPICS}\"", "x y.z")]
    [InlineData("topics = [\"${TOPICS}\", \"a\"]", "x y.z a")]
    [InlineData("topics = \"['a', 'b']\"", "['a' 'b']", false)]
    [InlineData("topics = [\"a\", \"b\", \"a\"]", "a b")]
    [InlineData("topics = \"a,^b\"", "a ^b")]
    [InlineData("topics = \"^a,b\"", "^a b")]
    [InlineData("topics = [\"^a{1,2}$\", \"b\"]", "^a{1,2}$ b")]
    [InlineData("topics = [\"^[a,b]+$\"]", "^[a,b]+$")]
    public void Topics_are_given_as_array_or_as_text_with_commas(
        string toml,
        string names,
        bool isGood = true
    )
    {
        var loaded = From(toml);
        var options = loaded.Reader.Read<KafkaSourceOptions>(loaded.Root, "");

        if (isGood)
        {
            loaded.Messages.ShouldBeEmpty();
            string.Join(' ', options.Topics.Names).ShouldBe(names);
        }
        else
        {
            loaded.Messages.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData("topics = []", "topics names no topic")]
    [InlineData("topics = \" , \"", "topics names no topic")]
    [InlineData("topics = [\"a b\"]", "\"a b\" in topics cannot be a topic's name")]
    [InlineData("topics = [\"..\"]", "\"..\" in topics cannot be a topic's name")]
    [InlineData("topics = [\"ä\"]", "\"ä\" in topics cannot be a topic's name")]
    [InlineData("topics = [7]", "topics must be a string, not an integer")]
    [InlineData("topics = [\"^(a\"]", "\"^(a\" in topics is no regular expression")]
    [InlineData("topics = \"^*\"", "\"^*\" in topics is no regular expression")]
    [InlineData("topics = \"^a{1,x\"", "\"^a{1\" in topics is no regular expression")]
    [InlineData("topics = [\"^a{1,2\"]", "\"^a{1,2\" in topics is no regular expression")]
    public void A_mistake_is_told(string toml, string mistake) =>
        From(toml)
            .Mistakes<KafkaSourceOptions>()
            .ShouldContain(message => message.EndsWith(mistake, StringComparison.Ordinal));

    [Fact]
    public void A_name_is_at_most_249_characters_long()
    {
        From($"topics = \"{new string('a', 249)}\"").Read<KafkaSourceOptions>();

        From($"topics = \"{new string('a', 250)}\"")
            .Mistakes<KafkaSourceOptions>()
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void A_wildcard_gets_told_what_it_wants()
    {
        var loaded = From("topics = [\"blog.*\"]");

        loaded
            .Mistakes<KafkaSourceOptions>()
            .ShouldBe([
                "2:11 \"blog.*\" in topics has a *, and Kafka knows no wildcards in the names of topics",
            ]);
        loaded
            .Diagnostics[0]
            .Hint.ShouldBe(
                "write each topic's exact name, or a regular expression that begins with ^, such as \"^blog\\\\..*\"; what a client wants it chooses itself: /events?event_types=blog.*"
            );
    }

    private static Loaded From(string toml) =>
        Loaded.From(Brokers + toml, new Dictionary<string, string> { ["TOPICS"] = "x, y.z" });
}
