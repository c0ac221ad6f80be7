using System.Diagnostics.Metrics;
using System.Text;
using Freshet.Telemetry;
using Freshet.Telemetry.OpenMetrics;
using Freshet.Telemetry.Readings;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry.OpenMetrics;

/// <summary>What is exposed of instruments that measured something.</summary>
public sealed class ExpositionTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly Instruments instruments;
    private readonly MeterReader reader;

    public ExpositionTests()
    {
        instruments = new Instruments(services.GetRequiredService<IMeterFactory>());
        reader = new MeterReader(instruments.Meter, BorrowedInstrument.All);
    }

    public void Dispose()
    {
        reader.Dispose();
        services.Dispose();
    }

    [Fact]
    public void Names_of_components_may_be_anything()
    {
        const string name = "a \"b\"\\c\nd é";
        instruments.Received(name, 3);

        Scrape().Find("freshet_source_received_total", ("freshet_source", name)).ShouldBe(3);
    }

    [Fact]
    public void Whatever_the_order_in_which_it_was_measured_the_text_is_the_same()
    {
        foreach (var source in new[] { "c", "a", "b" })
        {
            instruments.Rejected(source, "z", "bad_event");
            instruments.Rejected(source, "y", "bad_event");
        }
        var text = Scrape();

        text.Samples.Where(sample => sample.Name == "freshet_source_rejected_total")
            .Select(sample => sample.Labels["freshet_source"] + sample.Labels["freshet_component"])
            .ShouldBe(["ay", "az", "by", "bz", "cy", "cz"]);
        var families = text
            .Comments.Where(comment => comment.Keyword == "TYPE")
            .Select(comment => comment.Name)
            .ToList();
        families.ShouldBe(families.Order(StringComparer.Ordinal));
        families.ShouldBeUnique();
    }

    [Fact]
    public void Sources_streams_and_sinks_begin_at_0()
    {
        instruments.SourceBegins("hook");
        instruments.EndpointBegins("/sse");
        using var observed = instruments.Sinks.Observe(
            "out",
            () => new(3, TimeSpan.FromSeconds(1.5), IsCircuitOpen: true)
        );
        var text = Scrape();

        text.Find("freshet_source_accepted_total", ("freshet_source", "hook")).ShouldBe(0);
        text.Find("freshet_sse_clients", ("freshet_endpoint", "/sse")).ShouldBe(0);
        text.Find("freshet_sink_dead_letters_total", ("freshet_sink", "out")).ShouldBe(0);
        text.Find("freshet_sink_lag", ("freshet_sink", "out")).ShouldBe(3);
        text.Find("freshet_sink_delay_seconds", ("freshet_sink", "out")).ShouldBe(1.5);
        text.Find("freshet_sink_circuit_open", ("freshet_sink", "out")).ShouldBe(1);
    }

    [Fact]
    public void Series_beyond_the_bound_are_one_that_says_so()
    {
        for (var i = 0; i < MeasuredInstrument.MostSeries + 10; i++)
        {
            instruments.Received($"source {i}", 1);
        }
        var text = Scrape();

        text.Samples.Count(sample => sample.Name == "freshet_source_received_total")
            .ShouldBe(MeasuredInstrument.MostSeries + 1);
        text.Find("freshet_source_received_total", ("otel_metric_overflow", "true")).ShouldBe(10);
    }

    [Fact]
    public void Framework_and_system_tell_of_the_process()
    {
        var text = Scrape();

        text.Find("freshet_build_info", ("version", "1.2.3")).ShouldBe(1);
        text.Find("process_cpu_seconds_total").ShouldNotBeNull().ShouldBeGreaterThan(0);
        text.Find("process_resident_memory_bytes").ShouldNotBeNull().ShouldBeGreaterThan(1 << 20);
        var now = TimeProvider.System.GetUtcNow();
        var start = text.Find("process_start_time_seconds").ShouldNotBeNull();
        DateTimeOffset.FromUnixTimeSeconds((long)start).ShouldBeInRange(now.AddDays(-1), now);
        text.Find("dotnet_gc_collections_total", ("gc_heap_generation", "gen0")).ShouldNotBeNull();
        text.Find("dotnet_gc_last_collection_heap_size_bytes", ("gc_heap_generation", "loh"))
            .ShouldNotBeNull();
        text.Find("dotnet_gc_pause_time_seconds_total").ShouldNotBeNull();
        text.Find("dotnet_thread_pool_queue_length").ShouldNotBeNull();
        if (OperatingSystem.IsLinux())
        {
            var open = text.Find("process_open_fds").ShouldNotBeNull();
            open.ShouldBeGreaterThan(2);
            text.Find("process_max_fds").ShouldNotBeNull().ShouldBeGreaterThan(open);
            text.Find("process_num_threads").ShouldNotBeNull().ShouldBeGreaterThan(2);
        }
    }

    [Fact]
    public void Open_files_are_counted_as_the_system_lists_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux lists them");
        // Tests beside this one open and close some.
        const int some = 400;
        var listed = Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        var before = OpenDescriptors.Count().ShouldNotBeNull();
        Math.Abs(before - listed).ShouldBeLessThan(some / 2);

        var files = Enumerable.Range(0, some).Select(_ => File.OpenHandle("/dev/null")).ToList();
        var open = OpenDescriptors.Count().ShouldNotBeNull();
        files.ForEach(file => file.Dispose());

        (open - before).ShouldBeGreaterThan(some / 2);
    }

    private ScrapedText Scrape()
    {
        using var text = new PooledText();
        new Exposition(reader, new ProcessFigures("1.2.3")).Write(
            text,
            ExpositionFormat.OpenMetrics
        );
        var scraped = new ScrapedText(Encoding.UTF8.GetString(text.Written.Span));
        scraped.HasEnd.ShouldBeTrue();
        return scraped;
    }
}
