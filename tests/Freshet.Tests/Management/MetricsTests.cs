using System.Diagnostics.Metrics;
using Freshet.Management;
using Freshet.Telemetry;
using Freshet.Telemetry.OpenMetrics;
using Freshet.Telemetry.Readings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management;

public sealed class MetricsTests
{
    [Theory]
    // Prometheus 2.42, and 3.
    [InlineData(
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
    )]
    [InlineData(
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1"
    )]
    [InlineData("application/openmetrics-text")]
    [InlineData("Application/OpenMetrics-Text; version=\"1.0.0\"; charset=utf-8")]
    [InlineData("text/html, application/openmetrics-text;q=0.1")]
    public void Who_prefers_OpenMetrics_gets_it(string accept) =>
        Metrics.FormatFor(accept).ShouldBe(ExpositionFormat.OpenMetrics);

    [Theory]
    [InlineData("")]
    [InlineData("*/*")]
    [InlineData("text/plain;version=0.0.4;q=1,*/*;q=0.1")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    [InlineData("text/plain, application/openmetrics-text;q=0.5")]
    [InlineData("application/openmetrics-text;q=0")]
    [InlineData("application/openmetrics-text;version=2.0.0")]
    [InlineData("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily")]
    [InlineData("this is no accept;;;")]
    public void Everybody_else_gets_what_everybody_reads(string accept) =>
        Metrics.FormatFor(accept).ShouldBe(ExpositionFormat.Prometheus);

    [Fact]
    public async Task Only_so_many_are_answered_at_a_time()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var reader = new MeterReader(new Instruments(meters).Meter);
        var metrics = new Metrics(new(reader, new("0")), token: null);
        var slow = Enumerable.Range(0, 8).Select(_ => new SlowReader()).ToList();
        var answers = slow.Select(one => metrics.AnswerAsync(one.Http)).ToList();
        answers.ShouldAllBe(answer => !answer.IsCompleted);

        var refused = new DefaultHttpContext();
        await metrics.AnswerAsync(refused);
        refused.Response.StatusCode.ShouldBe(503);
        refused.Response.Headers.RetryAfter.ShouldNotBeEmpty();

        slow.ForEach(one => one.Go());
        await Task.WhenAll(answers);
        var next = new DefaultHttpContext();
        await metrics.AnswerAsync(next);
        next.Response.StatusCode.ShouldBe(200);
    }

    /// <summary>One that takes nothing until it is let.</summary>
    private sealed class SlowReader : MemoryStream
    {
        private readonly TaskCompletionSource let = new();

        public SlowReader() => Http.Response.Body = this;

        public DefaultHttpContext Http { get; } = new();

        public void Go() => let.SetResult();

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => await let.Task;
    }

    [Fact]
    public void Accept_may_come_in_several_lines() =>
        Metrics
            .FormatFor(new(["text/plain;q=0.5", "application/openmetrics-text"]))
            .ShouldBe(ExpositionFormat.OpenMetrics);
}
