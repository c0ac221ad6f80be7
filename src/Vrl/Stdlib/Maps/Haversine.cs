using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib.Number;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Maps;

internal sealed class Haversine : Function
{
    private const double EarthRadiusInKilometers = 6371.0088;
    private const double MilesPerKilometer = 0.6213712;

    public override Signature Signature { get; } =
        new(
            "haversine",
            "Map",
            "Gives the distance between two places on earth along its surface, and the direction from the first to the second in degrees from north.",
            Kind.ObjectOf([
                KeyValuePair.Create("bearing", Kind.Float),
                KeyValuePair.Create("distance", Kind.Float),
            ]),
            new Parameter("latitude1", Kinds.Float, "The latitude of the first place, in degrees."),
            new Parameter(
                "longitude1",
                Kinds.Float,
                "The longitude of the first place, in degrees."
            ),
            new Parameter(
                "latitude2",
                Kinds.Float,
                "The latitude of the second place, in degrees."
            ),
            new Parameter(
                "longitude2",
                Kinds.Float,
                "The longitude of the second place, in degrees."
            ),
            Parameter.Optional(
                "measurement_unit",
                Kinds.Bytes,
                "kilometers",
                "The unit of the distance."
            ) with
            {
                Variants = ["kilometers", "miles"],
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Distance in kilometers",
            "haversine(0.0, 0.0, 10.0, 10.0)",
            """{"bearing": 44.561, "distance": 1568.5227233}"""
        ),
        new(
            "Distance in miles",
            """haversine(0.0, 0.0, 10.0, 10.0, measurement_unit: "miles")""",
            """{"bearing": 44.561, "distance": 974.6348468}"""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var (latitude1, longitude1) = (Radians(arguments[0]), Radians(arguments[1]));
        var (latitude2, longitude2) = (Radians(arguments[2]), Radians(arguments[3]));
        var byLongitude = longitude2 - longitude1;
        var byLatitude = latitude2 - latitude1;

        var chord =
            Square(Math.Sin(byLatitude / 2))
            + Math.Cos(latitude1) * Math.Cos(latitude2) * Square(Math.Sin(byLongitude / 2));
        var radius =
            arguments[4].Text == "miles"
                ? EarthRadiusInKilometers * MilesPerKilometer
                : EarthRadiusInKilometers;
        var distance = 2 * Math.Asin(Math.Sqrt(chord)) * radius;

        var east = Math.Sin(byLongitude) * Math.Cos(latitude2);
        var north =
            Math.Cos(latitude1) * Math.Sin(latitude2)
            - Math.Sin(latitude1) * Math.Cos(latitude2) * Math.Cos(byLongitude);
        var bearing = (Math.Atan2(east, north) * (180 / Math.PI) + 360) % 360;

        var result = new VrlObject(2);
        result.Set("bearing", Precision.Round(bearing, 3, Precision.HalfAwayFromZero));
        result.Set("distance", Precision.Round(distance, 7, Precision.HalfAwayFromZero));
        return Value.From(result);
    }

    private static double Radians(Value degrees) => degrees.Float * (Math.PI / 180);

    private static double Square(double value) => value * value;
}
