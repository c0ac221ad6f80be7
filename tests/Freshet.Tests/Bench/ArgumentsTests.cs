using Freshet.LoadTest;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

public sealed class ArgumentsTests
{
    [Fact]
    public void Without_any_it_measures_A_and_B_of_Freshet_alone()
    {
        var read = Read();

        read.Points.ShouldBe(["A", "B"]);
        read.Against.ShouldBeEmpty();
    }

    [Fact]
    public void All_points_can_be_asked_for_at_once() =>
        Read("--point", "all").Points.ShouldBe(Arguments.AllPoints);

    [Fact]
    public void Lists_flags_and_numbers_are_read()
    {
        var read = Read(
            "--point B,idle --against nchan,c-batch --clients 50 --seconds 0.5 --check --set a=1 --set b=2".Split(
                ' '
            )
        );

        read.Points.ShouldBe(["B", "idle"]);
        read.Against.ShouldBe(["nchan", "c-batch"]);
        read.Clients.ShouldBe(50);
        read.Seconds.ShouldBe(0.5);
        read.Check.ShouldBeTrue();
        read.Settings.ShouldBe(["a=1", "b=2"]);
    }

    [Fact]
    public void A_chart_is_drawn_of_a_file_into_a_folder()
    {
        var read = Read("--chart", "figures.json", "docs");

        (read.Chart, read.ChartFolder).ShouldBe(("figures.json", "docs"));
    }

    [Theory]
    [InlineData("--points A", "--points")]
    [InlineData("--point D", "--point")]
    [InlineData("--point ,", "--point")]
    [InlineData("--against pushpin", "--against")]
    [InlineData("--clients", "--clients")]
    [InlineData("--clients 0", "--clients")]
    [InlineData("--clients -1", "--clients")]
    [InlineData("--payload 10", "--payload")]
    [InlineData("--connections 65", "--connections")]
    [InlineData("--resources 5", "--resources")]
    [InlineData("--seconds x", "--seconds")]
    [InlineData("--sweep time", "--sweep")]
    [InlineData("--check --chart one", "--chart")]
    public void What_is_not_understood_is_named(string arguments, string named)
    {
        Arguments.Read(arguments.Split(' '), out var problem).ShouldBeNull();

        problem.ShouldStartWith(named + " ");
    }

    private static Arguments Read(params string[] arguments) =>
        Arguments.Read(arguments, out _).ShouldNotBeNull();
}
