using Freshet.Configuration;
using Freshet.Telemetry.Otlp;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class OtlpVariablesTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Fact]
    public void Without_a_collector_nothing_is_exported_and_nothing_is_wrong()
    {
        Read(("OTEL_TRACES_SAMPLER", "sometimes")).ShouldBeNull();
        Read((Endpoint, ""), ("OTEL_TRACES_SAMPLER", "sometimes")).ShouldBeNull();
        Read((Endpoint, "nonsense"), ("OTEL_SDK_DISABLED", "TRUE")).ShouldBeNull();
    }

    [Theory]
    [InlineData("http://localhost:4318", null, false, "http://localhost:4318/v1/logs")]
    [InlineData("https://c.example/base/", null, false, "https://c.example/base/v1/logs")]
    [InlineData("http://localhost:4317", null, true, "http://localhost:4317/")]
    [InlineData("http://localhost:4317", "http/protobuf", false, "http://localhost:4317/v1/logs")]
    [InlineData("http://localhost:4318", "grpc", true, "http://localhost:4318/")]
    public void Everything_goes_to_one_collector(
        string endpoint,
        string? protocol,
        bool isGrpc,
        string expected
    )
    {
        var settings = Read(
                (Endpoint, endpoint),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol ?? ""),
                ("OTEL_EXPORTER_OTLP_HEADERS", "a=x,b=2%203")
            )
            .ShouldNotBeNull();

        settings.Logs.ShouldBe(new(new(expected), isGrpc, "a=x,b=2%203"));
        settings.Traces!.IsGrpc.ShouldBe(isGrpc);
        settings.Metrics!.Headers.ShouldBe("a=x,b=2%203");
        $"{settings} {settings.Logs}".ShouldNotContain("2%203");
        settings.Mask("sent b: 2 3, b=2%203").ShouldBe("sent b: ***, b=***");
    }

    [Fact]
    public void A_signal_has_variables_of_its_own()
    {
        var settings = Read(
                (Endpoint, "http://all:4318"),
                ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces:4318/as/it/is"),
                ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "t=1"),
                ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "grpc"),
                ("OTEL_METRICS_EXPORTER", "none")
            )
            .ShouldNotBeNull();

        settings.Traces.ShouldBe(new(new("http://traces:4318/as/it/is"), false, "t=1"));
        settings.Logs.ShouldBe(new(new("http://all:4318/"), true, ""));
        settings.Metrics.ShouldBeNull();
        settings.ToString().ShouldBe("traces to http://traces:4318, logs to http://all:4318");
        Read(("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://m:4318/x"))!.Traces.ShouldBeNull();
    }

    [Theory]
    [InlineData(Endpoint, "localhost:4317")]
    [InlineData(Endpoint, "collector")]
    [InlineData(Endpoint, "http://")]
    [InlineData(Endpoint, "unix:///run/otlp")]
    [InlineData(Endpoint, "http://user:pass@localhost:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "localhost")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "s3cret")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "=s3cret")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "Authorization: Bearer s3cret=")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a=s3cret%0Ab")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "10s")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "0")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "-1")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "99999999999")]
    [InlineData("OTEL_TRACES_EXPORTER", "jaeger")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "stage")]
    [InlineData("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere/ca.pem")]
    [InlineData("OTEL_EXPORTER_OTLP_CLIENT_KEY", "/nowhere/key.pem")]
    public void What_is_wrong_is_told_once_by_name_and_never_shown(string name, string value)
    {
        var diagnostics = new List<Diagnostic>();
        var environment = new Dictionary<string, string>
        {
            [Endpoint] = "http://localhost:4318",
            [name] = value,
        };

        OtlpVariables.Read(environment, diagnostics).ShouldBeNull();

        var told = diagnostics.ShouldHaveSingleItem();
        told.Severity.ShouldBe(Severity.Error);
        told.Message.ShouldContain("OTEL_");
        told.Hint.ShouldNotBeNull();
        if (value.Contains("s3cret", StringComparison.Ordinal) || value.Contains('@'))
        {
            told.Render().ShouldNotContain("s3cret");
            told.Render().ShouldNotContain("pass@");
        }
    }

    [Theory]
    [InlineData("-0.1")]
    [InlineData("1.1")]
    [InlineData("NaN")]
    [InlineData("1e-1")]
    [InlineData("10%")]
    public void A_ratio_is_from_0_to_1(string ratio)
    {
        var diagnostics = new List<Diagnostic>();
        var environment = new Dictionary<string, string>
        {
            [Endpoint] = "http://localhost:4318",
            ["OTEL_TRACES_SAMPLER"] = "traceidratio",
            ["OTEL_TRACES_SAMPLER_ARG"] = ratio,
        };

        OtlpVariables.Read(environment, diagnostics).ShouldBeNull();

        diagnostics
            .ShouldHaveSingleItem()
            .Message.ShouldStartWith("OTEL_TRACES_SAMPLER_ARG is no number from 0 to 1");
    }

    [Fact]
    public void The_rest_is_handed_to_the_SDK()
    {
        var settings = Read(
                (Endpoint, "http://localhost:4318"),
                ("OTEL_BSP_SCHEDULE_DELAY", "100"),
                ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
                ("OTEL_TRACES_SAMPLER_ARG", "0.25"),
                ("HOME", "/root")
            )
            .ShouldNotBeNull();

        settings.Variables["OTEL_BSP_SCHEDULE_DELAY"].ShouldBe("100");
        settings.Variables.Keys.ShouldNotContain("HOME");
    }

    private static OtlpSettings? Read(params (string Name, string Value)[] variables)
    {
        var diagnostics = new List<Diagnostic>();
        var settings = OtlpVariables.Read(
            variables.ToDictionary(pair => pair.Name, pair => pair.Value),
            diagnostics
        );
        diagnostics.ShouldBeEmpty();
        return settings;
    }
}
