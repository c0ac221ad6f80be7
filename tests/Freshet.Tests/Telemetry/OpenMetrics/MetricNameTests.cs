using Freshet.Telemetry.OpenMetrics;
using Freshet.Telemetry.Readings;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry.OpenMetrics;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("freshet.source.received", "{event}", "freshet_source_received", "")]
    [InlineData("freshet.sse.io", "By", "freshet_sse_io_bytes", "bytes")]
    [InlineData("freshet.seconds", "s", "freshet_seconds", "seconds")]
    [InlineData("a.total", "", "a", "")]
    [InlineData("a.ratio", "1", "a_ratio", "")]
    [InlineData("a--b..c/d", "ms", "a_b_c_d_milliseconds", "milliseconds")]
    [InlineData("2x", "", "_2x", "")]
    [InlineData("job:rate", "", "job:rate", "")]
    [InlineData("", "", "_", "")]
    public void Counters_are_named_as_OpenTelemetry_has_it(
        string instrument,
        string unit,
        string name,
        string expected
    ) => MetricName.Family(instrument, unit, ReadingKind.Counter).ShouldBe((name, expected));

    [Fact]
    public void Gauge_without_a_unit_is_a_ratio_and_its_name_may_end_in_total()
    {
        MetricName.Family("a", "1", ReadingKind.Gauge).ShouldBe(("a_ratio", "ratio"));
        MetricName.Family("a.total", "", ReadingKind.Gauge).ShouldBe(("a_total", ""));
    }

    [Theory]
    [InlineData("http.response.status_code", "http_response_status_code")]
    [InlineData("job:rate", "job_rate")]
    [InlineData("é", "_")]
    public void Labels_have_no_colons(string tag, string label) =>
        MetricName.Label(tag).ShouldBe(label);

    [Fact]
    public void Whatever_the_name_it_becomes_one_that_the_standard_allows() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<string?>(),
                text =>
                {
                    var name = text ?? "";
                    MetricName
                        .Family(name, name, ReadingKind.Counter)
                        .Name.ShouldMatch("^[a-zA-Z_:][a-zA-Z0-9_:]*\\z");
                    MetricName.Label(name).ShouldMatch("^[a-zA-Z_][a-zA-Z0-9_]*\\z");
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void No_two_metrics_have_samples_of_one_name()
    {
        var metrics = DescribedMetric.All();

        metrics.Count.ShouldBeGreaterThan(40);
        // The name of the family too: _total of one must not be another.
        metrics
            .SelectMany(metric => metric.Samples.Append(metric.Family.Name).Distinct())
            .GroupBy(name => name)
            .Where(name => name.Count() > 1)
            .Select(name => name.Key)
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_metric_ends_in_what_OpenMetrics_keeps_for_itself()
    {
        string[] kept = ["_total", "_count", "_sum", "_bucket", "_created", "_info"];
        foreach (var metric in DescribedMetric.All())
        {
            kept.ShouldNotContain(suffix =>
                metric.Family.Name.EndsWith(suffix, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void No_two_labels_of_a_metric_have_one_name_and_none_is_that_of_buckets()
    {
        foreach (var metric in DescribedMetric.All())
        {
            metric.Labels.ShouldBeUnique(metric.Family.Name);
            metric.Labels.ShouldNotContain("le");
        }
    }

    [Fact]
    public void Every_metric_says_what_it_tells()
    {
        foreach (var metric in DescribedMetric.All())
        {
            metric.Family.Help.ShouldNotBeNullOrWhiteSpace(metric.Family.Name);
            metric.Tags.ShouldAllBe(tag => tag.Values.Length > 0);
        }
    }
}
