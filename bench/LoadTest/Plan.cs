using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Drift;
using Freshet.LoadTest.Points;
using Freshet.LoadTest.Servers;

namespace Freshet.LoadTest;

/// <summary>A point, and who runs it with what.</summary>
/// <param name="Broker">What has to run meanwhile; null for nothing.</param>
internal sealed record Plan(
    IPoint Point,
    string Title,
    IReadOnlyList<PlanEntry> Entries,
    Broker? Broker = null
)
{
    private const int Crowd = 10_000;

    /// <summary>The most where a process may open 20,000 files.</summary>
    private const int LargestCrowd = 19_000;

    private const long IngestEvents = 100_000;

    // Less than what a client may be behind by default, so that only a server that is too slow for its own client loses anything.
    private const int IngestWindow = 900;

    /// <summary>What was asked for.</summary>
    public static IEnumerable<Plan> All(Arguments arguments, int? serverProcessor) =>
        arguments.Sweep is null
            ? arguments.Points.SelectMany(point => Of(point, arguments, serverProcessor))
            : Sweep.Plans(arguments, serverProcessor);

    /// <summary>What every point does, but for what each has of its own.</summary>
    public static Workload Base(Arguments arguments, int? serverProcessor) =>
        new()
        {
            ServerProcessor = serverProcessor,
            Clients = arguments.Clients ?? 1000,
            Filters = arguments.Filters ?? 1,
            Payload = arguments.Payload ?? 200,
            Events = arguments.Events,
            Span = TimeSpan.FromSeconds(arguments.Seconds ?? 10),
            Rate = arguments.Rate ?? 50,
            AskedWindow = arguments.Window,
            Connections = arguments.Connections ?? 32,
            Depth = arguments.Depth ?? 8,
        };

    private static IEnumerable<Plan> Of(string point, Arguments arguments, int? serverProcessor)
    {
        var work = Base(arguments, serverProcessor);
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
            case "E":
                yield return IngestOf(work, arguments);
                break;
            case "idle":
                int[] crowds = arguments.Clients is { } one ? [one] : [Crowd, LargestCrowd];
                foreach (var crowd in crowds)
                {
                    yield return Beside(new Idle(), work with { Clients = crowd }, arguments);
                }
                break;
            case "kafka":
                yield return FromKafkaOf(work, arguments);
                break;
            case "drift":
                yield return FromFalcoOf(work, arguments);
                break;
            default:
                var returning = work with { Clients = arguments.Clients ?? Crowd };
                yield return new Plan(
                    new Storm(),
                    $"storm: {returning.Clients:N0} clients, {arguments.Events ?? Storm.Behind:N0} events behind, come back at once; latency of {Storm.Live:N0} others meanwhile",
                    [new PlanEntry("freshet", Contenders.Freshet(arguments), returning)]
                );
                break;
        }
    }

    private static Plan IngestOf(Workload work, Arguments arguments)
    {
        var one = work with
        {
            Clients = 1,
            Events = arguments.Events ?? IngestEvents,
            AskedWindow = arguments.Window ?? IngestWindow,
        };
        var batches = one with { Batch = arguments.Batch };
        return new Plan(
            new Ingest(),
            $"E: one client, {one.Events:N0} events, {work.Payload} bytes each",
            [
                new("freshet, memory, single", Contenders.Freshet(arguments, inMemory: true), one),
                new("freshet, file, single", Contenders.Freshet(arguments), one),
                new(
                    $"freshet, memory, batches of {batches.Batch}",
                    Contenders.Freshet(arguments, inMemory: true),
                    batches
                ),
                new(
                    $"freshet, file, batches of {batches.Batch}",
                    Contenders.Freshet(arguments),
                    batches
                ),
                new("empty handler", new EmptyHandler(), one),
                .. Contenders
                    .Opponents(arguments)
                    .Select(opponent => new PlanEntry(opponent.Name, opponent, one)),
            ]
        );
    }

    /// <summary>What a service that streams Kafka's events promises: its numbers, where no others were asked for.</summary>
    private static Plan FromKafkaOf(Workload work, Arguments arguments)
    {
        var filtered = work with
        {
            Filters = Math.Min(arguments.Filters ?? Interest.Most, Interest.Most),
            Payload = arguments.Payload ?? 300,
            Rate = arguments.Rate ?? 2000,
            Span = TimeSpan.FromSeconds(arguments.Seconds ?? 60),
            // Nothing is posted.
            Connections = 1,
        };
        var broker = new Broker();
        var server = new FreshetOnKafka(broker, arguments.Settings);
        return new Plan(
            new FromKafka(server),
            $"kafka: {filtered.Clients:N0} clients with {filtered.Filters} filters, {filtered.Rate:N0} events a second from Kafka, {filtered.Payload}-byte events",
            [new PlanEntry(server.Name, server, filtered)],
            broker
        );
    }

    /// <summary>What a stream of drift promises: its numbers, where no others were asked for.</summary>
    private static Plan FromFalcoOf(Workload work, Arguments arguments)
    {
        var watched = work with
        {
            Clients = arguments.Clients ?? 10,
            // They have none: everyone sees every alert.
            Filters = 1,
            Rate = arguments.Rate ?? 1000,
            Span = TimeSpan.FromSeconds(arguments.Seconds ?? 60),
            // Nothing but alerts is posted.
            Connections = 1,
        };
        var resources = arguments.Resources ?? 5000;
        var connections = Math.Min(arguments.Connections ?? 4, AlertMix.MostConnections);
        var server = new FreshetOnFalco(arguments.Settings);
        return new Plan(
            new FromFalco(server, resources, connections),
            $"drift: {watched.Clients:N0} clients, {watched.Rate:N0} alerts of Falco a second on {connections} connections, against a state of {resources:N0} resources",
            [new PlanEntry(server.Name, server, watched)]
        );
    }

    private static Plan Beside(IPoint point, Workload work, Arguments arguments) =>
        new(
            point,
            $"{point.Name}: {work.Clients:N0} clients, {point.Title}, {work.Payload}-byte events",
            [.. Contenders.All(arguments).Select(one => new PlanEntry(one.Name, one, work))]
        );
}
