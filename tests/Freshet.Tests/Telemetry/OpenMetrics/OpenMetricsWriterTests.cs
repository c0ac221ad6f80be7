using System.Globalization;
using System.Text;
using Freshet.Telemetry.OpenMetrics;
using Freshet.Telemetry.Readings;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry.OpenMetrics;

public sealed class OpenMetricsWriterTests
{
    private static readonly MetricFamily Counter = new(
        "freshet_sse_io_bytes",
        FamilyKind.Counter,
        "bytes",
        "Bytes, \"before\" C:\\ framing\nof any kind",
        IsFractional: false,
        [],
        [
            Whole(9_007_199_254_740_993, ("freshet.endpoint", "/b")),
            Whole(2, ("freshet.endpoint", "/a")),
        ]
    );

    private static readonly MetricFamily Histogram = new(
        "took_seconds",
        FamilyKind.Histogram,
        "seconds",
        "How long",
        IsFractional: false,
        [0.0005, 1, 2.5],
        [new([new("http.response.status_code", 200), new("is.set", true)], 99, [1, 0, 2, 3], 0.1)]
    );

    private static readonly MetricFamily Info = new(
        "freshet_build",
        FamilyKind.Info,
        "",
        "The version",
        IsFractional: false,
        [],
        [Whole(1, ("version", "0.1.0"))]
    );

    [Fact]
    public void OpenMetrics_names_families_and_has_units_and_an_end() =>
        Write(ExpositionFormat.OpenMetrics, Counter, Histogram, Info)
            .ShouldBe(
                """
                # TYPE freshet_sse_io_bytes counter
                # UNIT freshet_sse_io_bytes bytes
                # HELP freshet_sse_io_bytes Bytes, \"before\" C:\\ framing\nof any kind
                freshet_sse_io_bytes_total{freshet_endpoint="/a"} 2
                freshet_sse_io_bytes_total{freshet_endpoint="/b"} 9007199254740993
                # TYPE took_seconds histogram
                # UNIT took_seconds seconds
                # HELP took_seconds How long
                took_seconds_bucket{http_response_status_code="200",is_set="true",le="0.0005"} 1
                took_seconds_bucket{http_response_status_code="200",is_set="true",le="1.0"} 1
                took_seconds_bucket{http_response_status_code="200",is_set="true",le="2.5"} 3
                took_seconds_bucket{http_response_status_code="200",is_set="true",le="+Inf"} 6
                took_seconds_count{http_response_status_code="200",is_set="true"} 6
                took_seconds_sum{http_response_status_code="200",is_set="true"} 0.1
                # TYPE freshet_build info
                # HELP freshet_build The version
                freshet_build_info{version="0.1.0"} 1
                # EOF

                """
            );

    [Fact]
    public void Prometheus_names_samples_and_has_neither() =>
        Write(ExpositionFormat.Prometheus, Counter, Info)
            .ShouldBe(
                """
                # TYPE freshet_sse_io_bytes_total counter
                # HELP freshet_sse_io_bytes_total Bytes, "before" C:\\ framing\nof any kind
                freshet_sse_io_bytes_total{freshet_endpoint="/a"} 2
                freshet_sse_io_bytes_total{freshet_endpoint="/b"} 9007199254740993
                # TYPE freshet_build_info gauge
                # HELP freshet_build_info The version
                freshet_build_info{version="0.1.0"} 1

                """
            );

