using Freshet.Hosting;
using Freshet.Management;
using Freshet.Tests.Configuration;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management;

public sealed class ManagementOptionsTests
{
    [Fact]
    public void Without_the_table_there_is_no_gRPC_and_no_token()
    {
        var options = Read("").Options;

        options.Grpc.ShouldBeNull();
        options.Token.ShouldBeNull();
    }

    [Fact]
    public void Metrics_are_told_to_everybody_unless_it_says_otherwise()
    {
        Read("").Options.Metrics.ShouldBeTrue();
        Read("").Options.MetricsToken.ShouldBeNull();
        var options = Read("[management]\nmetrics = false\nmetrics_token = \"a-token\"").Options;
        options.Metrics.ShouldBeFalse();
        options.MetricsToken!.Matches("a-token").ShouldBeTrue();
    }

    [Fact]
    public void Token_of_the_metrics_fits_a_header_too() =>
        Read("[management]\nmetrics_token = \"a token\"")
            .Loaded.Diagnostics.ShouldHaveSingleItem()
            .Message.ShouldContain("management.metrics_token");

    [Fact]
    public void The_table_alone_listens_on_loopback_at_the_usual_port()
    {
        var (options, loaded) = Read("[management.grpc]");

        loaded.Diagnostics.ShouldBeEmpty();
        (options.Grpc!.Host, options.Grpc.Port).ShouldBe(("127.0.0.1", 9094));
        options.Grpc.MaxMessageBytes.Bytes.ShouldBe(65_536);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    [InlineData("192.0.2.7")]
    [InlineData("::")]
    public void An_address_that_others_reach_needs_a_token_or_certificates(string host)
    {
        var loaded = Read($"[management.grpc]\nhost = \"{host}\"").Loaded;

        var error = loaded.Diagnostics.ShouldHaveSingleItem();
        error.Severity.ShouldBe(Severity.Error);
        error.Message.ShouldContain("nothing says who may call");
        error.Location!.Line.ShouldBe(2);
        error.Hint!.ShouldContain("management.token");
        error.Hint!.ShouldContain("client_ca");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.53")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public void An_address_that_nobody_else_reaches_needs_none(string host) =>
        Read($"[management.grpc]\nhost = \"{host}\"").Loaded.Diagnostics.ShouldBeEmpty();

    [Fact]
    public void A_token_that_goes_over_the_network_in_the_clear_is_warned_of()
    {
        var loaded = Read(
            "[management]\ntoken = \"a-token\"\n[management.grpc]\nhost = \"0.0.0.0\""
        ).Loaded;

        var warning = loaded.Diagnostics.ShouldHaveSingleItem();
        warning.Severity.ShouldBe(Severity.Warning);
        warning.Hint!.ShouldContain("[management.grpc.tls]");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("ümlaut")]
    public void A_token_that_no_header_can_carry_is_told(string token)
    {
        var loaded = Read($"[management]\ntoken = \"{token}\"").Loaded;

        loaded
            .Messages.ShouldHaveSingleItem()
            .ShouldBe(
                "2:9 management.token must be visible ASCII characters without spaces, since it is sent in a header"
            );
    }

    [Fact]
    public void An_address_that_is_none_is_told()
    {
        var loaded = Read("[management.grpc]\nhost = \"events.example.com\"").Loaded;

        loaded.Messages.First().ShouldContain("management.grpc.host must be an IP address");
    }

    [Fact]
    public void The_token_is_not_shown()
    {
        var loaded = Loaded.From("[management]\ntoken = \"not-to-be-seen\"");
        var options = loaded.Read<FreshetOptions>().Management;

        options.Token!.Matches("not-to-be-seen").ShouldBeTrue();
        loaded.Reader.Secrets.ShouldHaveSingleItem();
    }

    private static (ManagementOptions Options, Loaded Loaded) Read(string toml)
    {
        var loaded = Loaded.From(toml);
        var options = loaded.Reader.Read<FreshetOptions>(loaded.Root, "");
        return (options.Management, loaded);
    }
}
