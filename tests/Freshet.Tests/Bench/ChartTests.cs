using System.Xml.Linq;
using Freshet.LoadTest.Charts;
using Freshet.LoadTest.Points;
using Freshet.LoadTest.Report;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

public sealed class ChartTests
{
    [Fact]
    public void An_axis_goes_from_the_tick_below_the_least_to_the_one_above_the_most()
    {
        var scale = new Scale([0.03, 0.4], 0, 100);

        scale.Ticks.ShouldBe([0.02, 0.05, 0.1, 0.2, 0.5], tolerance: 1e-9);
        scale.Place(0.02).ShouldBe(0, tolerance: 1e-6);
        scale.Place(0.1).ShouldBe(50, tolerance: 1e-6);
        scale.Place(0.5).ShouldBe(100, tolerance: 1e-6);
    }

    [Fact]
    public void An_axis_of_one_value_has_a_length_too()
    {
        var scale = new Scale([1000], 0, 100);

        scale.Ticks.Count.ShouldBeGreaterThan(1);
        double.IsFinite(scale.Place(1000)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.05, "0.05")]
    [InlineData(20, "20")]
    [InlineData(1000, "1k")]
    [InlineData(20_000, "20k")]
    [InlineData(5_000_000, "5M")]
    public void Ticks_are_written_short(double tick, string label) =>
        Scale.Label(tick).ShouldBe(label);

    [Fact]
    public void Of_a_sweep_come_charts_that_are_XML_with_a_line_for_each_system()
    {
        using var folder = new TemporaryFolder();
        var figures = new Figures(
            "a <small> machine",
            "clients",
            [Run("freshet", 100), Run("nchan", 100), Run("freshet", 1000), Run("nchan", 1000)]
        );

        var files = SweepCharts.Draw(figures, folder.Path);

        files
            .Select(file => Path.GetFileName(file))
            .ShouldBe(["clients-cost.svg", "clients-rate.svg"]);
        var names = XDocument
            .Load(files[0])
            .Descendants()
            .Select(element => element.Name.LocalName);
        names.Count(name => name == "polyline").ShouldBe(2);
        names.Count(name => name == "circle").ShouldBe(4);
    }

    [Fact]
    public void Figures_that_are_saved_are_the_same_when_they_are_loaded()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "figures.json");
        var figures = new Figures("machine", null, [Run("freshet", 100)]);

        figures.Save(file);

        var loaded = Figures.Load(file);
        loaded.Machine.ShouldBe("machine");
        loaded.Runs.ShouldHaveSingleItem().CpuPerMillion.ShouldBe(0.1);
        Should.Throw<InvalidOperationException>(() => SweepCharts.Draw(loaded, folder.Path));
    }

    [Theory]
    [InlineData(1000, 200, null, 500)]
    [InlineData(10_000, 200, null, 101)]
    [InlineData(1000, 60_000, null, 4)]
    [InlineData(60_000, 65_000, null, 1)]
    [InlineData(10_000, 200, 700, 700)]
    public void What_is_under_way_has_room_in_the_memory_of_the_kernel(
        int clients,
        int payload,
        int? asked,
        int window
    ) =>
        new Workload
        {
            Clients = clients,
            Payload = payload,
            AskedWindow = asked,
        }.Window.ShouldBe(window);

    private static Measurement Run(string system, int clients) =>
        new()
        {
            Point = "B",
            System = system,
            Clients = clients,
            Payload = 200,
            DeliveriesPerSecond = 4e6,
            CpuPerMillion = 0.1,
        };

    [Theory]
    [InlineData("clients")]
    [InlineData("events")]
    [InlineData("filters")]
    [InlineData("payload")]
    public void Charts_of_the_documentation_are_what_is_drawn_of_their_figures(string sweep)
    {
        var charts = Path.Combine(Repository.Root, "docs", "charts");
        using var folder = new TemporaryFolder();
        var drawn = SweepCharts.Draw(
            Figures.Load(Path.Combine(charts, $"{sweep}.json")),
            folder.Path
        );
        drawn.Count.ShouldBe(2);
        foreach (var file in drawn)
        {
            File.ReadAllText(Path.Combine(charts, Path.GetFileName(file)))
                .ShouldBe(File.ReadAllText(file), "run ./do load --chart");
        }
    }
}