    [Fact]
    public void Family_without_series_is_left_out() =>
        Write(ExpositionFormat.OpenMetrics, Counter with { Series = [] }).ShouldBe("# EOF\n");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a \"quoted\" one", "a \\\"quoted\\\" one")]
    [InlineData("back\\slash", "back\\\\slash")]
    [InlineData("two\nlines", "two\\nlines")]
    [InlineData("\\n", "\\\\n")]
    [InlineData("söurce 💧", "söurce 💧")]
    [InlineData("", "")]
    public void Values_of_labels_are_escaped(string value, string escaped) =>
        Write(
                ExpositionFormat.Prometheus,
                new MetricFamily("a", FamilyKind.Gauge, "", "", false, [], [Whole(1, ("l", value))])
            )
            .ShouldBe($"# TYPE a gauge\na{{l=\"{escaped}\"}} 1\n");

    [Fact]
    public void Half_a_character_does_not_spoil_the_text() =>
        Write(
                ExpositionFormat.Prometheus,
                new MetricFamily(
                    "a",
                    FamilyKind.Gauge,
                    "",
                    "",
                    false,
                    [],
                    [Whole(1, ("l", "half \ud83d."))]
                )
            )
            .ShouldBe("# TYPE a gauge\na{l=\"half \ufffd.\"} 1\n");

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(5e-324, "5E-324")]
    [InlineData(1795276960.4809575, "1795276960.4809575")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Numbers_are_exact_in_every_language(double number, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        // As in many languages; the tests have no names of cultures.
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NegativeSign = "\u2212";
        CultureInfo.CurrentCulture = other;
        try
        {
            Write(
                    ExpositionFormat.Prometheus,
                    MetricFamily.Single("a", FamilyKind.Gauge, "", "", number)
                )
                .ShouldBe($"# TYPE a gauge\na {expected}\n");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Whatever_is_written_is_read_again()
    {
        var texts = Gen.Elements(
                "a",
                "\\",
                "\"",
                "\n",
                "{",
                "}",
                ",",
                "=",
                " ",
                "\r",
                "\u2028",
                "é"
            )
            .ListOf()
            .Select(string.Concat);
        var families =
            from help in texts
            from values in texts.ListOf()
            from numbers in Gen.Choose(int.MinValue, int.MaxValue).ListOf(values.Count)
            from isOpen in Gen.Elements(true, false)
            select (help, values: values.Distinct().Zip(numbers).ToList(), isOpen);
        Prop.ForAll(
                Arb.From(families),
                family =>
                {
                    var text = new ScrapedText(
                        Write(
                            family.isOpen
                                ? ExpositionFormat.OpenMetrics
                                : ExpositionFormat.Prometheus,
                            new MetricFamily(
                                "a",
                                FamilyKind.Gauge,
                                "",
                                family.help,
                                false,
                                [],
                                [
                                    .. family.values.Select(one =>
                                        Whole(one.Second, ("l", one.First))
                                    ),
                                ]
                            )
                        )
                    );
                    text.HasEnd.ShouldBe(family.isOpen);
                    text.Samples.Select(sample => (sample.Labels["l"], sample.Value))
                        .ShouldBe(
                            family.values.Select(one => (one.First, (double)one.Second)),
                            ignoreOrder: true
                        );
                    if (family.help.Length > 0 && family.values.Count > 0)
                    {
                        text.Comments[^1].ShouldBe(("HELP", "a", family.help));
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Text_that_outgrows_its_first_array_is_whole()
    {
        var series = Enumerable
            .Range(0, 5000)
            .Select(i => Whole(i, ("l", $"{i:D5}{new string('ü', 50)}")))
            .ToList();
        var text = new ScrapedText(
            Write(
                ExpositionFormat.OpenMetrics,
                new MetricFamily("a", FamilyKind.Gauge, "", "", false, [], series)
            )
        );

        text.Samples.Select(sample => sample.Value)
            .ShouldBe(Enumerable.Range(0, 5000).Select(i => (double)i));
    }

    private static string Write(ExpositionFormat format, params MetricFamily[] families)
    {
        using var text = new PooledText();
        var writer = new OpenMetricsWriter(text, format);
        foreach (var family in families)
        {
            writer.Write(family);
        }
        writer.End();
        return Encoding.UTF8.GetString(text.Written.Span);
    }

    private static SeriesReading Whole(long value, params (string Name, string Value)[] labels) =>
        new(
            [.. labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value))],
            value,
            [],
            0
        );
}
