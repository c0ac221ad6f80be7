using System.Text;
using Freshet.Configuration;
using Freshet.Sinks.Kafka;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Kafka;

public sealed class KafkaSinkOptionsTests
{
    private const string Old =
        "\"api.version.request\" = false, \"broker.version.fallback\" = \"0.9.0.1\"";

    [Fact]
    public void What_is_not_said_is_as_safe_as_Kafka_can_be()
    {
        var options = Read("").Options;

        options.Key.ShouldBe(KafkaKey.Subject);
        options.Content.ShouldBe(KafkaContentForm.CloudEvents);
        options.HasHeaders.ShouldBeTrue();
        options.Settings["bootstrap.servers"].ShouldBe("a:9092,b:9092");
        options.Settings["acks"].ShouldBe("all");
        options.Settings["enable.idempotence"].ShouldBe("true");
        options.Settings["message.timeout.ms"].ShouldBe("30000");
        options.Settings["client.id"].ShouldBe("freshet");
    }

    [Fact]
    public void Brokers_before_0_11_get_neither_headers_nor_an_idempotent_producer_and_order_holds()
    {
        var options = Read($"properties = {{ {Old} }}").Options;

        options.HasHeaders.ShouldBeFalse();
        options.Settings["enable.idempotence"].ShouldBe("false");
        options.Settings["max.in.flight.requests.per.connection"].ShouldBe("1");
    }

    [Theory]
    [InlineData("\"api.version.request\" = false", false)]
    [InlineData("\"broker.version.fallback\" = \"0.9.0.1\"", true)]
    [InlineData(
        "\"api.version.request\" = false, \"broker.version.fallback\" = \"0.10.2.1\"",
        false
    )]
    [InlineData("\"api.version.request\" = false, \"broker.version.fallback\" = \"0.11.0\"", true)]
    [InlineData("\"api.version.request\" = false, \"broker.version.fallback\" = \"2.8.0\"", true)]
    public void Headers_are_left_out_where_the_brokers_are_known_to_have_none(
        string properties,
        bool hasHeaders
    ) => Read($"properties = {{ {properties} }}").Options.HasHeaders.ShouldBe(hasHeaders);

    [Fact]
    public void Properties_take_the_place_of_what_is_not_Freshets_own()
    {
        var options = Read(
            "delivery_timeout = '5s'\nproperties = { \"linger.ms\" = 20, client.id = 'me', compression.type = 'gzip', max.in.flight = 3 }"
        ).Options;

        options.Settings["linger.ms"].ShouldBe("20");
        options.Settings["client.id"].ShouldBe("me");
        options.Settings["compression.type"].ShouldBe("gzip");
        options.Settings["max.in.flight"].ShouldBe("3");
        options.Settings["message.timeout.ms"].ShouldBe("5000");
    }

    [Theory]
    [InlineData("properties.acks = 1", "the property acks is set by Freshet")]
    [InlineData("properties.message.timeout.ms = 1000", "set delivery_timeout")]
    [InlineData("properties.bootstrap.servers = 'c'", "name the brokers in brokers")]
    [InlineData("properties.transactional.id = 'x'", "written without transactions")]
    [InlineData("properties.lingerms = 5", "librdkafka knows no property lingerms")]
    [InlineData("properties.linger.ms = 'soon'", "does not take this value")]
    [InlineData("properties.enable.idempotence = true\nproperties.retries = 0", "`retries`")]
    [InlineData(
        "properties.security.protocol = 'ssl'\nproperties.ssl.ca.location = '/none'",
        "/none"
    )]
    [InlineData(
        "properties.enable.idempotence = false\nproperties.max.in.flight = 5",
        "one request at a time"
    )]
    [InlineData(
        "properties = { " + Old + ", enable.idempotence = true }",
        "leave enable.idempotence out"
    )]
    [InlineData("headers = true\nproperties = { " + Old + " }", "which have no headers")]
    [InlineData("content = 'cloudevents-binary'\nheaders = false", "set content = \"cloudevents\"")]
    [InlineData(
        "content = 'cloudevents-binary'\nproperties = { " + Old + " }",
        "set content = \"cloudevents\""
    )]
    [InlineData(
        "content = 'cloudevents-binary'\nproperties.enable.idempotence = false",
        "say headers = true"
    )]
    [InlineData("key = 'partition'", "must be one of \"subject\", \"source\", \"id\", \"none\"")]
    [InlineData("delivery_timeout = '100ms'", "delivery_timeout")]
    public void A_mistake_is_told_with_what_to_do(string toml, string message) =>
        Read(toml, mistakes: true).Mistakes.ShouldHaveSingleItem().ShouldContain(message);

    [Fact]
    public void Binary_mode_is_taken_at_ones_word_where_nobody_finds_out() =>
        Read(
            "content = 'cloudevents-binary'\nheaders = true\nproperties.enable.idempotence = false"
        )
            .Options.HasHeaders.ShouldBeTrue();

    [Fact]
    public void A_secret_among_the_properties_is_not_shown() =>
        Read(
            "properties = { sasl.password = 's3cr3t', sasl.mechanism = 'NONE', security.protocol = 'sasl_ssl' }",
            mistakes: true
        )
            .Mistakes.ShouldHaveSingleItem()
            .ShouldNotContain("s3cr3t");

    private static (KafkaSinkOptions Options, IReadOnlyList<string> Mistakes) Read(
        string toml,
        bool mistakes = false
    )
    {
        var diagnostics = new List<Diagnostic>();
        var text = $"brokers = ['a:9092', 'b:9092']\ntopic = 'events'\n{toml}";
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(text), "freshet.toml", diagnostics);
        var reader = new OptionsReader(diagnostics, _ => null);
        var options = reader.Read<KafkaSinkOptions>(table, "sinks.out");
        var masked = SecretExcerpts
            .Mask(diagnostics, table, reader.Secrets)
            .Select(diagnostic => diagnostic.Render())
            .ToList();
        (masked.Count > 0).ShouldBe(mistakes, string.Join('\n', masked));
        return (options, masked);
    }
}
