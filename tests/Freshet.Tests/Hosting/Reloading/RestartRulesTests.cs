using System.Text;
using Freshet.Configuration;
using Freshet.Hosting;
using Freshet.Hosting.Reloading;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Hosting.Reloading;

public sealed class RestartRulesTests
{
    private const string Before = """
        [http]
        port = 8080

        [journal]
        type = "memory"

        """;

    [Theory]
    [InlineData("[log]\nfilter = 'debug'")]
    [InlineData("[pipeline]\nmax_batch = 5")]
    [InlineData("[sinks.out]\ntype = 'debug'")]
    public void What_is_looked_at_when_it_is_needed_does_not(string more) =>
        Check(Read(Before), Read(Before + more)).ShouldBeEmpty();

    [Theory]
    [InlineData("[dashboard]\nenabled = false", "7:11 dashboard.enabled")]
    [InlineData("[state]\npath = 'elsewhere'", "7:8 state.path")]
    public void What_is_opened_once_takes_a_restart(string more, string key) =>
        Check(Read(Before), Read(Before + more))
            .ShouldBe([
                $"{key} is not what the server was started with, and takes a restart to change",
            ]);

    [Fact]
    public void What_is_gone_is_told_where_it_stood() =>
        Check(Read(Before), Read(Before.Replace("port = 8080\n", "")))
            .ShouldBe(["2:8 http.port is gone, and takes a restart to change"]);

    [Fact]
    public void Variables_of_a_file_that_say_what_is_exported_take_a_restart()
    {
        var collector = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4318",
        };
        var renamed = new Dictionary<string, string>(collector) { ["OTEL_SERVICE_NAME"] = "other" };

        Check(Read(Before, collector), Read(Before, collector)).ShouldBeEmpty();
        Check(Read(Before, collector), Read(Before, renamed)).Count.ShouldBe(1);
        Check(Read(Before), Read(Before, collector))
            .ShouldHaveSingleItem()
            .ShouldStartWith(" the variables of OpenTelemetry (OTEL_…) are not what ");
    }

    private static List<string> Check(Setup running, Setup next) =>
        [
            .. RestartRules
                .Check(running, next)
                .Select(told =>
                    $"{(told.Location is { } at ? $"{at.Line}:{at.Column}" : "")} {told.Message}"
                ),
        ];

    private static Setup Read(string toml, Dictionary<string, string>? environment = null) =>
        Setup.Read(
            new ConfigurationInput
            {
                Base = new("test.toml", Encoding.UTF8.GetBytes(toml)),
                Environment = environment ?? [],
            },
            Components.Catalog
        );
}
