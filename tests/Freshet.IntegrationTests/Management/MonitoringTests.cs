using Freshet.IntegrationTests.Running;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>What Prometheus itself says of <c>examples/monitoring</c>. That the names are the server's is tested beside the code.</summary>
public sealed class MonitoringTests
{
    [Theory]
    [InlineData("check config", "prometheus.yml")]
    [InlineData("check rules", "freshet-alerts.yml")]
    [InlineData("test rules", "freshet-alerts-test.yml")]
    public Task Prometheus_takes_the_examples_and_its_rules_do_what_they_say(
        string command,
        string file
    ) =>
        Promtool.AgreesAsync(
            $"\"$0\" {command} \"$1\"",
            Repository.At("examples", "monitoring", file)
        );
}
