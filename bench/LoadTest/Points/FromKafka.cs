using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Measuring;
using Freshet.LoadTest.Publishing;
using Freshet.LoadTest.Report;
using Freshet.LoadTest.Servers;

namespace Freshet.LoadTest.Points;

/// <summary>Events from Kafka at a pace to clients with filters: whether each gets what it asked for, how soon after it was due, and what a client costs.</summary>
internal sealed class FromKafka(FreshetOnKafka server) : IPoint
{
    // Broker and load share a processor; beyond this, their waiting for it is in the latencies.
    private const double BusyProcessor = 0.9;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "kafka";

    public string Title => "from Kafka";

    public Measurement Run(Trial trial)
    {
        var work = trial.Workload;
        List<Interest> interests = [.. Interest.Fifty.Take(work.Filters)];
        var tree = trial.Server.Tree;

        // As at the point idle: what the server compiles and pools for its first clients is counted as theirs.
        trial.Loop.RunFor(Settling);
        var (before, managedBefore) = (tree.Memory(), tree.ManagedMemory());
        var audience = trial.Connect(work.Clients, interests);
        trial.Loop.RunFor(Settling);
        var idle = tree.Memory();

        using var publisher = new KafkaPublisher(
            trial.Loop,
            trial.Publication,
            server.Partitions,
            interests,
            server.Broker.NewProducer(),
            work.Payload
        );
        Publish(trial, publisher, (long)(work.Rate * WarmUp.TotalSeconds));
        var brokerCpu = TimeSpan.Zero;
        trial.Measure(() =>
        {
            var brokerBefore = server.Broker.Cpu();
            var events = work.Events ?? (long)(work.Rate * work.Span.TotalSeconds);
            Publish(trial, publisher, events);
            brokerCpu = server.Broker.Cpu() - brokerBefore;
        });
        // At once: what the collector would take back if it were left alone is a cost too.
        var (after, managedAfter) = (tree.Memory(), tree.ManagedMemory());

        // What must not come, since it came before or is another's, would come now.
        trial.Loop.RunFor(Settling);

        var brokerPart = brokerCpu / trial.Clock.Elapsed;
        if (trial.Clock.LoadPart + brokerPart > BusyProcessor)
        {
            trial.Note("broker and load took all of their processor: latencies are theirs too");
        }
        Tell(trial, interests, publisher, before, after);
        var clients = audience.Present;
        return trial.Result(Name, audience.Size, audience.Deliveries, audience.Latencies) with
        {
            Rate = work.Rate,
            Expected = audience.Expected,
            Incomplete = audience.Incomplete,
            FailedPosts = publisher.Failures + publisher.Underway,
            BrokerPart = brokerPart,
            ResidentPerClient = (double)(after.Resident - before.Resident) / clients,
            AnonymousPerClient = (double)(idle.Anonymous - before.Anonymous) / clients,
            AnonymousPerClientAfterEvents = (double)(after.Anonymous - before.Anonymous) / clients,
            ManagedPerClient = (double)(managedAfter - managedBefore) / clients,
        };
    }

    /// <summary>Publishes, and returns once everyone has what is theirs, or nothing more comes.</summary>
    private static void Publish(Trial trial, KafkaPublisher publisher, long events)
    {
        var span = TimeSpan.FromSeconds(events / trial.Workload.Rate);
        publisher.Pace(trial.Workload.Rate, events);
        trial.Loop.RunUntil(() => publisher.IsIdle, span + Patience);
        trial.Drain();
    }

    private static void Tell(
        Trial trial,
        List<Interest> interests,
        KafkaPublisher publisher,
        MemoryUse before,
        MemoryUse after
    )
    {
        trial.Note(
            $"a filter passes {100 * interests.Average(one => one.Share):0.0}% of the events on average, from {100 * interests.Min(one => one.Share):0}% to {100 * interests.Max(one => one.Share):0}%"
        );
        trial.Note(
            $"resident: {before.Resident / 1048576.0:0} MB without clients, {after.Resident / 1048576.0:0} MB after the last event"
        );
        var acknowledgements = publisher.Acknowledgements;
        trial.Note(
            $"an event left at most {publisher.Lateness / 1e6:0.0} ms after it was due, and the broker had it after {acknowledgements.Quantile(0.5) / 1e6:0.0} ms (p50), {acknowledgements.Quantile(0.99) / 1e6:0.0} ms (p99)"
        );
    }
}
