using Freshet.LoadTest.Points;
using Freshet.LoadTest.Servers;

namespace Freshet.LoadTest;

/// <summary>A point, and who runs it with what.</summary>
internal sealed record Plan(IPoint Point, string Title, IReadOnlyList<PlanEntry> Entries)
{
    private const int Crowd = 10_000;

    /// <summary>What was asked for.</summary>
    public static IEnumerable<Plan> All(Arguments arguments, int? serverProcessor) =>
        arguments.Points.SelectMany(point => Of(point, arguments, serverProcessor));

    private static IEnumerable<Plan> Of(string point, Arguments arguments, int? serverProcessor)
    {
        var work = new Workload
        {
            ServerProcessor = serverProcessor,
            Clients = arguments.Clients ?? 1000,
            Filters = arguments.Filters,
            Payload = arguments.Payload,
            Events = arguments.Events,
            Span = TimeSpan.FromSeconds(arguments.Seconds ?? 10),
            Rate = arguments.Rate,
            Window = arguments.Window ?? 500,
            Connections = arguments.Connections ?? 32,
            Depth = arguments.Depth ?? 8,
        };
        switch (point)
        {
            case "A":
                var span = TimeSpan.FromSeconds(arguments.Seconds ?? 20);
                yield return Beside(new Paced(), work with { Span = span }, arguments);
                break;
            case "B":
                yield return Beside(new FullSpeed("B"), work, arguments);
                break;
            case "C":
                yield return Beside(
                    new FullSpeed("C"),
                    work with
                    {
                        Clients = arguments.Clients ?? Crowd,
                    },
                    arguments
                );
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(point), point, "no point");
        }
    }

    private static Plan Beside(IPoint point, Workload work, Arguments arguments) =>
        new(
            point,
            $"{point.Name}: {work.Clients:N0} clients, {point.Title}, {work.Payload}-byte events",
            [.. Contenders.All(arguments).Select(one => new PlanEntry(one.Name, one, work))]
        );
}
