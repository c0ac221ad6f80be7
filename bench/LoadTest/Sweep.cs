using Freshet.LoadTest.Points;
using Freshet.LoadTest.Servers;

namespace Freshet.LoadTest;

/// <summary>The same point again and again, one variable growing: how cost goes with it.</summary>
internal static class Sweep
{
    private static readonly int[] Clients = [100, 300, 1000, 3000, 10_000];
    private static readonly int[] EventsPerSecond = [10, 30, 100, 300, 1000];
    private static readonly int[] Filters = [1, 3, 10, 30, 100, 300, 1000];
    private static readonly int[] Payloads = [100, 300, 1000, 3000, 10_000];

    /// <summary>A plan for each value, the smallest first.</summary>
    public static IEnumerable<Plan> Plans(Arguments arguments, int? serverProcessor)
    {
        var work = Plan.Base(arguments, serverProcessor);
        return arguments.Sweep switch
        {
            "clients" => Clients.Select(n =>
                FullSpeed(arguments, work with { Clients = n }, $"{n:N0} clients")
            ),
            "events" => EventsPerSecond.Select(n =>
                Paced(arguments, work with { Rate = n }, $"{n:N0} events a second")
            ),
            "filters" => Filters.Select(n =>
                FullSpeed(arguments, work with { Filters = n }, $"{n:N0} filters")
            ),
            _ => Payloads.Select(n =>
                FullSpeed(arguments, work with { Payload = n }, $"{n:N0}-byte events")
            ),
        };
    }

    private static Plan FullSpeed(Arguments arguments, Workload work, string value) =>
        Of(new FullSpeed("B"), arguments, work, value);

    private static Plan Paced(Arguments arguments, Workload work, string value) =>
        Of(new Paced(), arguments, work, value);

    private static Plan Of(IPoint point, Arguments arguments, Workload work, string value) =>
        new(
            point,
            $"{arguments.Sweep}: {value}, {point.Title}",
            [.. Contenders.All(arguments).Select(one => new PlanEntry(one.Name, one, work))]
        );
}
