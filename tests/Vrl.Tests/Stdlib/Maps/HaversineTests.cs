using Freshet.Vrl.Stdlib.Maps;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Maps;

public sealed class HaversineTests
{
    [Fact]
    public void Miles_and_kilometers_measure_the_same_way()
    {
        var kilometers = Distance("kilometers");
        var miles = Distance("miles");

        kilometers.ShouldBe(1568.5227233);
        miles.ShouldBe(974.6348468);
    }

    [Fact]
    public void A_place_is_no_way_from_itself()
    {
        var result = Call(52.5, 13.4, 52.5, 13.4);
        result.TryGet("distance", out var distance).ShouldBeTrue();
        result.TryGet("bearing", out var bearing).ShouldBeTrue();
        (distance, bearing).ShouldBe((0.0, 0.0));
    }

    [Fact]
    public void West_is_three_quarters_of_the_circle()
    {
        Call(0, 0, 0, -10).TryGet("bearing", out var bearing).ShouldBeTrue();
        bearing.ShouldBe(270.0);
    }

    private static double Distance(string unit)
    {
        Call(0, 0, 10, 10, unit).TryGet("distance", out var distance).ShouldBeTrue();
        return distance.Float;
    }

    private static VrlObject Call(
        double latitude1,
        double longitude1,
        double latitude2,
        double longitude2,
        string unit = "kilometers"
    ) =>
        FunctionRunner
            .Call(
                new Haversine(),
                ("latitude1", latitude1),
                ("longitude1", longitude1),
                ("latitude2", latitude2),
                ("longitude2", longitude2),
                ("measurement_unit", unit)
            )
            .Object;
}
