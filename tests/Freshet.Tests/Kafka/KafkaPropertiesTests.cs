using Freshet.Configuration;
using Freshet.Kafka;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Kafka;

public sealed class KafkaPropertiesTests
{
    [Theory]
    [InlineData("properties = { \"client.id\" = \"a\" }", "client.id=a")]
    [InlineData("properties.client.id = \"a\"", "client.id=a")]
    [InlineData("properties.client = { id = \"${NAME}\" }", "client.id=from outside")]
    [InlineData("[properties]\nsocket.keepalive.enable = true", "socket.keepalive.enable=true")]
    [InlineData("properties.session.timeout.ms = 45000", "session.timeout.ms=45000")]
    [InlineData("properties.linger.ms = 0.5", "linger.ms=0.5")]
    [InlineData("properties = \"${TABLE}\"", "client.id=inside")]
    public void A_property_has_the_name_and_the_value_that_librdkafka_knows(
        string toml,
        string setting
    )
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);

        From(toml).Read<Options>().Properties.ApplyTo(settings);

        settings.Select(pair => $"{pair.Key}={pair.Value}").ShouldBe([setting]);
    }

    [Theory]
    [InlineData("properties.client.idd = \"a\"", "1:25 librdkafka knows no property client.idd")]
    [InlineData(
        "properties.session.timeout.ms = \"leak\"",
        "1:33 librdkafka does not take this value for the property session.timeout.ms"
    )]
    [InlineData(
        "properties.security.protocol = \"leak\"",
        "1:32 librdkafka does not take this value for the property security.protocol"
    )]
    [InlineData(
        "properties.rebalance_cb = \"leak\"",
        "1:27 librdkafka does not take this value for the property rebalance_cb"
    )]
    [InlineData("properties.group.id = \"leak\"", "1:23 the property group.id is set by Freshet")]
    [InlineData(
        "properties = { \"client.id\" = [\"leak\"] }",
        "1:30 the property client.id must be a string, not an array"
    )]
    [InlineData(
        "properties = \"leak\"",
        "1:14 properties must be a table such as { \"client.id\" = \"freshet\" }, or from the environment name=value,name=value, not this text"
    )]
    public void A_mistake_is_told_without_the_value(string toml, string mistake) =>
        From(toml).Mistakes<Options>().ShouldBe([mistake]);

    [Theory]
    [InlineData(
        "session.timeout.ms = 400000",
        "`max.poll.interval.ms`must be >= `session.timeout.ms`"
    )]
    [InlineData(
        "security.protocol = \"sasl_ssl\"\nsasl.mechanisms = \"PLAIN\"",
        "sasl.username and sasl.password must be set"
    )]
    [InlineData(
        "security.protocol = \"ssl\"\nssl.ca.location = \"/none\"",
        "ssl.ca.location failed"
    )]
    public void Properties_that_do_not_go_together_are_told(string toml, string reason) =>
        From($"[properties]\n{toml}")
            .Mistakes<Options>()
            .ShouldHaveSingleItem()
            .ShouldStartWith($"1:1 librdkafka does not take these properties together: {reason}");

    [Fact]
    public void Why_they_do_not_go_together_is_told_without_secrets() =>
        From(
                """
                properties = { "partition.assignment.strategy" = "leak", "sasl.password" = "leak" }
                """
            )
            .Mistakes<Options>()
            .ShouldHaveSingleItem()
            .ShouldEndWith("Unsupported partition.assignment.strategy: ***");

    [Fact]
    public void What_is_switched_off_may_lack_what_it_needs()
    {
        var loaded = From("properties = { \"session.timeout.ms\" = 400000 }");
        loaded.Reader.IsDisabled = true;

        loaded.Mistakes<Options>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("properties.sasl.password = \"leak\"")]
    [InlineData("properties = { \"sasl.password\" = \"leak\" }")]
    [InlineData("properties = { \"ssl.key.password\" = \"leak\" }")]
    [InlineData("properties = { \"ssl.keystore.password\" = \"leak\" }")]
    [InlineData("properties = { \"ssl.key.pem\" = \"leak\" }")]
    [InlineData("properties = { ssl = { \"key.pem\" = \"leak\" } }")]
    [InlineData("properties = { \"sasl.oauthbearer.client.secret\" = \"leak\" }")]
    [InlineData("properties = { \"sasl.oauthbearer.config\" = \"leak\" }")]
    [InlineData("properties = { \"sasl.password\" = [\"leak\"] }")]
    [InlineData("properties = '''{ \"ssl.key.pem\" = \"leak\" }'''")]
    public void Secrets_are_masked(string toml)
    {
        var loaded = From(toml);
        loaded.Reader.Read<Options>(loaded.Root, "");

        loaded.Masked().ShouldNotContain("leak");
        SecretExcerpts
            .Mask(loaded.Diagnostics, loaded.Root, loaded.Reader.Secrets)
            .Select(diagnostic => diagnostic.Render())
            .ShouldAllBe(text => !text.Contains("leak", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_secret_is_shown() =>
        From("properties = { \"client.id\" = \"shown\" }").Masked().ShouldContain("shown");

    private static Loaded From(string toml) =>
        Loaded.From(
            toml,
            new Dictionary<string, string>
            {
                ["NAME"] = "from outside",
                ["TABLE"] = "{ \"client.id\" = \"inside\" }",
            }
        );

    internal sealed class Options : ICheckOptions
    {
        private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
        {
            ["group.id"] = "use group_id",
        };

        public KafkaProperties Properties { get; set; } = KafkaProperties.None;

        public void Check(OptionsScope scope)
        {
            KafkaLibrary.Check(scope).ShouldBeTrue("install librdkafka1");
            if (Properties.Check(scope, Own))
            {
                var settings = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["group.id"] = "g",
                };
                Properties.ApplyTo(settings);
                Properties.CheckTogether(scope, KafkaClientType.Consumer, settings);
            }
        }
    }
}
