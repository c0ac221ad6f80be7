using Freshet.Dashboard;
using Freshet.Hosting;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Dashboard;

public sealed class DashboardOptionsTests
{
    [Fact]
    public void There_is_one_by_default_for_the_machine_itself()
    {
        var (options, loaded) = Read("");

        loaded.Diagnostics.ShouldBeEmpty();
        options.Enabled.ShouldBeTrue();
        options.AllowedHosts.ShouldBeEmpty();
    }

    [Fact]
    public void Hosts_are_written_as_requests_have_them()
    {
        var (options, loaded) = Read(
            """
            [dashboard]
            allowed_hosts = ["events.example.com", "192.0.2.7", "[2001:db8::7]"]
            """
        );

        loaded.Diagnostics.ShouldBeEmpty();
        options.AllowedHosts.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("https://events.example.com")]
    [InlineData("events.example.com:8080")]
    [InlineData("events.example.com/freshet")]
    [InlineData("2001:db8::7")]
    [InlineData("[events]")]
    [InlineData("*")]
    [InlineData("")]
    public void What_no_request_can_name_is_told(string host)
    {
        var (_, loaded) = Read($"[dashboard]\nallowed_hosts = [\"{host}\"]");

        var error = loaded.Diagnostics.ShouldHaveSingleItem();
        error.Message.ShouldContain("no name of a host");
        error.Location!.Line.ShouldBe(2);
    }

    private static (DashboardOptions Options, Loaded Loaded) Read(string toml)
    {
        var loaded = Loaded.From(toml);
        var options = loaded.Reader.Read<FreshetOptions>(loaded.Root, "");
        return (options.Dashboard, loaded);
    }
}
