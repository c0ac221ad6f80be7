using System.Diagnostics;
using System.Diagnostics.Metrics;
using Freshet.Telemetry;
using Freshet.Telemetry.Readings;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry.Readings;

public sealed class MeterReaderTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly Instruments instruments;
    private readonly MeterReader reader;

    public MeterReaderTests()
    {
        instruments = new Instruments(services.GetRequiredService<IMeterFactory>());
        reader = new MeterReader(instruments.Meter);
    }

    public void Dispose()
    {
        reader.Dispose();
        services.Dispose();
    }

    [Fact]
    public void Counters_are_added_up_for_each_set_of_tags()
    {
        instruments.Received("a", 2);
        instruments.Received("b", 3);
        instruments.Received("a", 5);
        instruments.ClientConnected("/x");
        instruments.ClientConnected("/x");
        instruments.ClientDisconnected("/x");

        var received = Of("freshet.source.received");
        received.Kind.ShouldBe(ReadingKind.Counter);
        received.Unit.ShouldBe("{event}");
        received
            .Series.Select(series => (series["freshet.source"], series.Value))
            .ShouldBe([("a", 7), ("b", 3)], ignoreOrder: true);
        Of("freshet.sse.clients").Kind.ShouldBe(ReadingKind.UpDownCounter);
        Of("freshet.sse.clients").Series.ShouldHaveSingleItem().Value.ShouldBe(1);
    }

    [Fact]
    public void What_is_observed_is_as_it_is_now_and_gone_when_it_is_observed_no_more()
    {
        var lag = 4L;
        var observed = instruments.ObserveSource("archive", () => lag);
        Of("freshet.source.lag").Series.ShouldHaveSingleItem().Value.ShouldBe(4);
        lag = 1;
        Of("freshet.source.lag").Kind.ShouldBe(ReadingKind.Gauge);
        Of("freshet.source.lag").Series.ShouldHaveSingleItem().Value.ShouldBe(1);

        observed.Dispose();

        Of("freshet.source.lag").Series.ShouldBeEmpty();
    }

    [Fact]
    public void A_measurement_is_in_the_first_bucket_that_it_is_not_above()
    {
        foreach (var milliseconds in new[] { 0, 0.5, 0.6, 1, 60_000, 60_001 })
        {
            instruments.Journaled("hook", TimeSpan.FromMilliseconds(milliseconds));
        }
        // A clock that was set back.
        instruments.Journaled("hook", TimeSpan.FromSeconds(-5));

        var read = Of("freshet.source.journal.duration");
        read.Kind.ShouldBe(ReadingKind.Histogram);
        var series = read.Series.ShouldHaveSingleItem();
        series.Counts.Count.ShouldBe(read.Bounds.Count + 1);
        series.Counts[0].ShouldBe(3);
        series.Counts[1].ShouldBe(2);
        series.Counts[^2].ShouldBe(1);
        series.Counts[^1].ShouldBe(1);
        series.Value.ShouldBe(7);
        series.Sum.ShouldBe(120.0031, tolerance: 1e-6);
    }

    [Fact]
    public void Threads_lose_no_measurement()
    {
        Parallel.For(
            0,
            10_000,
            i =>
            {
                instruments.Received($"source {i % 7}", 1);
                instruments.Journaled("hook", TimeSpan.FromSeconds(1));
            }
        );

        Of("freshet.source.received").Series.Sum(series => series.Value).ShouldBe(10_000);
        var journaled = Of("freshet.source.journal.duration").Series.ShouldHaveSingleItem();
        journaled.Counts.Sum().ShouldBe(10_000);
        journaled.Sum.ShouldBe(10_000);
    }

    [Fact]
    public void Sets_of_tags_beyond_the_bound_are_one_series()
    {
        for (var i = 0; i < MeasuredInstrument.MostSeries + 10; i++)
        {
            instruments.Received($"source {i}", 1);
        }

        var series = Of("freshet.source.received").Series;
        series.Count.ShouldBe(MeasuredInstrument.MostSeries + 1);
        series.Single(one => one["otel.metric.overflow"] == "True").Value.ShouldBe(10);
    }

    [Fact]
    public void A_measurement_allocates_nothing()
    {
        // The first ones make what is kept from then on, and code that is compiled anew meanwhile may take some; not an object for each tenth measurement.
        Enumerable.Range(0, 6).Select(_ => Measure(1000)).Min().ShouldBeLessThan(2400);

        long Measure(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                instruments.Received("a", 1);
                instruments.Sent("/x", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Instruments_of_another_meter_are_not_read()
    {
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        new Instruments(others.GetRequiredService<IMeterFactory>()).Received("a", 1);

        Of("freshet.source.received").Series.ShouldBeEmpty();
    }

    [Fact]
    public void Fractions_that_are_observed_are_kept()
    {
        using var observed = instruments.Sinks.Observe(
            "out",
            () => new(0, TimeSpan.FromMilliseconds(2500), IsCircuitOpen: false)
        );

        var read = Of("freshet.sink.delay");
        read.IsFractional.ShouldBeTrue();
        read.Series.ShouldHaveSingleItem().Sum.ShouldBe(2.5);
        Of("freshet.sink.lag").IsFractional.ShouldBeFalse();
    }

    [Fact]
    public void Of_the_framework_that_is_read_which_belongs_to_the_process_or_to_the_same_factory()
    {
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var borrowed = new BorrowedInstrument(
            "Web",
            "requests",
            ReadingKind.Histogram,
            "s",
            [new("route", "the route"), new("status", "the status")],
            "how long"
        );
        using var all = new MeterReader(instruments.Meter, [borrowed]);
        Request(services, "/a", 200, "http");
        Request(services, "/a", 200, "https");
        Request(services, null, 404, "http");
        Request(others, "/b", 200, "http");

        var read = all.Read().Single(reading => reading.Name == "requests");
        read.Description.ShouldBe("how long");
        read.Series.Select(one => (one["route"], one["status"], one["scheme"], one.Value))
            .ShouldBe([("/a", "200", null, 2), (null, "404", null, 1)], ignoreOrder: true);

        static void Request(IServiceProvider services, string? route, int status, string scheme)
        {
            var meter = services.GetRequiredService<IMeterFactory>().Create("Web");
            meter.CreateCounter<long>("others").Add(1);
            var tags = new TagList { { "scheme", scheme }, { "status", status } };
            if (route is not null)
            {
                tags.Add("route", route);
            }
            meter.CreateHistogram<double>("requests").Record(1, tags);
        }
    }

    private InstrumentReading Of(string name) =>
        reader.Read().Single(reading => reading.Name == name);
}
